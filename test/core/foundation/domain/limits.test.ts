import { describe, expect, test } from "@jest/globals";
import { CONTRACT, LIMITS, type Limits, type LimitsProfile } from "../../../../core/foundation/domain/limits.ts";
import { FUNCTIONS, type FunctionName, type FunctionRow } from "../../../../lib/functions.ts";
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
  webhook: number;
  payout: number;
  notification: number;
  /** Of a step that fails until it is given up: each try until its function is killed, and the waits between. */
  allTries: number;
}

type Relation = (limits: Limits, timeouts: Timeouts, skewMs: number) => [less: number, more: number];

const timeoutMs = (name: FunctionName, limits: Limits) => FUNCTIONS[name].timeoutSeconds(limits) * 1000;
const visibilityMs = (name: FunctionName, limits: Limits) => 6 * timeoutMs(name, limits);

/** Each is an argument of the protocol, or of whoever watches it. */
const RELATIONS: Record<string, Relation> = {
  "a webhook's call ends before its function is killed, and there is time to record it": (l) => [
    l.delivery.callTimeoutMs + WRITE_RESERVE_MS,
    l.delivery.timeoutSeconds * 1000,
  ],
  "a live sender of webhooks is never robbed of its lease": (l) => [
    l.delivery.timeoutSeconds * 1000,
    l.delivery.leaseMs,
  ],
  "what an exchange does not find after the settle window can have no effect any more": (l, t, skew) => [
    t.worker + l.exchange.inFlightMs + skew,
    l.exchange.settleMs,
  ],
  "what a channel does not find of a charge after the settle window can have no effect any more": (l, t, skew) => [
    t.step + l.charge.inFlightMs + skew,
    l.charge.settleMs,
  ],
  "what a channel does not find of a refund after the settle window can have no effect any more": (l, t, skew) => [
    t.refund + l.refund.inFlightMs + skew,
    l.refund.settleMs,
  ],
  "what a provider does not find of a payout after the settle window can have no effect any more": (l, t, skew) => [
    t.payout + l.withdrawal.inFlightMs + skew,
    l.withdrawal.settleMs,
  ],
  "what a sender does not find of a notification after the settle window can have no effect any more": (l, t, skew) => [
    t.notification + l.notification.inFlightMs + skew,
    l.notification.settleMs,
  ],
  "a live notification worker is never robbed of its lease": (l, t) => [t.notification, l.notification.leaseMs],
  "the last send of a notification is settled before its sender forgets its key": ({ notification }) => [
    notification.settleMs + notification.retentionMarginMs,
    notification.keyRetentionMs,
  ],
  "a notification may be sent for longer than a worker that was lost before its intent keeps it": (l) => [
    l.notification.leaseMs + l.sweepGraceMs,
    l.notification.lifetimeMs,
  ],
  "a live worker is never robbed of its lease": (l, t) => [t.worker, l.exchange.leaseMs],
  "a live refund worker is never robbed of its lease": (l, t) => [t.refund, l.refund.leaseMs],
  "a live payout worker is never robbed of its lease": (l, t) => [t.payout, l.withdrawal.leaseMs],
  "a live batch request is never resumed by its twin": (l, t) => [t.http, l.batchLeaseMs],
  "a saga step with all its tries fits its lease": (l, t) => [t.allTries, l.saga.leaseMs],
  "a wait for the customer ends so early that the step after it fits its lease, too": (l, t) => [
    l.sweepGraceMs + t.allTries,
    l.saga.leaseMs,
  ],
  "a message that comes again after its worker has died finds the redemption's lease over": (l) => [
    l.exchange.leaseMs,
    visibilityMs("redemption-worker", l),
  ],
  "a message that comes again after its worker has died finds the refund's lease over": (l) => [
    l.refund.leaseMs,
    visibilityMs("refund-worker", l),
  ],
  "a message that comes again after its worker has died finds the withdrawal's lease over": (l) => [
    l.withdrawal.leaseMs,
    visibilityMs("withdrawal-worker", l),
  ],
  "a call to the exchange and the writes after it fit into the worker's time": (l, t) => [
    l.exchange.callTimeoutMs + WRITE_RESERVE_MS,
    t.worker,
  ],
  "a charge and the writes after it fit into the time of a step": (l, t) => [
    l.charge.callTimeoutMs + WRITE_RESERVE_MS,
    t.step,
  ],
  "a refund and the writes after it fit into the time of its worker": (l, t) => [
    l.refund.callTimeoutMs + WRITE_RESERVE_MS,
    t.refund,
  ],
  "a payout and the writes after it fit into the time of its worker": (l, t) => [
    l.withdrawal.callTimeoutMs + WRITE_RESERVE_MS,
    t.payout,
  ],
  "the last send of a payout is settled before any provider forgets its key": ({ withdrawal }) => [
    withdrawal.settleMs + withdrawal.retentionMarginMs,
    Math.min(...Object.values(withdrawal.keyRetentionMs)),
  ],
  "the margin before a provider forgets a key covers clocks that differ": ({ withdrawal }, _, skew) => [
    skew,
    withdrawal.retentionMarginMs,
  ],
  "a payout that has got lost is sent once more before its provider forgets it, and before it is parked": (l) => [
    l.withdrawal.settleMs + l.withdrawal.callTimeoutMs,
    Math.min(
      l.withdrawal.ageMaxMs,
      Math.min(...Object.values(l.withdrawal.keyRetentionMs)) - l.withdrawal.settleMs - l.withdrawal.retentionMarginMs,
    ),
  ],
  "a withdrawal may be sent for longer than a worker that was lost before its intent keeps it": (l) => [
    l.withdrawal.leaseMs + l.sweepGraceMs,
    l.withdrawal.lifetimeMs,
  ],
  "a question about a trade and the writes after it fit into the time of the webhooks' worker": (l, t) => [
    l.webhook.callTimeoutMs + WRITE_RESERVE_MS,
    t.webhook,
  ],
  "an HTTP function answers before the gateway stops waiting": (_, t) => [t.http, GATEWAY_MS],
  "a redemption's age limit leaves room for all its sends and their settle windows": (l) => [
    CONTRACT.sendsMax * (l.exchange.settleMs + l.exchange.callTimeoutMs),
    l.exchange.ageMaxMs,
  ],
  "a refund's age limit leaves room for all its sends and their settle windows": (l) => [
    CONTRACT.refundSendsMax * (l.refund.settleMs + l.refund.callTimeoutMs),
    l.refund.ageMaxMs,
  ],
  "a charge that stays unknown is parked only after it was asked about once more after its settle window": (l) => [
    l.charge.settleMs + l.charge.backoffMaxMs,
    l.charge.ageMaxMs,
  ],
  "a charge that has got lost can be sent again while its customer may still pay": (l) => [
    l.charge.settleMs + l.charge.callTimeoutMs,
    l.orderExpiryMs,
  ],
  "whoever has begun with a secret as it was has ended when everybody is said to know the next one": (l, _, skew) => [
    l.secretKeptMs + l.secretCacheMs + longestWithVaultMs(l) + 2 * skew,
    l.secretSettledMs,
  ],
  "an idempotency record outlives every partial batch's lease": (l) => [l.batchLeaseMs, CONTRACT.idempotencyTtlMs],
};

