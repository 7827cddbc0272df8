import { createHmac, createSign, type KeyObject } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { signWebhook } from "../../../../core/foundation/domain/webhook-signature.ts";
import type {
  PayoutConfig,
  PayoutVerdict,
  PayoutVerifier,
} from "../../../../core/withdrawals/domain/payout-provider.ts";
import { alipayPayoutWebhooks } from "../../../../core/withdrawals/payouts/alipay-webhook.ts";
import { sandboxPayoutWebhooks } from "../../../../core/withdrawals/payouts/sandbox.ts";
import { stripePayoutWebhooks } from "../../../../core/withdrawals/payouts/stripe-webhook.ts";
import { APP_ID, bare, contentOf, makeKeys } from "../../payments/channels/alipay-double.ts";

const NOW_MS = 1_700_000_000_000;
const AT = NOW_MS / 1000;
const WITHDRAWAL = "wdr_my-shop_01K0000000AAAAAAAAAAAAAAAA";
const NUMBER = "wdr_my_shop_01K0000000AAAAAAAAAAAAAAAA";
const SECRET = "s".repeat(32);
const refused = (httpStatus: number, why: string) => ({ kind: "refused", httpStatus, why });
const ignored = (why: string) => ({ kind: "ignored", why });

const alipay = makeKeys();
const other = makeKeys();
const CONFIGS = {
  sandbox: { provider: "sandbox", baseUrl: "", secret: "", webhookSecrets: ["old", SECRET] },
  stripe: { provider: "stripe", secretKey: "sk_test_1", webhookSecrets: ["old", SECRET] },
  alipay: {
    ...{ provider: "alipay", appId: APP_ID, privateKey: "", gateway: "" },
    alipayPublicKeys: [bare(other.publicKey, "spki"), bare(alipay.publicKey, "spki")],
  },
} satisfies Record<string, PayoutConfig>;

type Headers = Record<string, string>;
const stripeHeader = (body: string, secret = SECRET, at = AT): Headers => ({
  "stripe-signature": `t=${at},v1=${createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")}`,
});
const sandboxHeader = (body: string, secret = SECRET, at = AT): Headers => ({
  "sandbox-signature": signWebhook(secret, at, body),
});

const net = { amount: 970, currency: "USD" };
const PAID = { eventId: "evt_1", type: "payout.paid", withdrawalId: WITHDRAWAL, amount: net, reference: "po_1" };
const sandbox = (event: object, header = sandboxHeader): PayoutVerdict => {
  const body = JSON.stringify(event);
  return sandboxPayoutWebhooks.verify({ headers: header(body), body: Buffer.from(body) }, CONFIGS.sandbox, NOW_MS);
};

const TRANSFER = {
  ...{ object: "transfer", id: "tr_1", amount: 970, currency: "usd", transfer_group: WITHDRAWAL },
  ...{ metadata: { withdrawalId: WITHDRAWAL }, reversals: { object: "list", has_more: false, data: [] } },
};
const stripeEvent = (type: string, transfer: object = {}, event: object = {}) => ({
  ...{ id: "evt_1", object: "event", type, livemode: false, data: { object: { ...TRANSFER, ...transfer } } },
  ...event,
});
const stripe = (event: object, header = stripeHeader): PayoutVerdict => {
  const body = JSON.stringify(event);
  return stripePayoutWebhooks.verify({ headers: header(body), body: Buffer.from(body) }, CONFIGS.stripe, NOW_MS);
};

const ORDER = { out_biz_no: NUMBER, order_id: "20251127001", status: "SUCCESS", trans_amount: "9.70" };
function alipayForm(
  order: object = {},
  form: Record<string, string> = {},
  { key = alipay.privateKey, withType = false }: { key?: KeyObject; withType?: boolean } = {},
): Buffer {
  const told: Record<string, string> = {
    ...{ notify_id: "n-1", app_id: APP_ID, charset: "UTF-8", version: "1.1", utc_timestamp: "1514210452731" },
    ...{ msg_method: "alipay.fund.trans.order.changed", biz_content: JSON.stringify({ ...ORDER, ...order }) },
    ...form,
  };
  const content = contentOf(withType ? { ...told, sign_type: "RSA2" } : told);
  const sign = createSign("RSA-SHA256").update(content, "utf8").sign(key, "base64");
  return Buffer.from(new URLSearchParams({ ...told, sign, sign_type: "RSA2" }).toString());
}
const ali = (body: Buffer): PayoutVerdict => alipayPayoutWebhooks.verify({ headers: {}, body }, CONFIGS.alipay, NOW_MS);

describe("the sandbox's word", () => {
  const about = { eventId: "evt_1", withdrawalId: WITHDRAWAL, providerReference: "po_1" };
  test("is read as what was paid, and what came back", () => {
    expect(sandbox(PAID)).toEqual({ kind: "event", event: { ...about, type: "paid", amount: net } });
    const back = { ...PAID, type: "payout.returned", returnReference: "rt_1" };
    const returns = [{ reference: "rt_1", amount: net }];
    expect(sandbox(back)).toEqual({ kind: "event", event: { ...about, type: "returned", returns } });
  });

  test("that is forged, stale, of another kind or none at all is told apart", () => {
    expect(sandbox(PAID, (body) => sandboxHeader(body, "wrong"))).toEqual(refused(401, "signature"));
    expect(sandbox(PAID, () => sandboxHeader("{}"))).toEqual(refused(401, "signature"));
    expect(sandbox(PAID, (body) => sandboxHeader(body, SECRET, AT - 301))).toEqual(refused(401, "timestamp"));
    expect(sandbox(PAID, () => ({}) as Headers)).toEqual(refused(401, "signature"));
    expect(sandbox({ ...PAID, type: "payout.created" })).toEqual(ignored("type"));
    expect(sandbox({ ...PAID, amount: 970 })).toEqual(refused(400, "malformed"));
    expect(sandbox({})).toEqual(refused(400, "malformed"));
  });
});

