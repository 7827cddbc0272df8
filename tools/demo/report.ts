import { decimalOf } from "../../core/foundation/domain/money.ts";
import type { RedemptionState } from "../../core/redemptions/domain/redemption.ts";
import { INVARIANTS } from "../../invariants/find-violations.ts";
import type { ClientCall } from "../../invariants/snapshot.ts";
import type { Cell } from "../terminal/screen.ts";
import { duration } from "../terminal/terminal.ts";
import type { Audit } from "./audit.ts";
import { KINDS } from "./cards.ts";
import type { Finding, Stage } from "./stage.ts";

/** The value below which the part `share` of all lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}

export const spread = (figuresMs: readonly number[]): Cell[] => {
  if (figuresMs.length === 0) return ["", "", ""];
  const sorted = [...figuresMs].sort((a, b) => a - b);
  return [0.5, 0.95, 1].map((share) => duration(percentile(sorted, share)));
};

export function report(stage: Stage, audit: Audit): void {
  const { screen } = stage;
  const { snapshot, attempts } = audit;
  screen.table("Calls and their latency", ["route", "", "count", "p50", "p95", "max"], callRows(stage.calls));
  const cards = cardRows(stage, audit);
  screen.table(
    "Cards, and how they ended",
    ["kind", "count", "succeeded", "failed", "parked", "effects", "sends"],
    cards.map(({ ends }) => ends),
  );
  screen.table(
    "The time from a card's acceptance to its end",
    ["kind", "p50", "p95", "max", "max over the kill"],
    cards.flatMap(({ times }) => (times ? [times] : [])),
  );
  const events = [...attempts.values()].flat().flatMap((attempt) => attempt.events);
  const count = (name: string) => events.filter(({ event }) => event === name).length;
  const accounts = snapshot.main.filter(({ pk, sk }) => pk.startsWith("ACC#") && sk === "HEAD");
  const balance = accounts.reduce((sum, account) => sum + Number(account.balance), 0);
  const statuses = Map.groupBy(accounts, ({ status }) => String(status).toLowerCase());
  screen.line("");
  screen.note(
    `${count("taken-over")} sends of dead workers taken over, ${count("unknown")} unknown outcomes, ${count("not-found")} lookups without a trace`,
  );
  screen.note(
    `${decimalOf({ amount: balance, currency: "USD" })} USD on ${accounts.length} accounts: ${[...statuses].map(([status, { length }]) => `${length} ${status}`).join(", ")}`,
  );
  screen.note(
    `looked at: ${snapshot.main.length + snapshot.transient.length} rows, ${snapshot.effects.exchange.length + snapshot.effects.channel.length} effects, ${stage.calls.length} answers, ${audit.deadLetters.length} dead letters, the logs`,
  );
}

/** What was wrong, or for each rule that it held. */
export function reportFindings(stage: Stage, findings: readonly Finding[]): void {
  stage.screen.line("");
  const broken = Map.groupBy(findings, ({ invariant }) => invariant);
  for (const [id, { rule }] of Object.entries(INVARIANTS)) {
    const times = broken.get(id as keyof typeof INVARIANTS)?.length ?? 0;
    stage.screen.verdict(times === 0, `${id.padEnd(4)} ${rule}${times === 0 ? "" : `: broken ${times} times`}`);
  }
  const promises = broken.get("contract")?.length ?? 0;
  stage.screen.verdict(promises === 0, "     answers and ends as the contract promises them");
  if (findings.length > 0) stage.screen.line("");
  for (const { invariant, subject, detail } of findings) stage.screen.note(`${invariant}  ${subject}: ${detail}`);
}

/** A lost answer has no latency. */
export function callRows(calls: readonly ClientCall[]): Cell[][] {
  const answered = calls.filter(({ status }) => status !== undefined);
  const kinds = Map.groupBy(answered, (call) => `${call.route}|${kindOf(call)}`);
  return [...kinds]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([name, same]) => [
      ...name.split("|"),
      same.length,
      ...spread(same.map(({ sentAt, receivedAt }) => receivedAt - sentAt)),
    ]);
}

function kindOf({ status = 0, replayed, key }: ClientCall): string {
  if (replayed) return "replayed";
  if (status >= 300) return `refused ${status}`;
  return key === undefined ? "read" : "done";
}

function cardRows(stage: Stage, { heads, attempts, snapshot }: Audit): { ends: Cell[]; times?: Cell[] }[] {
  const effects = new Set(snapshot.effects.exchange.map(({ providerKey }) => providerKey.split("#")[0] ?? ""));
  const rows = KINDS.map((kind): { ends: Cell[]; times: Cell[] } => {
    const ids = stage.cards.all.filter((card) => card.kind === kind).flatMap(({ redemptionId }) => redemptionId ?? []);
    const inState = (state: RedemptionState) => ids.filter((id) => heads.get(id)?.state === state).length;
    const tries = ids.flatMap((id) => attempts.get(id) ?? []);
    const sends = tries.flatMap(({ events }) => events).filter(({ event }) => event === "sent").length;
    const ends = tries.flatMap(({ acceptedAt, events }) => {
      const end = events.find(({ event }) => event === "succeeded" || event === "failed" || event === "parked");
      return end ? [{ acceptedAt, endedAt: end.at, tookMs: end.at - acceptedAt }] : [];
    });
    const { killed = [], undisturbed = [] } = Object.groupBy(ends, ({ acceptedAt, endedAt }) =>
      acceptedAt < stage.killedAt && stage.killedAt < endedAt ? "killed" : "undisturbed",
    );
    const times = [
      ...spread(undisturbed.map(({ tookMs }) => tookMs)),
      spread(killed.map(({ tookMs }) => tookMs))[2] ?? "",
    ];
    const figures = [
      inState("SUCCEEDED"),
      inState("FAILED"),
      inState("NEEDS_REVIEW"),
      ids.filter((id) => effects.has(id)).length,
    ];
    return { ends: [kind, ids.length, ...figures, sends], times: [kind, ...times] };
  });
  const total = (column: number) => rows.reduce((sum, { ends }) => sum + Number(ends[column]), 0);
  return [...rows, { ends: ["all", ...[1, 2, 3, 4, 5, 6].map(total)] }];
}