/** The first may be as large as the second. */
const BOUNDS: Record<string, Relation> = {
  "the sweeper looks as far ahead as its own period, so that no due row falls between two sweeps": (l) => [
    SWEEP_PERIOD_MS,
    l.sweepHorizonMs,
  ],
  "a notification that stays unknown is parked only when no send of it can take effect any more": ({
    notification,
  }) => [notification.settleMs, notification.ageMaxMs],
  "a notification's longest wait fits a queue's delay": (l) => [l.notification.backoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a payout that stays unknown is parked only when no send of it can take effect any more": ({ withdrawal }) => [
    withdrawal.settleMs,
    withdrawal.ageMaxMs,
  ],
  "a payout's longest wait fits a queue's delay": (l) => [l.withdrawal.backoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a payout's waits grow": (l) => [2 * l.withdrawal.backoffMs, l.withdrawal.backoffMaxMs],
  "what the sweeper hands out early fits a queue's delay": (l) => [l.sweepHorizonMs, QUEUE_DELAY_MAX_MS],
  "a lookup's longest wait fits a queue's delay": (l) => [l.exchange.backoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a busy account's longest wait fits a queue's delay": (l) => [l.yield.backoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a failed job's longest wait fits a queue's delay": (l) => [l.jobs.backoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a refund's longest wait fits a queue's delay": (l) => [l.refund.backoffMaxMs, QUEUE_DELAY_MAX_MS],
  "a lookup's waits grow": (l) => [2 * l.exchange.backoffMs, l.exchange.backoffMaxMs],
  "a busy account's waits grow": (l) => [2 * l.yield.backoffMs, l.yield.backoffMaxMs],
  "a failed job's waits grow": (l) => [2 * l.jobs.backoffMs, l.jobs.backoffMaxMs],
  "a charge's waits grow": (l) => [2 * l.charge.backoffMs, l.charge.backoffMaxMs],
  "a refund's waits grow": (l) => [2 * l.refund.backoffMs, l.refund.backoffMaxMs],
  "a busy wallet's waits grow": (l) => [2 * l.wallet.backoffMs, l.wallet.backoffMaxMs],
  "the waits of a webhook for its saga grow": (l) => [2 * l.webhook.backoffMs, l.webhook.backoffMaxMs],
};

/** Of the functions that have pepper or cipher. */
function longestWithVaultMs(limits: Limits): number {
  const rows = Object.values(FUNCTIONS) as FunctionRow[];
  const withVault = rows.filter(({ secrets = [] }) => secrets.some((name) => name === "pepper" || name === "cipher"));
  return Math.max(...withVault.map(({ timeoutSeconds }) => timeoutSeconds(limits) * 1000));
}

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
    webhook: timeoutMs("webhook-worker", limits),
    payout: timeoutMs("withdrawal-worker", limits),
    notification: timeoutMs("notification-worker", limits),
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

test.each(Object.keys(LIMITS) as LimitsProfile[])(
  "%s: no function that tells of events lives as long as they wait to be counted",
  (profile) => {
    const tells = Object.values(FUNCTIONS).filter(({ access }: FunctionRow) =>
      access.some(({ on, rows, may }) => on === "events" && rows.includes("EVT#") && may.includes("PutItem")),
    );
    expect(tells.length).toBeGreaterThan(10);
    const lives = tells.map(({ timeoutSeconds }: FunctionRow) => timeoutSeconds(LIMITS[profile]) * 1000);
    expect(Math.max(...lives) + CLOCK_SKEW_MS[profile]).toBeLessThan(LIMITS[profile].countMarginMs);
  },
);

test("in production the sweeper meets only what was lost: a row's own message comes first", () => {
  expect(LIMITS.production.sweepGraceMs).toBeGreaterThan(LIMITS.production.sweepHorizonMs);
});

test("an atomic batch fits one DynamoDB transaction, with its key and its batch row", () => {
  expect(CONTRACT.atomicBatchMaxItems * 3 + 2).toBeLessThanOrEqual(100);
});

test("sums of the largest amounts stay exact", () => {
  expect(Number.isSafeInteger(CONTRACT.amountMax * 1000)).toBe(true);
});
