import { afterEach, expect, test } from "@jest/globals";
import { AMOUNT, bodyOf, PaymentWorld, paymentIdIn } from "../../support/payment-world.ts";

let world: PaymentWorld;
afterEach(() => world.drop());

test("a payment that goes well ends in wallet, ledger, order, payment and saga", async () => {
  world = await PaymentWorld.create();
  const answer = await world.pay("ok");
  expect(answer.httpStatus).toBe(202);
  expect(bodyOf(answer)).toMatchObject({ status: "PROCESSING" });
  await world.settle();
  console.log(world.world.requests.length, world.machine.executions.values().next().value, world.machine.errors, world.deadLetters);
  const [payment] = await world.payments();
  expect(payment).toMatchObject({ state: "SUCCEEDED", outcome: "succeeded", refundable: AMOUNT.amount, refunded: 0 });
  expect(paymentIdIn(answer)).toBe(payment?.paymentId);
});
