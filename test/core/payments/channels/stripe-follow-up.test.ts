import { describe, expect, test } from "@jest/globals";
import { AMOUNT, stripeWorld } from "./stripe-world.ts";
import { hangUp, send } from "./vendor-double.ts";

const world = stripeWorld();

describe("a charge whose answer was lost", () => {
  const lose = async (method: string) => {
    world.double.answerWith(hangUp, 1);
    expect(await world.charge(method)).toEqual({ outcome: "unknown", reason: "connection-failed" });
  };

  test("is found by search", async () => {
    await lose("pm_card_visa");
    expect(await world.query()).toMatchObject({ outcome: "succeeded", amount: AMOUNT });
  });

  test("is found in the list while the search lags behind, on whatever page", async () => {
    world.double.searchable = false;
    world.double.strangers = 250;
    await lose("pm_card_visa");
    expect(await world.query()).toMatchObject({ outcome: "succeeded", amount: AMOUNT });
    expect(world.double.calls.filter(({ method }) => method === "GET")).toHaveLength(1 + 3);
  });

  test("is found when the search is refused", async () => {
    await lose("pm_card_visa");
    world.double.interceptWith(send(400, { error: { type: "invalid_request_error" } }), 1);
    expect(await world.query()).toMatchObject({ outcome: "succeeded" });
  });

  test("is not declared missing when the list is too long to be read", async () => {
    world.double.strangers = 2000;
    expect(await world.query()).toEqual({ outcome: "unknown", reason: "response-too-large" });
  });

  test("is not declared missing for an id without a time", async () => {
    const odd = { ...world.ref(), paymentId: "pay_acme_1" };
    expect(await world.channel.query(odd)).toEqual({ outcome: "unknown", reason: "response-invalid" });
  });

  test("never asks by sending the charge again", async () => {
    expect(await world.query()).toEqual({ outcome: "not-found" });
    expect(world.double.calls.every(({ method }) => method === "GET")).toBe(true);
    expect(world.double.intents.size).toBe(0);
  });
});

describe("query by reference", () => {
  test.each([
    ["pm_card_visa", { outcome: "succeeded" }],
    ["pm_card_threeDSecure2Required", { outcome: "requires-action" }],
    ["pm_usBankAccount", { outcome: "unknown", reason: "pending" }],
    ["pm_card_chargeDeclined", { outcome: "declined", reason: "card-declined" }],
  ])("%s", async (method, expected) => {
    await world.charge(method);
    const [id] = world.double.intents.keys();
    expect(await world.query(id)).toMatchObject(expected);
    expect(world.double.calls.at(-1)?.url.pathname).toBe(`/v1/payment_intents/${id}`);
  });

  test("an answer about another intent is not believed", async () => {
    await world.charge("pm_card_visa");
    const [id] = world.double.intents.keys();
    world.double.interceptWith(send(200, { ...world.double.intents.get(String(id)), id: "pi_other" }));
    expect(await world.query(id)).toEqual({ outcome: "unknown", reason: "response-invalid" });
  });
});

describe("cancel", () => {
  test("closes what is open, as often as it is asked", async () => {
    await world.charge("pm_card_threeDSecure2Required");
    expect(await world.cancel()).toEqual({ outcome: "cancelled", amount: 0 });
    expect(await world.cancel()).toEqual({ outcome: "cancelled", amount: 0 });
    expect(await world.query()).toEqual({ outcome: "declined", reason: "refused" });
  });

  test("finds that it is too late", async () => {
    await world.charge("pm_card_visa");
    expect(await world.cancel()).toMatchObject({
      outcome: "captured",
      amount: AMOUNT,
      providerReference: expect.any(String),
    });
  });

  test("finds that the customer was faster", async () => {
    await world.charge("pm_card_threeDSecure2Required");
    const intent = [...world.double.intents.values()][0];
    world.double.interceptWith((response, call) => {
      send(200, intent)(response, call);
      Object.assign(intent ?? {}, { status: "succeeded", amount_received: 1999 });
    }, 1);
    expect(await world.cancel(intent?.id)).toMatchObject({ outcome: "captured", amount: AMOUNT });
  });

  test("does not give up what is processing", async () => {
    await world.charge("pm_usBankAccount");
    expect(await world.cancel()).toEqual({ outcome: "unknown", reason: "request-refused" });
  });

  test("before the charge has come uses its key up, so that it never takes effect", async () => {
    expect(await world.cancel()).toEqual({ outcome: "cancelled", amount: 0 });
    expect(await world.charge("pm_card_visa")).toEqual({ outcome: "unknown", reason: "request-refused" });
    expect(world.double.captured()).toBe(0);
    expect(await world.query()).toEqual({ outcome: "declined", reason: "refused" });
  });

  test("says nothing while a charge that has come is not to be seen", async () => {
    world.double.searchable = false;
    await world.charge("pm_card_visa");
    world.double.nowSeconds = 0;
    for (const intent of world.double.intents.values()) intent.created = 0;
    expect(await world.cancel()).toEqual({ outcome: "unknown", reason: "pending" });
    expect(world.double.captured()).toBe(1);
  });
});

