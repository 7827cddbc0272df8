import { describe, expect, test } from "@jest/globals";
import { CONTRACT, LIMITS, type Limits, type LimitsProfile } from "../../../../core/foundation/domain/limits.ts";
import { FUNCTIONS, type FunctionName } from "../../../../lib/functions.ts";
import { paymentMachine } from "../../../../lib/payment-machine.ts";
import type { Definition } from "../../../../local/step-functions/definition.ts";
import { Interpreter } from "../../../../local/step-functions/interpreter.ts";

/** The gateway gives up on a function, and SQS takes no longer delay. */
const GATEWAY_MS = 30_000;
const QUEUE_DELAY_MAX_MS = 900_000;
const SWEEP_PERIOD_MS = 60_000;
/** What the writes after a call need of a function's time. */
const WRITE_RESERVE_MS = 1_000;
/** How far clocks may differ: of servers that are not watched; the demo's numbers are for the sandbox, on clocks that are. */
const CLOCK_SKEW_MS: Record<LimitsProfile, number> = { production: 30_000, demo: 500 };

interface Timeouts {
  worker: number;
  http: number;
  step: number;
  refund: number;
  /** Of a step that fails until it is given up: each try until its function is killed, and the waits between. */
  allTries: number;
}

type Relation = (limits: Limits, timeouts: Timeouts, skewMs: number) => [less: number, more: number];

const timeoutMs = (name: FunctionName, limits: Limits) => FUNCTIONS[name].timeoutSeconds(limits) * 1000;
const visibilityMs = (name: FunctionName, limits: Limits) => 6 * timeoutMs(name, limits);

/** Each is an argument of the protocol, or of whoever watches it. */
const RELATIONS: Record<string, Relation> = {
  "what an exchange does not find after the settle window can have no effect any more": (l, t, skew) => [
    t.worker + l.exchangeInFlightMs + skew,
    l.settleMs,
  ],
  "what a channel does not find after the settle window can have no effect any more": (l, t, skew) => [
    Math.max(t.step, t.refund) + l.channelInFlightMs + skew,
    l.channelSettleMs,
  ],
  "a live worker is never robbed of its lease": (l, t) => [t.worker, l.leaseMs],
  "a live refund worker is never robbed of its lease": (l, t) => [t.refund, l.refundLeaseMs],
  "a live batch request is never resumed by its twin": (l, t) => [t.http, l.batchLeaseMs],
  "a saga step with all its tries fits its lease": (l, t) => [t.allTries, l.sagaLeaseMs],
  "a wait for the customer ends so early that the step after it fits its lease, too": (l, t) => [
    l.sweepGraceMs + t.allTries,
    l.sagaLeaseMs,
  ],
  "a message that comes again after its worker has died finds the redemption's lease over": (l) => [
    l.leaseMs,
    visibilityMs("redemption-worker", l),
  ],
  "a message that comes again after its worker has died finds the refund's lease over": (l) => [
    l.refundLeaseMs,
    visibilityMs("refund-worker", l),
  ],
  "a call to the exchange and the writes after it fit into the worker's time": (l, t) => [
    l.exchangeCallTimeoutMs + WRITE_RESERVE_MS,
    t.worker,
  ],
  "a call to a channel and the writes after it fit into the time of a step and of the refund worker": (l, t) => [
    l.channelCallTimeoutMs + WRITE_RESERVE_MS,
    Math.min(t.step, t.refund),
  ],
  "an HTTP function answers before the gateway stops waiting": (_, t) => [t.http, GATEWAY_MS],
  "a redemption's age limit leaves room for all its sends and their settle windows": (l) => [
    CONTRACT.sendsMax * (l.settleMs + l.exchangeCallTimeoutMs),
    l.redemptionAgeMaxMs,
  ],
  "a refund's age limit leaves room for all its sends and their settle windows": (l) => [
    CONTRACT.refundSendsMax * (l.channelSettleMs + l.channelCallTimeoutMs),
    l.refundAgeMaxMs,
  ],
  "a charge that stays unknown is parked only after it was asked about once more after its settle window": (l) => [
    l.channelSettleMs + l.channelBackoffMaxMs,
    l.channelDoubtMaxMs,
  ],
  "a charge that has got lost can be sent again while its customer may still pay": (l) => [
    l.channelSettleMs + l.channelCallTimeoutMs,
    l.orderExpiryMs,
  ],
  "an idempotency record outlives every partial batch's lease": (l) => [l.batchLeaseMs, CONTRACT.idempotencyTtlMs],
};

