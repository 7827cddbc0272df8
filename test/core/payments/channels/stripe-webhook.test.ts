import { createHmac } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Stripe } from "stripe";
import { stripeWebhooks } from "../../../../core/payments/channels/stripe-webhook.ts";
import type { RawWebhook } from "../../../../core/payments/domain/channel.ts";
import { claimIn, flipEveryBit, ignored, refused, verdictOf } from "./webhook-forgery.ts";

const PAYMENT = "pay_my-shop_01K0000000AAAAAAAAAAAAAAAA";
const NOW_SECONDS = 1_764_257_405;
const NOW_MS = NOW_SECONDS * 1000 + 400;
const SECRET = "whsec_new";
const config = { channel: "stripe" as const, secretKey: "sk_test_1", webhookSecrets: ["whsec_old", SECRET] };

const INTENT = {
  ...{
    id: "pi_1",
    object: "payment_intent",
    amount: 1999,
    amount_received: 1999,
    currency: "usd",
    status: "succeeded",
  },
  metadata: { paymentId: PAYMENT, orderNo: "order-1" },
};
const event = (change: object = {}, object: object = INTENT) => ({
  ...{
    id: "evt_1",
    object: "event",
    type: "payment_intent.succeeded",
    api_version: "2026-10-28.endive",
    livemode: false,
  },
  data: { object },
  ...change,
});
const PAID = {
  ...{ eventId: "evt_1", type: "paid", paymentId: PAYMENT, orderNo: "order-1", providerReference: "pi_1" },
  amount: { amount: 1999, currency: "USD" },
};

const sign = (time: number | string, body: string | Uint8Array, secret = SECRET) =>
  createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");
function raw(content: unknown, header?: string): RawWebhook {
  const body = Buffer.from(typeof content === "string" ? content : JSON.stringify(content));
  return {
    headers: { "stripe-signature": header ?? `t=${NOW_SECONDS},v1=${sign(NOW_SECONDS, body)}` },
    query: {},
    body,
  };
}
const verify = (webhook: RawWebhook) => verdictOf(stripeWebhooks, webhook, config, NOW_MS);

describe("an event", () => {
  test("says what was paid, and names its payment before it is verified", () => {
    expect(verify(raw(event()))).toEqual({ kind: "event", event: PAID });
    expect(
      claimIn(stripeWebhooks, raw(event(), `t=${NOW_SECONDS},v1=${sign(NOW_SECONDS, "", "whsec_other")}`), NOW_MS),
    ).toBe(PAYMENT);
    expect(stripeWebhooks.reply.httpStatus).toBe(200);
  });

  test.each([
    ["isk", 500, { amount: { amount: 5, currency: "ISK" } }],
    ["kwd", 5120, { amount: { amount: 5120, currency: "KWD" } }],
    ["isk", 550, {}],
  ])("tells an amount of %s %i in our units, or none at all", (currency, received, amount) => {
    const { amount: _, ...paid } = PAID;
    const intent = { ...INTENT, currency, amount: received, amount_received: received };
    expect(verify(raw(event({}, intent)))).toEqual({ kind: "event", event: { ...paid, ...amount } });
  });

  test("signed by Stripe's own library is accepted", () => {
    const payload = JSON.stringify(event());
    const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp: NOW_SECONDS });
    expect(verify(raw(payload, header))).toEqual({ kind: "event", event: PAID });
  });

  test.each([
    ["payment_intent.payment_failed", "declined"],
    ["payment_intent.canceled", "closed"],
  ])("of type %s is %s", (type, expected) => {
    expect(verify(raw(event({ type })))).toMatchObject({ kind: "event", event: { type: expected } });
  });

  test.each([
    ["payment_intent.processing", event({ type: "payment_intent.processing" }), "type"],
    ["a name of Object's own", event({ type: "toString" }), "type"],
    ["a customer", event({ type: "customer.created" }, { object: "customer", id: "cus_1" }), "type"],
    ["an intent of somebody else's", event({}, { ...INTENT, metadata: {} }), "foreign"],
    ["an intent without metadata", event({}, { ...INTENT, metadata: undefined }), "foreign"],
    ["a refunded charge without an intent", event({ type: "charge.refunded" }, { object: "charge" }), "foreign"],
    ["a thin notification", { object: "v2.core.event", id: "evt_1", type: "x" }, "type"],
    ["no id", event({ id: "" }), "type"],
    ["an id of something else", event({ id: "req_1" }), "type"],
    ["no object", event({ data: {} }), "type"],
  ])("that is genuine and nothing of ours is acknowledged and not refused: %s", (_, content, why) => {
    expect(verify(raw(content))).toEqual(ignored(why));
  });

  test.each([
    ["no JSON", "<xml>"],
    ["nothing", ""],
    ["a number", "1"],
  ])("with %s is malformed, although it is signed", (_, content) => {
    expect(verify(raw(content))).toEqual(refused(400, "malformed"));
  });

  test.each([
    ["sk_live_1", true, "event"],
    ["sk_live_1", false, "ignored"],
    ["sk_live_1", undefined, "ignored"],
    ["rk_live_1", false, "ignored"],
    ["sk_test_1", true, "ignored"],
    ["rk_test_1", false, "event"],
    ["sk_org_live_1", false, "ignored"],
    ["key-of-a-double", false, "event"],
    ["key-of-a-double", true, "event"],
  ])(
    "of another mode than the key's is acknowledged and settles nothing: %s, livemode %p",
    (secretKey, livemode, kind) => {
      const verdict = verdictOf(stripeWebhooks, raw(event({ livemode })), { ...config, secretKey }, NOW_MS);
      expect(verdict).toMatchObject(kind === "event" ? { kind } : ignored("mode"));
    },
  );

  test("of a connected account, whose owner writes any metadata, settles nothing", () => {
    expect(verify(raw(event({ account: "acct_1" })))).toEqual(ignored("account"));
  });

  test.each([1.5, -1, "1999", null])("that was paid %p has no amount to compare", (received) => {
    expect(verify(raw(event({}, { ...INTENT, amount_received: received })))).not.toHaveProperty("event.amount");
  });
});

