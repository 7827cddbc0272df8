import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { epayWebhooks } from "../../../../core/payments/channels/epay-webhook.ts";
import type { RawWebhook } from "../../../../core/payments/domain/channel.ts";
import { KEY, md5Of, PID } from "./epay-double.ts";
import { accountIn, claimIn, flipEveryBit, ignored, refused, verdictOf } from "./webhook-forgery.ts";

const PAYMENT = "pay_my-shop_01K0000000AAAAAAAAAAAAAAAA";
const config = { channel: "epay" as const, pid: PID, keys: [KEY, "old"], gateway: "https://pay.example" };

const NOTICE: Record<string, string> = {
  ...{
    pid: PID,
    trade_no: "20160806151343349021",
    out_trade_no: PAYMENT,
    type: "alipay",
    name: "VIP会员",
    money: "19.99",
  },
  trade_status: "TRADE_SUCCESS",
};
const PAID = {
  ...{ eventId: "20160806151343349021:TRADE_SUCCESS", type: "paid", paymentId: PAYMENT, appId: PID },
  ...{ providerReference: "20160806151343349021", amount: { amount: 1999, currency: "CNY" } },
};

function signed(change: Record<string, string> = {}, key = KEY): Record<string, string> {
  const notice = { ...NOTICE, ...change };
  return { ...notice, sign: md5Of(notice, key), sign_type: "MD5" };
}
const byGet = (form: Record<string, string>): RawWebhook => ({ headers: {}, query: form, body: new Uint8Array() });
const byPost = (form: Record<string, string> | string): RawWebhook => ({
  ...{ headers: {}, query: {} },
  body: Buffer.from(new URLSearchParams(form).toString()),
});
const verify = (raw: RawWebhook) => verdictOf(epayWebhooks, raw, config, 0);
const WAYS = [
  ["GET", byGet],
  ["POST", byPost],
] as const;

describe.each(WAYS)("a notification by %s", (_, by) => {
  test("says what was paid, and names its payment and account before it is verified", () => {
    expect(verify(by(signed()))).toEqual({ kind: "event", event: PAID });
    expect(claimIn(epayWebhooks, by(signed({}, "other")))).toBe(PAYMENT);
    expect(accountIn(epayWebhooks, by(signed({}, "other")))).toBe(PID);
    expect(epayWebhooks.reply).toEqual({ httpStatus: 200, contentType: "text/plain", body: "success" });
  });

  test("with parameters that are empty is the same", () => {
    expect(verify(by(signed({ param: "" })))).toEqual({ kind: "event", event: PAID });
  });

  test.each([
    ["another state", { trade_status: "TRADE_CLOSED" }, "type"],
    ["no state", { trade_status: "" }, "type"],
    ["another merchant", { pid: "1002" }, "account"],
    ["no order", { out_trade_no: "" }, "foreign"],
    ["an order that is none of ours", { out_trade_no: "20160806151343349" }, "foreign"],
  ])("that is genuine and nothing of ours is acknowledged and not refused: %s", (__, change, why) => {
    expect(verify(by(signed(change)))).toEqual(ignored(why));
  });

  test.each(["1e3", "0.001", ""])("with the amount %j is kept without it: a person gets to see it", (money) => {
    const { amount: __, ...rest } = PAID;
    expect(verify(by(signed({ money })))).toEqual({ kind: "event", event: rest });
  });

  test("without a trade number is malformed, although it is signed", () => {
    expect(verify(by(signed({ trade_no: "" })))).toEqual(refused(400, "malformed"));
  });

  test.each(Object.keys(NOTICE))("is refused when its %s was changed or left out", (name) => {
    const form = signed();
    expect(verify(by({ ...form, [name]: `${form[name]}1` }))).toEqual(refused(401, "signature"));
    expect(verify(by(Object.fromEntries(Object.entries(form).filter(([key]) => key !== name))))).toEqual(
      refused(401, "signature"),
    );
  });

  test("is refused when something was added", () => {
    expect(verify(by({ ...signed(), buyer: "me" }))).toEqual(refused(401, "signature"));
  });

  test.each([
    ["none", { sign: "" }],
    ["capital letters", { sign: md5Of(NOTICE, KEY).toUpperCase() }],
    ["another type", { sign_type: "RSA" }],
    ["no type", { sign_type: "" }],
  ])("with a signature that has %s is malformed", (__, change) => {
    expect(verify(by({ ...signed(), ...change }))).toEqual(refused(400, "malformed"));
  });

  test.each([KEY, "old"])("signed with %s is accepted while both are in use", (key) => {
    expect(verify(by(signed({}, key))).kind).toBe("event");
  });

  test.each(["other", ""])("signed with %j is refused", (key) => {
    const keyed = { ...config, keys: [KEY, ""] };
    expect(verdictOf(epayWebhooks, by(signed({}, key)), keyed, 0)).toEqual(refused(401, "signature"));
  });

  test("with more parameters than any vendor sends is malformed, although it is signed", () => {
    const withParameters = (count: number) => {
      const names = Array.from({ length: count - Object.keys(signed()).length }, (__, at) => [`p${at}`, "1"]);
      return verify(by(signed(Object.fromEntries(names))));
    };
    expect(withParameters(200)).toEqual({ kind: "event", event: PAID });
    expect(withParameters(201)).toEqual(refused(400, "malformed"));
  });

  test("never reads one value as two parameters", () => {
    const name = `x&out_trade_no=${PAYMENT}`;
    const { out_trade_no: __, ...rest } = NOTICE;
    const form = { ...rest, name, sign: md5Of({ ...rest, name }, KEY), sign_type: "MD5" };
    expect(verify(by(form))).toEqual(refused(400, "malformed"));
    expect(verify(by({ ...signed(), "money=0.01&name": "x" }))).toEqual(refused(400, "malformed"));
  });
});

