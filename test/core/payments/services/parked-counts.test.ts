import { afterEach, expect, test } from "@jest/globals";
import type { MetricName } from "../../../../core/foundation/domain/metrics.ts";
import { PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { World } from "../../../support/world.ts";
import { submit } from "../../redemptions/services/submitting.ts";

const PARKED = ["RedemptionParked", "SagaParked", "RefundParked", "ChargeParked"] as const satisfies MetricName[];

let drop = async () => {};
afterEach(() => drop());

const countsOf = ({ counts }: World) => PARKED.map((name) => counts.get(name) ?? 0);

async function payments(): Promise<PaymentWorld> {
  const world = await PaymentWorld.create();
  drop = () => world.drop();
  return world;
}

test("a redemption that is parked is counted as it is parked, each one", async () => {
  const world = await World.create({ behaviour: () => "never" });
  drop = () => world.drop();
  const planId = await world.plan();
  for (const code of ["NEVER-0001", "NEVER-0002"]) {
    await world.account();
    await submit(world, { planId, code });
  }
  await world.settle();
  expect(countsOf(world)).toEqual([2, 0, 0, 0]);
});

test("a saga that is parked is counted as it is parked", async () => {
  const world = await payments();
  await world.pay("unknown-forever");
  await world.settle();
  expect(countsOf(world.world)).toEqual([0, 1, 0, 0]);
});

test("a refund that is parked is counted as it is parked", async () => {
  const world = await payments();
  const paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
  world.channel.refunds = "unknown-forever";
  await world.refund(paymentId);
  await world.settle(3000);
  expect(countsOf(world.world)).toEqual([0, 0, 1, 0]);
});

test("money that matches no payment is counted once for each trade, however often its vendor tells of it", async () => {
  const world = await payments();
  const paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
  const event = world.channel.event(paymentId, "paid", { eventId: "second", providerReference: "trade-2" });
  for (const eventId of ["second", "told again"]) await world.webhook({ ...event, eventId });
  await world.settle();
  expect(countsOf(world.world)).toEqual([0, 0, 0, 1]);
  const [amount, currency] = [1, "USD"];
  await world.webhook({ ...event, eventId: "third", providerReference: "trade-3", amount: { amount, currency } });
  await world.settle();
  expect(countsOf(world.world)).toEqual([0, 0, 0, 2]);
});

test("noise that anybody can make and verified events that do not fit are two figures", async () => {
  const world = await payments();
  const paymentId = paymentIdIn(await world.pay("action"));
  await world.settle();
  const event = world.channel.event(paymentId, "declined", { orderNo: "another" });
  const { counts } = world.world;
  await expect(world.webhook(event, "forged")).rejects.toThrow();
  expect([counts.get("WebhookUnverified"), counts.get("WebhookMismatch")]).toEqual([1, undefined]);
  await world.webhook(event);
  await world.settle();
  expect([counts.get("WebhookUnverified"), counts.get("WebhookMismatch")]).toEqual([1, 1]);
  // It tells of no money: nobody has to look.
  expect(countsOf(world.world)).toEqual([0, 0, 0, 0]);
});