describe("money that moves at Stripe", () => {
  const REFUND = {
    ...{ id: "re_1", object: "refund", amount: 500, currency: "usd", status: "succeeded", payment_intent: "pi_1" },
    metadata: {},
  };
  const DISPUTE = {
    ...{ id: "du_1", object: "dispute", amount: 1999, currency: "usd", payment_intent: "pi_1", charge: "ch_1" },
    ...{ status: "needs_response", metadata: {} },
  };
  const told = (type: string, object: object) => verify(raw(event({ type, created: NOW_SECONDS }, object)));
  const at = NOW_SECONDS * 1000;

  test("a refunded charge says what has gone back in all, 0 included, and names its payment and its intent", () => {
    const charge = { ...INTENT, id: "ch_1", object: "charge", payment_intent: "pi_1" };
    const { amount: _, orderNo: __, ...named } = PAID;
    for (const amount of [500, 0])
      expect(told("charge.refunded", { ...charge, amount_refunded: amount })).toEqual({
        kind: "event",
        event: { ...named, type: "refunded", refunded: { amount, currency: "USD" }, at },
      });
  });

  test.each([
    ["refund.created", "pending", "refunded"],
    ["refund.updated", "succeeded", "refunded"],
    ["refund.updated", "failed", "refund-failed"],
    ["refund.failed", "failed", "refund-failed"],
    ["charge.refund.updated", "canceled", "refund-failed"],
  ])("%s with status %s is %s, by its intent alone", (type, status, expected) => {
    expect(told(type, { ...REFUND, status })).toEqual({
      kind: "event",
      event: {
        ...{ eventId: "evt_1", type: expected, providerReference: "pi_1", refundReference: "re_1", at },
        amount: { amount: 500, currency: "USD" },
      },
    });
  });

  test.each([
    ["refund.created", REFUND],
    ["charge.dispute.created", DISPUTE],
  ])("%s under a merchant's own numbers names its intent alone: only intents carry what we wrote", (type, object) => {
    const metadata = { paymentId: "12345", orderNo: "R-77" };
    expect(told(type, { ...object, metadata })).toEqual(told(type, object));
    expect(told(type, { ...object, metadata })).toMatchObject({ kind: "event", event: { providerReference: "pi_1" } });
    const ours = told(type, { ...object, metadata: { ...metadata, paymentId: PAYMENT } });
    expect(ours).toMatchObject({ event: { paymentId: PAYMENT } });
    expect(ours).not.toHaveProperty("event.orderNo");
  });

  test("a refund of ours says which one it is", () => {
    const metadata = { paymentId: PAYMENT, orderNo: "order-1", refundId: "ref_my-shop_1" };
    expect(told("refund.created", { ...REFUND, metadata })).toMatchObject({
      event: { paymentId: PAYMENT, refundId: "ref_my-shop_1" },
    });
  });

  test.each([
    ["needs_response", "taken"],
    ["under_review", "taken"],
    ["lost", "taken"],
    ["appeal_needs_response", "taken"],
    ["a status of tomorrow", "taken"],
    ["warning_needs_response", "inquiry"],
    ["warning_under_review", "inquiry"],
    ["warning_closed", "over"],
    ["prevented", "over"],
    ["won", "over"],
  ])("a dispute that is %s is %s", (status, stage) => {
    for (const kind of ["created", "updated", "closed", "funds_withdrawn", "funds_reinstated"])
      expect(told(`charge.dispute.${kind}`, { ...DISPUTE, status })).toEqual({
        kind: "event",
        event: {
          ...{ eventId: "evt_1", type: "disputed", providerReference: "pi_1", at },
          ...{ amount: { amount: 1999, currency: "USD" }, dispute: { reference: "du_1", status, stage } },
        },
      });
  });
});