test("a form twice over is no form", () => {
  const raw = { ...byPost(signed()), body: Buffer.from(`${new URLSearchParams(signed())}&money=0.01`) };
  expect(verify(raw)).toEqual(refused(400, "malformed"));
});

test("an empty request is malformed", () => {
  expect(verify(byGet({}))).toEqual(refused(400, "malformed"));
  expect(claimIn(epayWebhooks, byGet({}))).toBeUndefined();
});

test("a flipped bit anywhere is refused, or says the same in another spelling", () => {
  const webhook = byPost(signed());
  const { believed, respelled } = flipEveryBit(epayWebhooks, webhook, config, 0);
  expect(believed).toEqual([]);
  // `%2F` is `%2f`: one bit of each letter in an escape.
  const letters =
    (
      Buffer.from(webhook.body)
        .toString()
        .match(/%[0-9A-F]{2}/g) ?? []
    )
      .join("")
      .match(/[A-F]/g) ?? [];
  expect(respelled).toBe(letters.length);
});

test("whatever is signed holds, and holds for nothing else", () => {
  const word = fc
    .string({ unit: "binary", maxLength: 40 })
    .filter((text) => text.isWellFormed() && !text.includes("&"));
  fc.assert(
    fc.property(word, word, fc.string({ minLength: 1 }), (name, param, key) => {
      const keyed = { ...config, keys: [key] };
      const form = signed({ name, param }, key);
      expect(verdictOf(epayWebhooks, byPost(form), keyed, 0)).toEqual({ kind: "event", event: PAID });
      expect(verdictOf(epayWebhooks, byGet(form), keyed, 0)).toEqual({ kind: "event", event: PAID });
      expect(verdictOf(epayWebhooks, byPost({ ...form, name: `${name}.` }), keyed, 0)).toEqual(
        refused(401, "signature"),
      );
    }),
  );
});

test("a merchant's other channel verifies nothing", () => {
  const sandbox = { channel: "sandbox" as const, baseUrl: "", secret: KEY, webhookSecrets: [KEY] };
  expect(verdictOf(epayWebhooks, byPost(signed()), sandbox, 0)).toEqual(refused(401, "app"));
});
