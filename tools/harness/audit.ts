import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import { textOfRows } from "../../invariants/confidentiality.ts";
import { findViolations } from "../../invariants/find-violations.ts";
import type {
  ChannelEffect,
  ExchangeEffect,
  Expectations,
  NotificationEffect,
  PayoutEffect,
  Row,
  Snapshot,
} from "../../invariants/snapshot.ts";
import { foundByAuditor } from "./audited.ts";
import { readDeadLetters } from "./read-dead-letters.ts";
import { readTables } from "./read-tables.ts";
import type { Finding, Stage } from "./stage.ts";
import { until, WaitTimeout } from "./waiting.ts";

/** Five sends with their settle windows, of which any may have to wait for the sweeper's minute; what is under way then is a finding. */
const REST_TIMEOUT_MS = 300_000;
const EFFECTS_PAGE = 1000;

export interface Audit {
  snapshot: Snapshot;
  deadLetters: string[];
  /** What the story itself has seen before the rest. */
  findings: Finding[];
}

/** Waits until nothing is under way any more, then reads everything there is and judges it. */
export async function audit(stage: Stage): Promise<Audit> {
  const { instance, operator, calls } = stage;
  await settled(stage);
  const exchange = await operator.list<ExchangeEffect>("GET /_sandbox/exchange/effects", {}, EFFECTS_PAGE);
  const channel = await operator.list<ChannelEffect>("GET /_sandbox/channel/effects", {}, EFFECTS_PAGE);
  const payouts = await operator.list<PayoutEffect>("GET /_sandbox/payouts/effects", {}, EFFECTS_PAGE);
  const notifications = await operator.list<NotificationEffect>(
    "GET /_sandbox/notifications/effects",
    {},
    EFFECTS_PAGE,
  );
  const receipts = stage.receivers.flatMap((receiver) => receiver.receipts);
  const effects = { exchange, channel, payouts, notifications, ...(stage.receivers.length > 0 ? { receipts } : {}) };
  const snapshot: Snapshot = { ...(await readTables(instance.run)), effects, calls };
  const deadLetters = await readDeadLetters(instance.run);
  const broken = findViolations(snapshot, expectationsOf(stage, snapshot, deadLetters));
  const others = [...foundByAuditor(snapshot.main), ...unexpectedEnds(stage, snapshot)];
  return { snapshot, deadLetters, findings: [...stage.findings, ...broken, ...others] };
}

/** No row is due: nobody has anything left to do. What does not come to rest is judged as it is. */
async function settled(stage: Stage): Promise<void> {
  const atRest = async () => {
    const { main, events } = await readTables(stage.instance.run);
    const due = [...main, ...events].filter(({ duePk }) => duePk !== undefined);
    if (due.length === 0) return true;
    const states = Map.groupBy(due, ({ state }) => String(state ?? "unsent"));
    stage.screen.progress(`under way: ${[...states].map(([state, { length }]) => `${length} ${state}`).join(", ")}`);
    return undefined;
  };
  await until("everything to end", atRest, { timeoutMs: REST_TIMEOUT_MS, everyMs: 500 }).catch((error: unknown) => {
    if (!(error instanceof WaitTimeout)) throw error;
  });
}

function expectationsOf(stage: Stage, snapshot: Snapshot, deadLetters: string[]): Expectations {
  const { instance, cards, payments, withdrawals, calls } = stage;
  const mayPark = new Set([
    ...cards.all.map(({ kind, redemptionId }) => kind === "TIMEOUT-NEVER" && redemptionId),
    ...payments.all.map(({ ends, paymentId }) => ends === "NEEDS_REVIEW" && paymentId),
    ...withdrawals.map(({ ends, withdrawalId }) => ends === "NEEDS_REVIEW" && withdrawalId),
  ]);
  const file = (name: string, path: string) => ({ name, text: readFileSync(path, "utf8") });
  // The list of effects is the vendor's own book, and it shows the codes; an export is asked for because it does, and a
  // webhook's secret is told to who has asked for it.
  const isTelling = /\/_sandbox\/|exports$|POST .*\/webhook-endpoints$|rotate-secret$/;
  const answers = calls.filter(({ route }) => !isTelling.test(route)).map(({ body }) => body ?? "");
  return {
    // One machine, one clock.
    access: { cacheMs: LIMITS.demo.apiKeyCacheMs, skewMs: 0 },
    settled: { mayNeedReview: (id) => mayPark.has(id) },
    confidential: {
      secrets: [...cards.all.map(({ code }) => code), ...instance.secrets, ...stage.secrets],
      texts: [
        file("logs/functions.log", join(instance.state, "logs", "functions.log")),
        file("instance.log", instance.logFile),
        { name: "answers", text: answers.join("\n") },
        { name: "dead letters", text: deadLetters.join("\n") },
        { name: "table main", text: textOfRows(snapshot.main) },
        { name: "table transient", text: textOfRows(snapshot.transient) },
        { name: "table events", text: textOfRows(snapshot.events ?? []) },
      ],
    },
  };
}

/** The sandbox's promise: each kind ends in its own way. And what nobody asked for is not there. */
function unexpectedEnds({ cards, payments, withdrawals }: Stage, { main }: Snapshot): Finding[] {
  const states = endStates(main);
  const asked = [
    // A card whose request was never repeated is known to nobody.
    ...cards.all.flatMap(({ kind, redemptionId: id, ends }) => (id ? [{ id, what: `a ${kind} card`, ends }] : [])),
    ...payments.all.map(({ method, paymentId: id = "", ends }) => ({ id, what: `a payment by ${method}`, ends })),
    ...withdrawals.map(({ account, withdrawalId: id, ends }) => ({ id, what: `a withdrawal to ${account}`, ends })),
  ];
  const found = asked.flatMap(({ id, what, ends }): Finding[] => {
    const state = states.get(id);
    if (state === ends) return [];
    const detail = `${what} is ${state ?? "gone"} and must be ${ends}`;
    return [{ invariant: "contract", subject: id || what, detail }];
  });
  const there = main.filter(({ pk, sk }) => pk.startsWith("PAY#") && sk === "HEAD").length;
  if (there === payments.all.length) return found;
  const detail = `${payments.all.length} payments were asked for, and there are ${there}`;
  return [...found, { invariant: "contract", subject: "payments", detail }];
}

/** Redemptions, payments and withdrawals by id. */
export function endStates(main: readonly Row[]): Map<string, string> {
  const heads = main.filter(({ pk, sk }) => sk === "HEAD" && /^(RDM|PAY|WD)#/.test(pk));
  return new Map(
    heads.map(({ redemptionId, paymentId, withdrawalId, state }) => [
      String(redemptionId ?? paymentId ?? withdrawalId),
      String(state),
    ]),
  );
}