describe("a signature", () => {
  const body = JSON.stringify(event());
  const mac = sign(NOW_SECONDS, body);

  test.each([
    ["none", ""],
    ["no time", `v1=${mac}`],
    ["two times", `t=${NOW_SECONDS},t=${NOW_SECONDS},v1=${mac}`],
    ["a time with more than digits", `t=${NOW_SECONDS}x,v1=${mac}`],
    ["no scheme that is taken", `t=${NOW_SECONDS},v0=${mac}`],
    ["capital letters", `t=${NOW_SECONDS},v1=${mac.toUpperCase()}`],
    ["a part of itself", `t=${NOW_SECONDS},v1=${mac.slice(0, 32)}`],
    ["a length without end", `t=${NOW_SECONDS},v1=${mac}${",v1=00".repeat(1000)}`],
  ])("with %s is malformed", (_, header) => {
    expect(verify(raw(body, header))).toEqual(refused(400, "malformed"));
  });

  test("without a header is malformed", () => {
    expect(verify({ ...raw(body), headers: {} })).toEqual(refused(400, "malformed"));
  });

  test.each([
    ["another secret", `t=${NOW_SECONDS},v1=${sign(NOW_SECONDS, body, "whsec_other")}`],
    ["an empty secret", `t=${NOW_SECONDS},v1=${sign(NOW_SECONDS, body, "")}`],
    ["another time", `t=${NOW_SECONDS + 1},v1=${mac}`],
    ["the time spelled differently", `t=0${NOW_SECONDS},v1=${mac}`],
    ["another body", `t=${NOW_SECONDS},v1=${sign(NOW_SECONDS, `${body} `)}`],
  ])("made with %s is refused", (_, header) => {
    expect(verdictOf(stripeWebhooks, raw(body, header), { ...config, webhookSecrets: [SECRET, ""] }, NOW_MS)).toEqual(
      refused(401, "signature"),
    );
  });

  test.each([SECRET, "whsec_old"])("made with the secret %s is accepted while both are in use", (secret) => {
    expect(verify(raw(body, `t=${NOW_SECONDS},v1=${sign(NOW_SECONDS, body, secret)}`)).kind).toBe("event");
  });

  test("may stand beside others", () => {
    const header = `t=${NOW_SECONDS},v1=${sign(NOW_SECONDS, body, "x")},v1=${mac},v0=abc`;
    expect(verify(raw(body, header)).kind).toBe("event");
  });

  test.each([
    [-300, "event"],
    [300, "event"],
    [-301, "refused"],
    [302, "refused"],
  ])("that is %i seconds from now: %s", (seconds, kind) => {
    const time = NOW_SECONDS + seconds;
    const verdict = verify(raw(body, `t=${time},v1=${sign(time, body)}`));
    expect(verdict.kind).toBe(kind);
    if (kind === "refused") expect(verdict).toEqual(refused(401, "timestamp"));
  });

  test("covers bytes: a mark or a broken character that a decoder would swallow is another body", () => {
    const said = JSON.stringify(event({ note: "\uFFFD" }));
    const header = `t=${NOW_SECONDS},v1=${sign(NOW_SECONDS, said)}`;
    const bytes = Buffer.from(said);
    const broken = Buffer.from(bytes.toString("latin1").replace("\u00EF\u00BF\u00BD", "\u00FF"), "latin1");
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    expect(verify({ ...raw(said, header), body: bytes }).kind).toBe("event");
    for (const other of [broken, marked]) {
      expect(verify({ ...raw(said, header), body: other })).toEqual(refused(401, "signature"));
    }
  });

  test("holds for whatever is signed, and for no flipped bit of it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (secret, text, orderNo) => {
        const content = JSON.stringify(event({ note: text }, { ...INTENT, metadata: { paymentId: PAYMENT, orderNo } }));
        const webhook = raw(content, `t=${NOW_SECONDS},v1=${sign(NOW_SECONDS, content, secret)}`);
        const keyed = { ...config, webhookSecrets: [secret] };
        expect(verdictOf(stripeWebhooks, webhook, keyed, NOW_MS).kind).toBe("event");
        const { believed, respelled } = flipEveryBit(stripeWebhooks, webhook, keyed, NOW_MS);
        expect({ believed, respelled }).toEqual({ believed: [], respelled: 0 });
      }),
      { numRuns: 5 },
    );
  });
});

test("a merchant's other channel verifies nothing", () => {
  const sandbox = { channel: "sandbox" as const, baseUrl: "", secret: SECRET, webhookSecrets: [SECRET] };
  expect(verdictOf(stripeWebhooks, raw(event()), sandbox, NOW_MS)).toEqual(refused(401, "app"));
});
