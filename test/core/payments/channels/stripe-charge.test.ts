import { describe, expect, test } from "@jest/globals";
import { SECRET_KEY } from "./stripe-double.ts";
import { AMOUNT, stripeWorld } from "./stripe-world.ts";
import { send } from "./vendor-double.ts";

const world = stripeWorld();

describe("charge", () => {
  test("sends the documented request under the charge's own idempotency key", async () => {
    await world.charge("pm_card_visa", { customerId: "cus_1", description: "Two books" });
    const [call] = world.double.calls;
    expect(world.double.calls).toHaveLength(1);
    expect(`${call?.method} ${call?.url.pathname}`).toBe("POST /v1/payment_intents");
    expect(call?.headers).toMatchObject({
      ...{ "idempotency-key": `${world.paymentId}#charge`, authorization: `Bearer ${SECRET_KEY}`, connection: "close" },
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      ...{ amount: "1999", currency: "usd", confirm: "true", payment_method: "pm_card_visa", customer: "cus_1" },
      ...{ "metadata[paymentId]": world.paymentId, "metadata[orderNo]": "order-1", description: "Two books" },
      ...{ "automatic_payment_methods[enabled]": "true", return_url: "https://shop.example/back" },
    });
  });

  test("reports what was captured", async () => {
    const [outcome, again] = [await world.charge("pm_card_visa"), await world.charge("pm_card_visa")];
    expect(outcome).toEqual({ outcome: "succeeded", amount: AMOUNT, providerReference: expect.stringMatching(/^pi_/) });
    expect(again).toEqual(outcome);
    expect(world.double.captured()).toBe(1);
  });

  test("sends the customer to the bank's page", async () => {
    expect(await world.charge("pm_card_threeDSecure2Required")).toEqual({
      outcome: "requires-action",
      paymentUrl: expect.stringMatching(/^https:\/\/hooks\.stripe\.com\//),
      providerReference: expect.stringMatching(/^pi_/),
    });
  });

  test.each([
    ["pm_card_chargeDeclined", "card-declined"],
    ["pm_card_chargeDeclinedInsufficientFunds", "insufficient-funds"],
    ["pm_missing", "method-refused"],
    [undefined, "method-refused"],
  ])("a charge with %s is declined: %s", async (method, reason) => {
    expect(await world.charge(method)).toEqual({ outcome: "declined", reason });
    expect(world.double.captured()).toBe(0);
  });

  test("a card that wants a page is declined when there is no page to come back to", async () => {
    const outcome = await world.charge("pm_card_threeDSecure2Required", { returnUrl: undefined });
    expect(outcome).toEqual({ outcome: "declined", reason: "method-refused" });
    expect(world.double.calls[0]?.body).toContain("error_on_requires_action=true");
  });

  test("what is processing is not known yet", async () => {
    expect(await world.charge("pm_usBankAccount")).toEqual({ outcome: "unknown", reason: "pending" });
  });

  test.each([
    ["ISK without decimals, told with two", { amount: 5, currency: "ISK" }, "500"],
    ["UGX likewise", { amount: 5, currency: "UGX" }, "500"],
    ["MGA with decimals, told without", { amount: 500, currency: "MGA" }, "5"],
    ["JPY as it is", { amount: 500, currency: "JPY" }, "500"],
    ["HUF as it is, fractions too", { amount: 1045, currency: "HUF" }, "1045"],
    ["TWD likewise", { amount: 80_045, currency: "TWD" }, "80045"],
    ["KWD as it is", { amount: 5120, currency: "KWD" }, "5120"],
  ])("tells Stripe %s, and reads its answer back", async (_, amount, told) => {
    const outcome = await world.charge("pm_card_visa", { amount });
    expect(new URLSearchParams(world.double.calls[0]?.body).get("amount")).toBe(told);
    expect(outcome).toMatchObject({ outcome: "succeeded", amount });
  });

  test.each([
    ["a thousandth where Stripe takes hundredths", { amount: 5124, currency: "KWD" }],
    ["a fraction where Stripe has none", { amount: 550, currency: "MGA" }],
    ["what is no money", { amount: 100, currency: "XAU" }],
  ])("%s is declined as such and never sent", async (_, amount) => {
    expect(await world.charge("pm_card_visa", { amount })).toEqual({
      outcome: "declined",
      reason: "amount-unsupported",
    });
    expect(world.double.calls).toHaveLength(0);
  });

  test.each([
    ["a currency that the account does not take", { param: "currency" }],
    ["too little", { code: "amount_too_small", param: "amount" }],
    ["too much", { code: "amount_too_large", param: "amount" }],
  ])("%s is declined as such", async (_, error) => {
    world.double.interceptWith(send(400, { error: { type: "invalid_request_error", ...error } }));
    expect(await world.charge("pm_card_visa")).toEqual({ outcome: "declined", reason: "amount-unsupported" });
  });

  test.each([
    ["idempotency_error", 400],
    ["idempotency_error", 409],
    ["invalid_request_error", 400],
    ["api_error", 402],
  ])("a refusal of type %s with status %i proves nothing", async (type, status) => {
    world.double.interceptWith(send(status, { error: { type, code: "lock_timeout", message: SECRET_KEY } }));
    expect(await world.charge("pm_card_visa")).toEqual({ outcome: "unknown", reason: "request-refused" });
  });

  const intent = (change: object) => ({
    ...{ object: "payment_intent", id: "pi_x", status: "succeeded", amount: 1999, amount_received: 1999 },
    ...{ currency: "usd", metadata: { paymentId: world.paymentId } },
    ...change,
  });
  test.each([
    ["another amount", { amount: 1998, amount_received: 1998 }, "amount-mismatch"],
    ["another currency", { currency: "eur" }, "amount-mismatch"],
    ["only a part received", { amount_received: 1000 }, "amount-mismatch"],
    ["another payment", { metadata: { paymentId: "pay_other" } }, "response-invalid"],
    ["no metadata", { metadata: undefined }, "response-invalid"],
    ["an amount in quotes", { amount: "1999" }, "response-invalid"],
    ["another object", { object: "charge" }, "response-invalid"],
    ["an id that is none", { id: "pi_<script>" }, "response-invalid"],
    ["a status nobody has heard of", { status: "astonished" }, "response-invalid"],
    ["a capture that is still to come", { status: "requires_capture" }, "response-invalid"],
  ])("an intent with %s is not believed", async (_, change, reason) => {
    world.double.interceptWith((response, call) => send(200, intent(change))(response, call));
    expect(await world.charge("pm_card_visa")).toEqual({ outcome: "unknown", reason });
  });
});

test.each([
  ["no key", "", undefined],
  ["an address with a path", SECRET_KEY, "https://api.stripe.com/v1"],
  ["an address with credentials", SECRET_KEY, "https://a:b@api.stripe.com"],
  ["an address of another protocol", SECRET_KEY, "ftp://api.stripe.com"],
])("a configuration with %s is refused at the start, without repeating it", async (_, key, apiBase) => {
  const made = world.open(5000, key, apiBase ?? world.double.origin);
  await expect(made).rejects.toThrow(/^((?!canary|a:b).)*$/);
});