/** The first may be as large as the second. */
const BOUNDS: Record<string, Relation> = {
  "the sweeper looks as far ahead as its own period, so that no due row falls between two sweeps": (l) => [
    SWEEP_PERIOD_MS,
    l.sweepHorizonMs,
  ],
  "what the sweeper hands out early fits a queue's delay": (l) => [l.sweepHorizonMs, QUEUE_DELAY_MAX_MS],
  "a lookup's longest wait fits a queue's delay": (l) => [l.lookupBackoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a busy account's longest wait fits a queue's delay": (l) => [l.yieldBackoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a failed job's longest wait fits a queue's delay": (l) => [l.jobBackoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a channel's longest wait fits a queue's delay": (l) => [l.channelBackoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a lookup's waits grow": (l) => [2 * l.lookupBackoffMs, l.lookupBackoffMaxMs],
  "a busy account's waits grow": (l) => [2 * l.yieldBackoffMs, l.yieldBackoffMaxMs],
  "a failed job's waits grow": (l) => [2 * l.jobBackoffMs, l.jobBackoffMaxMs],
  "a channel's waits grow": (l) => [2 * l.channelBackoffMs, l.channelBackoffMaxMs],
  "the waits of a webhook for its saga grow": (l) => [2 * l.webhookBackoffMs, l.webhookBackoffMaxMs],
};

/** Every Task of the deployed definition, tried until it is given up. */
function longestTriesMs(limits: Limits): number {
  const definition = paymentMachine("function", limits) as Definition;
  const machine = new Interpreter(definition, () => 1);
  const tasks = Object.entries(definition.States).filter(([, { Type }]) => Type === "Task");
  const tries = tasks.map(([name]) => {
    let ms = timeoutMs("payment-saga", limits);
    for (
      let move = machine.failed({ name, input: {}, tries: [] }, { error: "Error", cause: "" });
      move.kind === "retry";
      move = machine.failed(move.visit, { error: "Error", cause: "" })
    ) {
      ms += move.afterSeconds * 1000 + timeoutMs("payment-saga", limits);
    }
    return ms;
  });
  return Math.max(...tries);
}

describe.each(Object.keys(LIMITS) as LimitsProfile[])("with the %s limits", (profile) => {
  const limits = LIMITS[profile];
  const timeouts: Timeouts = {
    worker: timeoutMs("redemption-worker", limits),
    http: timeoutMs("setup-api", limits),
    step: timeoutMs("payment-saga", limits),
    refund: timeoutMs("refund-worker", limits),
    allTries: longestTriesMs(limits),
  };

  test.each(Object.entries(RELATIONS))("%s", (_rule, relation) => {
    const [less, more] = relation(limits, timeouts, CLOCK_SKEW_MS[profile]);
    expect(less).toBeLessThan(more);
  });

  test.each(Object.entries(BOUNDS))("%s", (_rule, relation) => {
    const [less, more] = relation(limits, timeouts, CLOCK_SKEW_MS[profile]);
    expect(less).toBeLessThanOrEqual(more);
  });
});

test("in production the sweeper meets only what was lost: a row's own message comes first", () => {
  expect(LIMITS.production.sweepGraceMs).toBeGreaterThan(LIMITS.production.sweepHorizonMs);
});

test("an atomic batch fits one DynamoDB transaction, with its key and its batch row", () => {
  expect(CONTRACT.atomicBatchMaxItems * 3 + 2).toBeLessThanOrEqual(100);
});

test("sums of the largest amounts stay exact", () => {
  expect(Number.isSafeInteger(CONTRACT.amountMax * 1000)).toBe(true);
});
