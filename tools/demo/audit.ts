import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PaymentState } from "../../core/payments/domain/payment.ts";
import type { Attempt } from "../../core/redemptions/domain/attempt.ts";
import type { Redemption } from "../../core/redemptions/domain/redemption.ts";
import { textOfRows } from "../../invariants/confidentiality.ts";
import { findViolations } from "../../invariants/find-violations.ts";
import type { ChannelEffect, ExchangeEffect, Expectations, Row, Snapshot } from "../../invariants/snapshot.ts";
import { readDeadLetters } from "../harness/read-dead-letters.ts";
import { readTables } from "../harness/read-tables.ts";
import { until, WaitTimeout } from "../harness/waiting.ts";
import { ENDS } from "./cards.ts";
import { mayEndAs } from "./payments.ts";
import type { Finding, Stage } from "./stage.ts";

/** The slowest path is parked by then; what is still under way is a finding. */
const SETTLE_TIMEOUT_MS = 120_000;
const EFFECTS_PAGE = 1000;

export interface Audit {
  snapshot: Snapshot;
  heads: Map<string, Redemption & Row>;
  attempts: Map<string, Attempt[]>;
  deadLetters: string[];
  findings: Finding[];
}

/** Waits until nothing is under way any more, then reads everything there is and judges it. */
export async function audit(stage: Stage, settleTimeoutMs = SETTLE_TIMEOUT_MS): Promise<Audit> {
  const { instance, operator, calls } = stage;
  await settled(stage, settleTimeoutMs);
  const exchange = await operator.list<ExchangeEffect>("GET /_sandbox/exchange/effects", {}, EFFECTS_PAGE);
  const channel = await operator.list<ChannelEffect>("GET /_sandbox/channel/effects", {}, EFFECTS_PAGE);
  const snapshot: Snapshot = { ...(await readTables(instance.run)), effects: { exchange, channel }, calls };
  const rows = snapshot.main.filter(({ pk }) => pk.startsWith("RDM#"));
  const heads = rows.filter(({ sk }) => sk === "HEAD") as unknown as (Redemption & Row)[];
  const attempts = rows.filter(({ sk }) => sk.startsWith("ATTEMPT#"));
  const deadLetters = await readDeadLetters(instance.run);
  const result: Audit = {
    snapshot,
    deadLetters,
    heads: new Map(heads.map((head) => [head.redemptionId, head])),
    attempts: Map.groupBy(attempts as unknown as (Attempt & Row)[], ({ pk }) => pk.split("#")[2] ?? ""),
    findings: findViolations(snapshot, expectationsOf(stage, snapshot, deadLetters)),
  };
  result.findings.push(...unexpectedEnds(stage, result), ...unexpectedPayments(stage, snapshot));
  return result;
}

/** No row is due: nobody has anything left to do. What does not come to rest is judged as it is. */
async function settled(stage: Stage, timeoutMs: number): Promise<void> {
  const atRest = async () => {
    const { main } = await readTables(stage.instance.run);
    const due = main.filter(({ duePk }) => duePk !== undefined);
    if (due.length === 0) return true;
    const states = Map.groupBy(due, ({ state }) => String(state ?? "unsent"));
    stage.screen.progress(`under way: ${[...states].map(([state, { length }]) => `${length} ${state}`).join(", ")}`);
    return undefined;
  };
  await until("everything to end", atRest, { timeoutMs, everyMs: 500 }).catch((error: unknown) => {
    if (!(error instanceof WaitTimeout)) throw error;
  });
}

function expectationsOf(stage: Stage, snapshot: Snapshot, deadLetters: string[]): Expectations {
  const { instance, cards, payments, calls } = stage;
  const kinds = cards.byRedemption();
  const reviewed = new Set(payments.all.filter((each) => mayEndAs(each, "NEEDS_REVIEW")).map((each) => each.paymentId));
  const file = (name: string, path: string) => ({ name, text: readFileSync(path, "utf8") });
  // The list of effects is the vendor's own book, and it shows the codes.
  const answers = calls.filter(({ route }) => !route.includes("/_sandbox/")).map(({ body }) => body ?? "");
  return {
    settled: {
      mayNeedReview: (id) => kinds.get(id)?.kind === "TIMEOUT-NEVER" || reviewed.has(id),
    },
    confidential: {
      secrets: [...cards.all.map(({ code }) => code), ...instance.secrets],
      texts: [
        file("logs/functions.log", join(instance.state, "logs", "functions.log")),
        file("instance.log", instance.logFile),
        { name: "answers", text: answers.join("\n") },
        { name: "dead letters", text: deadLetters.join("\n") },
        { name: "table main", text: textOfRows(snapshot.main) },
        { name: "table transient", text: textOfRows(snapshot.transient) },
      ],
    },
  };
}

/** The sandbox's promise: each kind of card ends in its own way. */
function unexpectedEnds(stage: Stage, { heads }: Audit): Finding[] {
  return stage.cards.all.flatMap(({ kind, redemptionId }): Finding[] => {
    // A card whose request was never repeated is known to nobody.
    if (redemptionId === undefined) return [];
    const expected = stage.resolved.has(redemptionId) ? "FAILED" : ENDS[kind];
    const state = heads.get(redemptionId)?.state;
    if (state === expected) return [];
    const detail = `a ${kind} card is ${state ?? "gone"} and must be ${expected}`;
    return [{ invariant: "contract", subject: redemptionId, detail }];
  });
}

/** The same for payments; and what the scenes did not ask for is not there. */
function unexpectedPayments({ payments }: Stage, { main }: Snapshot): Finding[] {
  const heads = main.filter(({ pk, sk }) => pk.startsWith("PAY#") && sk === "HEAD");
  const states = new Map(heads.map(({ paymentId, state }) => [paymentId, state]));
  const found = payments.all.flatMap((payment): Finding[] => {
    const { method, paymentId, ends, orEnds } = payment;
    const state = states.get(paymentId) as PaymentState | undefined;
    if (state && mayEndAs(payment, state)) return [];
    const detail = `a payment by ${method} is ${state ?? "gone"} and must be ${[ends, ...orEnds].join(" or ")}`;
    return [{ invariant: "contract", subject: paymentId ?? method, detail }];
  });
  if (heads.length === payments.all.length) return found;
  const detail = `${payments.all.length} payments were asked for, and there are ${heads.length}`;
  return [...found, { invariant: "contract", subject: "payments", detail }];
}
