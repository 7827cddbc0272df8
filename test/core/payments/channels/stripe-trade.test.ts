import { expect, test } from "@jest/globals";
import { stripeWorld } from "./stripe-world.ts";

const world = stripeWorld();
const trade = (providerReference: string) => world.channel.trade?.({ providerReference, timeoutMs: 5000 });

test("a trade is asked whose it is and what has gone back of it, by whoever", async () => {
  const intentId = await world.paid();
  expect(await trade(intentId)).toEqual({
    outcome: "found",
    paymentId: world.paymentId,
    refunded: { amount: 0, currency: "USD" },
  });
  await world.channel.refund(world.refundCall("ref_1", 500, intentId));
  world.double.refunds.push({ id: "re_x", metadata: {}, status: "succeeded", amount: 300, payment_intent: intentId });
  expect(await trade(intentId)).toMatchObject({ refunded: { amount: 800, currency: "USD" } });
});

test("a trade that does not exist, and one that was never charged", async () => {
  expect(await trade("pi_nobody")).toEqual({ outcome: "not-found" });
  await world.charge("pm_card_chargeDeclined");
  const [intentId] = [...world.double.intents.keys()];
  expect(await trade(String(intentId))).toMatchObject({ outcome: "found", refunded: { amount: 0 } });
});

test.each([
  ["another trade", { id: "pi_other" }],
  ["no charge in it", { latest_charge: "ch_1" }],
  ["half an amount", { latest_charge: { object: "charge", amount_refunded: 0.5 } }],
])("an answer with %s is not believed", async (_, change) => {
  const intentId = await world.paid();
  const charge = { object: "charge", amount_refunded: 500 };
  const answer = { ...world.double.intents.get(intentId), latest_charge: charge, ...change };
  world.double.interceptWith((response) => void response.end(JSON.stringify(answer)));
  expect(await trade(intentId)).toEqual({ outcome: "unknown", reason: "response-invalid" });
});

test("a refund of what the customer's bank has taken is refused for good", async () => {
  const intentId = await world.paid();
  const error = { type: "invalid_request_error", code: "charge_disputed", message: "charged back" };
  world.double.interceptWith((response) => void response.writeHead(400).end(JSON.stringify({ error })), 1);
  const refund = await world.channel.refund(world.refundCall("ref_2", 500, intentId));
  expect(refund).toEqual({ outcome: "declined", reason: "refused" });
});