describe("refund", () => {
  test("pays back under the refund's own key, once", async () => {
    const id = await world.paid();
    const call = world.refundCall(`ref_${world.paymentId}`, 500, id);
    expect(await world.channel.refund(call)).toEqual({ outcome: "succeeded", providerReference: "re_1" });
    expect(await world.channel.refund(call)).toEqual({ outcome: "succeeded", providerReference: "re_1" });
    expect(world.double.refunds).toHaveLength(1);
    expect(world.double.calls.at(-1)?.headers["idempotency-key"]).toBe(`ref_${world.paymentId}`);
    expect(await world.channel.queryRefund(call)).toEqual({ outcome: "succeeded", providerReference: "re_1" });
    expect(await world.channel.queryRefund(world.refundCall("ref_other", 500, id))).toEqual({ outcome: "not-found" });
  });

  test("finds the payment without a reference", async () => {
    await world.paid();
    expect(await world.channel.refund(world.refundCall(`ref_b${world.paymentId}`, 500))).toMatchObject({
      outcome: "succeeded",
    });
  });

  test("is refused for more than is left", async () => {
    const id = await world.paid();
    await world.channel.refund(world.refundCall(`ref_c${world.paymentId}`, 1500, id));
    const more = await world.channel.refund(world.refundCall(`ref_d${world.paymentId}`, 500, id));
    expect(more).toEqual({ outcome: "declined", reason: "exceeds-charge" });
  });

  test("that an earlier send of its own makes impossible has succeeded", async () => {
    const id = await world.paid();
    const call = world.refundCall(`ref_e${world.paymentId}`, 1999, id);
    await world.channel.refund(call);
    expect(await world.channel.refund({ ...call, providerKey: "a key that Stripe has forgotten" })).toMatchObject({
      outcome: "succeeded",
      providerReference: "re_1",
    });
    expect(world.double.refunds).toHaveLength(1);
  });

  test("of what was never captured is refused", async () => {
    await world.charge("pm_card_threeDSecure2Required");
    const [id] = world.double.intents.keys();
    const refused = { outcome: "declined", reason: "not-captured" };
    expect(await world.channel.refund(world.refundCall(`ref_f${world.paymentId}`, 5, id))).toEqual(refused);
  });

  test.each([
    ["pending", { outcome: "unknown", reason: "pending" }],
    ["requires_action", { outcome: "unknown", reason: "pending" }],
    ["failed", { outcome: "declined", reason: "refused" }],
    ["canceled", { outcome: "declined", reason: "refused" }],
  ])("that is %s", async (status, expected) => {
    const call = world.refundCall(`ref_g${world.paymentId}`, 500, await world.paid());
    await world.channel.refund(call);
    Object.assign(world.double.refunds[0] ?? {}, { status });
    expect(await world.channel.queryRefund(call)).toEqual(expected);
  });

  test("of another amount is not believed", async () => {
    const call = world.refundCall(`ref_h${world.paymentId}`, 500, await world.paid());
    await world.channel.refund(call);
    Object.assign(world.double.refunds[0] ?? {}, { amount: 400 });
    expect(await world.channel.queryRefund(call)).toEqual({ outcome: "unknown", reason: "amount-mismatch" });
  });
});
