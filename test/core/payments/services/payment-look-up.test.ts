import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Tables } from "../../../../core/foundation/store/table.ts";
import { lookUpPayment, lookUpRefund } from "../../../../core/payments/services/payment-look-up.ts";
import { bodyOf, OPERATOR, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";

let world: PaymentWorld;
beforeEach(async () => {
  world = await PaymentWorld.create();
});
afterEach(() => world.drop());

const look = (paymentId: string) => lookUpPayment(world.deps, OPERATOR, paymentId);
const audits = () => world.world.rows("LOOKUP#", "AUDIT#");
/** All but what a look-up writes of itself. */
const everythingElse = async () => {
  const { items } = await world.world.scan({});
  return items.filter(({ pk }) => !String(pk).startsWith("LOOKUP#"));
};

test("a payment's channel is asked by the charge's key, and what it says is shown with what it names", async () => {
  const paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
  expect(await look(paymentId)).toEqual({
    asked: { provider: "sandbox", key: `${paymentId}#charge` },
    answer: "succeeded",
    providerReference: expect.any(String),
    amount: { amount: 1000, currency: "USD" },
    at: new Date(world.nowMs).toISOString(),
  });
  expect(world.channel.calls.at(-1)).toBe(`query ${paymentId}`);
});

test.each([
  ["declined", "declined"],
  ["action", "unknown"],
  ["unknown-forever", "unknown"],
] as const)("of a charge that is %s it is said %s, and nothing but the look-up is written", async (kind, answer) => {
  const paymentId = paymentIdIn(await world.pay(kind));
  await world.settle();
  const before = await everythingElse();
  expect(await look(paymentId)).toMatchObject({ answer });
  expect(await everythingElse()).toEqual(before);
});

test("a payment that was never sent is asked about, too: its channel does not know it", async () => {
  const paymentId = paymentIdIn(await world.pay("ok"));
  expect(await look(paymentId)).toMatchObject({ answer: "not-found" });
});

test("a refund's channel is asked by the refund's number", async () => {
  const paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
  const { refundId } = bodyOf(await world.refund(paymentId, 400));
  await world.settle();
  const found = await lookUpRefund(world.deps, OPERATOR, refundId);
  expect(found).toMatchObject({ asked: { provider: "sandbox", key: refundId }, answer: "succeeded" });
  expect(found.providerReference).toEqual(expect.any(String));
});

test("each is audited before the vendor is asked: who, what, of which key", async () => {
  const paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
  world.channel.query = async () => {
    expect(await audits()).toHaveLength(1);
    throw new Error("the vendor's package broke");
  };
  expect(await look(paymentId)).toMatchObject({ answer: "unknown" });
  expect(await audits()).toMatchObject([
    {
      by: OPERATOR.keyId,
      action: "vendor asked",
      at: world.nowMs,
      detail: { provider: "sandbox", key: `${paymentId}#charge` },
    },
  ]);
});

test("the same thing is asked about every five seconds at most, and another one meanwhile", async () => {
  const paymentId = paymentIdIn(await world.pay("ok"));
  const other = paymentIdIn(await world.pay("ok", { orderNo: "order-2" }));
  await world.settle();
  await look(paymentId);
  world.world.nowMs += 1000;
  await expect(look(paymentId)).rejects.toMatchObject({ code: "look-up-too-soon", retryAfterMs: 4000 });
  await look(other);
  world.world.nowMs += 4000;
  await look(paymentId);
  expect(await audits()).toHaveLength(3);
});

test("of two processes that ask at once, one does", async () => {
  const paymentId = paymentIdIn(await world.pay("ok"));
  await world.settle();
  const asked = world.channel.calls.length;
  const process = () => new Tables({ ...world.world.tables, fraction: Math.random, pause: async () => undefined });
  const results = await Promise.allSettled(
    [process(), process()].map((tables) => lookUpPayment({ ...world.deps, tables }, OPERATOR, paymentId)),
  );
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(world.channel.calls.length).toBe(asked + 1);
  expect(await audits()).toHaveLength(1);
});

test("what does not exist is not found, and nobody is asked", async () => {
  const unique = "01JZZZZZZZZZZZZZZZZZZZZZZZ";
  await expect(look(`pay_acme_${unique}`)).rejects.toMatchObject({ code: "not-found" });
  await expect(lookUpRefund(world.deps, OPERATOR, `ref_acme_${unique}`)).rejects.toMatchObject({ code: "not-found" });
  expect(world.channel.calls).toEqual([]);
  expect(await audits()).toEqual([]);
});
