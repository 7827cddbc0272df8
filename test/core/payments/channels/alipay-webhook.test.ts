import { createSign, createVerify, generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { readPublicKey } from "../../../../core/foundation/providers/alipay-keys.ts";
import { alipayWebhooks } from "../../../../core/payments/channels/alipay-webhook.ts";
import type { RawWebhook } from "../../../../core/payments/domain/channel.ts";
import { APP_ID, bare, contentOf } from "./alipay-double.ts";
import { alipay, configOf, NUMBER, other, PAYMENT } from "./alipay-world.ts";
import { accountIn, claimIn, flipEveryBit, ignored, refused, verdictOf } from "./webhook-forgery.ts";

const config = configOf("https://openapi.alipay.com/gateway.do");
const NOW_MS = 0;

/** As the documents show it. */
const NOTICE: Record<string, string> = {
  ...{ notify_time: "2025-11-27 15:45:58", notify_type: "trade_status_sync", notify_id: "2025112701222154558" },
  ...{ app_id: APP_ID, charset: "utf-8", version: "1.0", auth_app_id: APP_ID, seller_id: "2088101106499364" },
  ...{ trade_no: "2025112722001456", out_trade_no: NUMBER, trade_status: "TRADE_SUCCESS", total_amount: "19.99" },
  ...{ receipt_amount: "19.99", subject: "两本书", body: "", gmt_payment: "2025-11-27 15:45:57" },
  fund_bill_list: '[{"amount":"19.99","fundChannel":"ALIPAYACCOUNT"}]',
};
const PAID = {
  ...{ eventId: "2025112701222154558", type: "paid", paymentId: PAYMENT, providerReference: "2025112722001456" },
  ...{ amount: { amount: 1999, currency: "CNY" }, appId: APP_ID },
};

function signed(change: Record<string, string | undefined> = {}, key: KeyObject = alipay.privateKey): URLSearchParams {
  const notice = Object.entries({ ...NOTICE, ...change }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  const sign = createSign("RSA-SHA256")
    .update(contentOf(Object.fromEntries(notice)), "utf8")
    .sign(key, "base64");
  return new URLSearchParams([...notice, ["sign", sign], ["sign_type", "RSA2"]]);
}
const raw = (form: URLSearchParams | string): RawWebhook => ({
  headers: {},
  query: {},
  body: Buffer.from(form.toString()),
});
const verify = (form: URLSearchParams | string) => verdictOf(alipayWebhooks, raw(form), config, NOW_MS);

describe("a notification", () => {
  test("says what was paid, and names its payment and account before it is verified", () => {
    expect(verify(signed())).toEqual({ kind: "event", event: PAID });
    expect(claimIn(alipayWebhooks, raw(signed({}, other.privateKey)))).toBe(PAYMENT);
    expect(accountIn(alipayWebhooks, raw(signed({}, other.privateKey)))).toBe(APP_ID);
    expect(alipayWebhooks.reply).toEqual({ httpStatus: 200, contentType: "text/plain", body: "success" });
  });

  test.each([
    [{ trade_status: "TRADE_FINISHED" }, "paid"],
    [{ trade_status: "TRADE_CLOSED" }, "closed"],
    [{ gmt_refund: "2025-11-28 10:00:00", refund_fee: "5.00" }, "refunded"],
    [{ trade_status: "TRADE_CLOSED", refund_fee: "19.99" }, "refunded"],
    [{ trade_status: "TRADE_FINISHED", refund_fee: "0.01" }, "refunded"],
  ])("with %o is %s", (change, type) => {
    expect(verify(signed(change))).toMatchObject({ kind: "event", event: { type } });
  });

  test.each([
    [{ refund_fee: "0.00" }, "paid"],
    [{ refund_fee: "0" }, "paid"],
    [{ refund_fee: "", gmt_refund: "" }, "paid"],
    [{ refund_fee: "0.00", gmt_refund: "2025-11-28 10:00:00" }, "paid"],
    [{ trade_status: "TRADE_FINISHED", refund_fee: "0.00" }, "paid"],
    [{ trade_status: "TRADE_CLOSED", refund_fee: "0.00" }, "closed"],
  ])("with %o is %s: the amount decides, and not that the parameter is there", (change, type) => {
    const verdict = verify(signed(change));
    expect(verdict).toMatchObject({ kind: "event", event: { type } });
    expect(verdict).not.toHaveProperty("event.refunded");
  });

  test("of a refund says what has gone back in all, and which refund of ours it was", () => {
    const number = NUMBER.replace("pay_", "ref_");
    expect(verify(signed({ refund_fee: "5.00", out_biz_no: number }))).toMatchObject({
      event: { refunded: { amount: 500, currency: "CNY" }, refundId: PAYMENT.replace("pay_", "ref_") },
    });
    expect(verify(signed({ refund_fee: "5.00", out_biz_no: "HZRF001" }))).not.toHaveProperty("event.refundId");
  });

  test.each([{ refund_fee: "some" }, { gmt_refund: "2025-11-28 10:00:00" }, { refund_fee: "0.001" }])(
    "of a refund whose amount cannot be read is one all the same: %o",
    (change) => {
      const verdict = verify(signed(change));
      expect(verdict).toMatchObject({ kind: "event", event: { type: "refunded" } });
      expect(verdict).not.toHaveProperty("event.refunded");
    },
  );

  test.each([
    ["another app's", { app_id: "2021000000000002" }, "account"],
    ["a state without money", { trade_status: "WAIT_BUYER_PAY" }, "type"],
    ["no state", { trade_status: undefined }, "type"],
    ["a number that is none of ours", { out_trade_no: "20160806151343349" }, "foreign"],
  ])("that is genuine and nothing of ours is acknowledged and not refused: %s", (_, change, why) => {
    expect(verify(signed(change))).toEqual(ignored(why));
  });

  test("is for the seller that is configured, or for nobody", () => {
    const sold = (sellerId: string) => verdictOf(alipayWebhooks, raw(signed()), { ...config, sellerId }, NOW_MS);
    expect(sold("2088101106499364").kind).toBe("event");
    expect(sold("2088101106499365")).toEqual(ignored("account"));
  });

  test.each([
    ["no amount", { total_amount: undefined }, "amount"],
    ["an amount that is none", { total_amount: "19.999" }, "amount"],
    ["no trade number", { trade_no: "" }, "providerReference"],
  ])("with %s is kept without it: a person gets to see it", (_, change, name) => {
    const { [name as "amount"]: __, ...rest } = PAID;
    expect(verify(signed(change))).toEqual({ kind: "event", event: rest });
  });

  test("without an id is malformed, although it is signed", () => {
    expect(verify(signed({ notify_id: undefined }))).toEqual(refused(400, "malformed"));
  });

  test.each(["", "&&&", "a", "%", "out_trade_no=%ff", "=x", "a=b=c", "a=1&a=1"])("that is %j is no form", (text) => {
    expect(verify(text)).toEqual(refused(400, "malformed"));
    expect(claimIn(alipayWebhooks, raw(text))).toBeUndefined();
  });
});

test("a form with more parameters than any vendor sends is no form, although it is signed", () => {
  const withParameters = (count: number) => {
    const names = Array.from({ length: count - Object.keys(NOTICE).length - 2 }, (_, at) => [`p${at}`, "1"]);
    return verify(signed(Object.fromEntries(names)));
  };
  expect(withParameters(200)).toMatchObject({ kind: "event" });
  expect(withParameters(201)).toEqual(refused(400, "malformed"));
});

describe("a signature", () => {
  test("by somebody else is refused", () => {
    expect(verify(signed({}, other.privateKey))).toEqual(refused(401, "signature"));
  });

  test.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["no base64", "***"],
  ])("that is %s is malformed", (_, sign) => {
    const form = signed();
    if (sign === undefined) form.delete("sign");
    else form.set("sign", sign);
    expect(verify(form)).toEqual(refused(400, "malformed"));
  });

  test("has one spelling only", () => {
    const form = signed();
    const sign = String(form.get("sign"));
    for (const spelled of [` ${sign}`, sign.replace(/=+$/, ""), `${sign}\n`, sign.replace(/(.)==$/, "!$1==")]) {
      form.set("sign", spelled);
      expect(verify(form)).toEqual(refused(400, "malformed"));
    }
  });

  test.each(["RSA", "MD5", ""])("of type %j is malformed: nobody chooses a weaker one", (type) => {
    const form = signed();
    form.set("sign_type", type);
    expect(verify(form)).toEqual(refused(400, "malformed"));
  });

  test.each(Object.keys(NOTICE))("covers %s", (name) => {
    const form = signed();
    form.set(name, `${NOTICE[name]}1`);
    expect(verify(form)).toEqual(refused(401, "signature"));
    form.delete(name);
    expect(verify(form)).toEqual(refused(401, "signature"));
  });

  test("covers what is added", () => {
    const form = signed();
    form.set("refund_fee", "1.00");
    expect(verify(form)).toEqual(refused(401, "signature"));
  });

  test("is accepted from each of Alipay's keys while both are in use", () => {
    const both = { ...config, alipayPublicKeys: [other, alipay].map(({ publicKey }) => bare(publicKey, "spki")) };
    for (const { privateKey } of [other, alipay]) {
      expect(verdictOf(alipayWebhooks, raw(signed({}, privateKey)), both, NOW_MS).kind).toBe("event");
    }
  });

  test("is tried once with each key, in however many accounts it stands", () => {
    const verifications = jest.spyOn(Object.getPrototypeOf(createVerify("RSA-SHA256")), "verify");
    const keys = [alipay, other].map(({ publicKey }) => bare(publicKey, "spki"));
    const webhook = alipayWebhooks.read(raw(signed({ subject: "another" })), NOW_MS);
    const forged = alipayWebhooks.read(raw(signed().toString().replace("19.99", "0.01")), NOW_MS);
    for (let account = 0; account < 200; account += 1) {
      const verdicts = [webhook, forged].map(
        (read) => read.kind === "unverified" && read.verify({ ...config, alipayPublicKeys: keys }).kind,
      );
      expect(verdicts).toEqual(["event", "refused"]);
    }
    // The one that fits at once, and both for what neither has signed.
    expect(verifications).toHaveBeenCalledTimes(1 + 2);
    verifications.mockRestore();
  });

  test("is verified with a key that was read once for all notifications", () => {
    const text = bare(other.publicKey, "pkcs1");
    const key = readPublicKey(text);
    expect(readPublicKey(text)).toBe(key);
    // However many others there are, they do not fill the memory.
    for (let n = 0; n < 4000; n++) expect(readPublicKey(`no key ${n}`)).toBeUndefined();
    expect(readPublicKey(text)).not.toBe(key);
  });

  test("is accepted although one of several keys cannot be read, and refused when none can", () => {
    const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
    const broken = ["canary", "", bare(elliptic, "spki")];
    for (const alipayPublicKeys of [
      [...broken, bare(alipay.publicKey, "spki")],
      [bare(alipay.publicKey, "spki"), ...broken],
    ])
      expect(verdictOf(alipayWebhooks, raw(signed()), { ...config, alipayPublicKeys }, NOW_MS).kind).toBe("event");
    const none = verdictOf(alipayWebhooks, raw(signed()), { ...config, alipayPublicKeys: broken }, NOW_MS);
    expect(none).toEqual(refused(401, "signature"));
  });

  test("with a flipped bit anywhere is refused, or says the same in another spelling", () => {
    const webhook = raw(signed());
    const { believed, respelled } = flipEveryBit(alipayWebhooks, webhook, config, NOW_MS);
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

  test("holds for whatever is signed", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: "binary" }), (subject, extra) => {
        const change = { subject, passback_params: extra };
        fc.pre(subject.isWellFormed() && extra.isWellFormed());
        expect(verify(signed(change))).toEqual({ kind: "event", event: PAID });
        const form = signed(change);
        form.set("subject", `${subject}.`);
        expect(verify(form)).toEqual(refused(401, "signature"));
      }),
      { numRuns: 50 },
    );
  });
});

test("a merchant's other channel verifies nothing", () => {
  const epay = { channel: "epay" as const, pid: APP_ID, keys: ["k"], gateway: "" };
  expect(verdictOf(alipayWebhooks, raw(signed()), epay, NOW_MS)).toEqual(refused(401, "app"));
});