describe("Stripe's word", () => {
  const about = { eventId: "evt_1", withdrawalId: WITHDRAWAL, providerReference: "tr_1" };
  test("on a transfer that was made is that it was paid", () => {
    expect(stripe(stripeEvent("transfer.created"))).toEqual({
      kind: "event",
      event: { ...about, type: "paid", amount: net },
    });
  });

  test("on reversals is each of them, the oldest first", () => {
    const data = ["trr_2", "trr_1"].map((id, at) => ({
      object: "transfer_reversal",
      id,
      amount: 100 + at,
      currency: "usd",
    }));
    const reversed = stripeEvent("transfer.reversed", { reversals: { object: "list", has_more: false, data } });
    const back = (reference: string, amount: number) => ({ reference, amount: { amount, currency: "USD" } });
    expect(stripe(reversed)).toEqual({
      kind: "event",
      event: { ...about, type: "returned", returns: [back("trr_1", 101), back("trr_2", 100)] },
    });
  });

  test.each([
    ["another kind", stripeEvent("transfer.updated"), "type"],
    ["reversals of nothing", stripeEvent("transfer.reversed"), "type"],
    ["no event", { hello: 1 }, "type"],
    ["the other mode", stripeEvent("transfer.created", {}, { livemode: true }), "mode"],
    ["a connected account", stripeEvent("transfer.created", {}, { account: "acct_2" }), "account"],
    ["a transfer by hand", stripeEvent("transfer.created", { metadata: {} }), "foreign"],
    ["one that was put into a group of ours", stripeEvent("transfer.created", { metadata: {} }), "foreign"],
    ["one of another group", stripeEvent("transfer.created", { transfer_group: "other" }), "foreign"],
  ])("about %s is left alone", (_, event, why) => {
    expect(stripe(event)).toEqual(ignored(why));
  });

  test("that is forged, stale or unsigned is refused", () => {
    const event = stripeEvent("transfer.created");
    expect(stripe(event, (body) => stripeHeader(body, "wrong"))).toEqual(refused(401, "signature"));
    expect(stripe(event, () => stripeHeader("{}"))).toEqual(refused(401, "signature"));
    expect(stripe(event, (body) => stripeHeader(body, SECRET, AT - 301))).toEqual(refused(401, "timestamp"));
    expect(stripe(event, () => ({}) as Headers)).toEqual(refused(400, "malformed"));
  });
});

describe("Alipay's word", () => {
  const about = { eventId: "n-1", withdrawalId: WITHDRAWAL, providerReference: "20251127001" };
  const yuan = { amount: 970, currency: "CNY" };
  test.each([false, true])("is read, whether its signature covers its own kind (%s) or not", (withType) => {
    expect(ali(alipayForm({}, {}, { withType }))).toEqual({
      kind: "event",
      event: { ...about, type: "paid", amount: yuan },
    });
  });

  test("on what failed and on what came back is told apart", () => {
    for (const status of ["FAIL", "CLOSED"])
      expect(ali(alipayForm({ status }))).toEqual({
        kind: "event",
        event: { ...about, type: "failed", reason: "refused" },
      });
    const returns = [{ reference: "20251127001", amount: yuan }];
    expect(ali(alipayForm({ status: "REFUND" }))).toEqual({
      kind: "event",
      event: { ...about, type: "returned", returns },
    });
  });

  test.each([
    ["what is under way", alipayForm({ status: "DEALING" }), "type"],
    ["another kind", alipayForm({}, { msg_method: "alipay.other" }), "type"],
    ["another app", alipayForm({}, { app_id: "2021" }), "account"],
    ["a number that is none of ours", alipayForm({ out_biz_no: "20251127" }), "foreign"],
    ["a payment's number", alipayForm({ out_biz_no: NUMBER.replace("wdr", "pay") }), "foreign"],
  ])("about %s is left alone", (_, body, why) => {
    expect(ali(body)).toEqual(ignored(why));
  });

  test("that is forged, unsigned or unreadable is refused", () => {
    expect(ali(alipayForm({}, {}, { key: makeKeys().privateKey }))).toEqual(refused(401, "signature"));
    expect(ali(Buffer.from(String(alipayForm()).replace("9.70", "9.71")))).toEqual(refused(401, "signature"));
    expect(ali(Buffer.from("a=b"))).toEqual(refused(400, "malformed"));
    expect(ali(alipayForm({}, { biz_content: "{" }))).toEqual(refused(400, "malformed"));
    expect(ali(alipayForm({ status: "REFUND", trans_amount: "all" }))).toEqual(refused(400, "malformed"));
  });
});

test("a provider's word is not taken with another's secrets", () => {
  const body = Buffer.from(JSON.stringify(PAID));
  const wrong: [PayoutVerifier, Parameters<PayoutVerifier["verify"]>[0], PayoutConfig][] = [
    [sandboxPayoutWebhooks, { headers: sandboxHeader(String(body)), body }, CONFIGS.stripe],
    [stripePayoutWebhooks, { headers: stripeHeader(String(body)), body }, CONFIGS.sandbox],
    [alipayPayoutWebhooks, { headers: {}, body: alipayForm() }, CONFIGS.stripe],
  ];
  for (const [verifier, raw, config] of wrong)
    expect(verifier.verify(raw, config, NOW_MS)).toEqual(refused(401, "app"));
});
