import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import type { MetricName } from "../../../../core/foundation/domain/metrics.ts";
import { sweepWebhooks } from "../../../../core/payments/services/payment-sweep.ts";
import { applyWebhook } from "../../../../core/payments/services/webhook-work.ts";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";

const MINUTE_MS = 60_000;

let world: PaymentWorld;
let paymentId: string;
let measured: [name: MetricName, value: number][];

beforeEach(async () => {
  const { sweepGraceMs, webhook } = LIMITS.production;
  world = await PaymentWorld.create({ limits: { sweepGraceMs, webhook } });
  measured = [];
  world.deps.metrics.gauge = (name, value) => void measured.push([name, value]);
  paymentId = paymentIdIn(await world.pay("action"));
  await world.settle();
});
afterEach(() => world.drop());

const valuesOf = (name: MetricName) => measured.filter(([each]) => each === name).map(([, value]) => value);

/** As a hand would put it: its saga is parked after the charge was closed, or is on its way back. */
async function spoilSaga(change: object): Promise<void> {
  const [saga] = await world.sagas();
  await world.spoil({ ...saga, ...change });
}

/** The minutes pass, each with its sweep, and messages are received when they may be; how often the webhook was looked at. */
async function pass(minutes: number): Promise<number> {
  let looks = 0;
  for (let minute = 0; minute < minutes; minute++) {
    world.world.nowMs += MINUTE_MS;
    await sweepWebhooks(world.deps);
    const jobs = world.world.jobs.splice(0);
    looks += jobs.length;
    world.world.jobs.push(...jobs);
    await world.deliverJobs("webhooks");
  }
  return looks;
}

test("a webhook whose saga has to end first is looked at less and less often, and applied soon after it has", async () => {
  await spoilSaga({ state: "COMPENSATING" });
  await world.webhook(world.channel.event(paymentId, "paid"));
  await world.relay();
  await world.deliverJobs("webhooks");

  expect(await pass(30)).toBeLessThanOrEqual(9);
  expect(await pass(30)).toBeLessThanOrEqual(3);

  await spoilSaga({ state: "COMPENSATED" });
  const [payment] = await world.payments();
  await world.spoil({ ...payment, state: "CANCELLED", outcome: "cancelled" });
  const endedAt = world.nowMs;
  while ((await world.inbox())[0]?.state === "RECEIVED") await pass(1);
  expect(await world.inbox()).toMatchObject([{ state: "APPLIED", result: "late success" }]);
  expect(world.nowMs - endedAt).toBeLessThanOrEqual(LIMITS.production.webhook.backoffMaxMs + 2 * MINUTE_MS);
  expect(valuesOf("InboxLag")).toEqual([world.nowMs - (await receivedAt())]);
});

test("how long a webhook has been waiting for its saga is measured while it waits, and is not its worker's fault", async () => {
  await spoilSaga({ state: "COMPENSATING" });
  await world.webhook(world.channel.event(paymentId, "paid"));
  await world.deliverWebhooks();

  await pass(30);

  const ages = valuesOf("InboxHeldAge");
  expect(ages).toEqual(ages.toSorted((one, other) => one - other));
  expect(ages.at(-1)).toBeGreaterThan(30 * MINUTE_MS - LIMITS.production.webhook.backoffMaxMs - 2 * MINUTE_MS);
  expect(valuesOf("InboxAge")).toEqual([]);
});

test("a webhook whose messages are lost, or whose worker fails, is measured while it is still open", async () => {
  await world.webhook(world.channel.act(paymentId, "paid"));
  for (let minute = 0; minute < 10; minute++) {
    world.world.nowMs += MINUTE_MS;
    await sweepWebhooks(world.deps);
    world.world.jobs.length = 0;
  }
  expect(Math.max(...valuesOf("InboxAge"))).toBeGreaterThanOrEqual(8 * MINUTE_MS);
  expect(valuesOf("InboxHeldAge")).toEqual([]);
  expect(valuesOf("InboxLag")).toEqual([]);
});

test("a webhook that has waited for its saga and whose worker fails since is its worker's fault", async () => {
  await spoilSaga({ state: "COMPENSATING" });
  await world.webhook(world.channel.event(paymentId, "paid"));
  await world.deliverWebhooks();
  await pass(10);
  expect(valuesOf("InboxAge")).toEqual([]);
  const [saga] = await world.sagas();
  await world.forget(String((saga as { pk?: string })?.pk));
  measured = [];
  await pass(30);
  expect(Math.max(...valuesOf("InboxAge"))).toBeGreaterThan(30 * MINUTE_MS);
});

test("a webhook whose vendor does not say whose it is waits for no saga", async () => {
  const { paymentId: _, ...event } = world.channel.event(paymentId, "refunded", { providerReference: "trade-1" });
  Object.assign(world.port, { trade: async () => ({ outcome: "unknown", reason: "timeout" }) });
  world.accounts.push("acme");
  await world.webhook(event);
  await world.deliverWebhooks();
  await pass(10);
  expect(valuesOf("InboxHeldAge")).toEqual([]);
  expect(Math.max(...valuesOf("InboxAge"))).toBeGreaterThan(5 * MINUTE_MS);
});

test("a webhook that waits for a bank's decision is nobody's delay", async () => {
  await world.webhook(world.channel.act(paymentId, "paid"));
  await world.settle();
  const trade = `trade-${paymentId}`;
  await world.webhook(
    world.channel.event(paymentId, "disputed", {
      providerReference: trade,
      dispute: { reference: "dp_1", status: "needs_response", stage: "taken" },
    }),
  );
  await world.deliverWebhooks();
  await world.webhook(world.channel.giveBack(paymentId, 300));
  await world.deliverWebhooks();
  measured = [];
  await pass(60);
  expect(await world.dueRows()).toMatchObject([{ held: { by: "bank" } }]);
  expect([...valuesOf("InboxAge"), ...valuesOf("InboxHeldAge")]).toEqual([]);
});

test("webhooks that cannot be measured are sent all the same, and the sweep fails", async () => {
  await world.webhook(world.channel.act(paymentId, "paid"));
  world.world.nowMs += 10 * MINUTE_MS;
  const { tables } = world.deps;
  const { getMany } = tables;
  tables.getMany = async () => {
    throw new Error("too busy");
  };
  await expect(sweepWebhooks(world.deps)).rejects.toThrow("too busy");
  tables.getMany = getMany;
  expect(world.world.jobs).toMatchObject([{ job: { queue: "webhooks" } }]);
});

test.each([
  ["second charge", { providerReference: "trade-2" }, "ok"],
  ["other-amount", { amount: { amount: 1, currency: "USD" } }, "action"],
] as const)("from receipt to its end is measured of %s too", async (result, change, kind) => {
  const other = paymentIdIn(await world.pay(kind, { orderNo: "order-2" }));
  await world.settle();
  const event = { ...world.channel.event(other, "paid"), ...change, eventId: "e" };
  await world.webhook(event);
  world.world.nowMs += 1000;
  measured = [];
  await applyWebhook(world.deps, { tenantId: "acme", channel: "sandbox", eventId: "e" }, world.remaining);
  expect((await world.inbox()).map((row) => row.result)).toContain(result);
  expect(valuesOf("InboxLag")).toEqual([1000]);
});

async function receivedAt(): Promise<number> {
  const [row] = await world.rows<{ receivedAt: number }>("INBOX#");
  return row?.receivedAt ?? 0;
}
