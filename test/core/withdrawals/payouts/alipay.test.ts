import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PayoutCall, PayoutProvider } from "../../../../core/withdrawals/domain/payout-provider.ts";
import { makeAlipayPayouts } from "../../../../core/withdrawals/payouts/alipay.ts";
import { APP_ID, bare, failure, makeKeys, signedAnswer, success } from "../../payments/channels/alipay-double.ts";
import { hangUp, nothing, send } from "../../payments/channels/vendor-double.ts";
import { startAlipayTransfersDouble, type TransfersDouble } from "./alipay-transfers-double.ts";

const app = makeKeys();
const alipay = makeKeys();
const WITHDRAWAL = "wdr_my-shop_01K0000000AAAAAAAAAAAAAAAA";
const NUMBER = "wdr_my_shop_01K0000000AAAAAAAAAAAAAAAA";

let double: TransfersDouble;
let provider: PayoutProvider;

beforeAll(async () => {
  double = await startAlipayTransfersDouble(app, alipay);
  provider = await open();
});
beforeEach(() => {
  double.reset();
  double.orders.clear();
  Object.assign(double, { next: undefined, becomes: {} });
});
afterAll(() => double.stop());

const open = (change: object = {}, callTimeoutMs = 5000) => {
  const keys = { privateKey: bare(app.privateKey, "pkcs8"), alipayPublicKeys: [bare(alipay.publicKey, "spki")] };
  const config = { appId: APP_ID, ...keys, gateway: `${double.origin}/gateway.do`, ...change };
  return makeAlipayPayouts(config, { clock: () => Date.UTC(2025, 10, 27), callTimeoutMs });
};
const callOf = (change: Partial<PayoutCall> = {}): PayoutCall => ({
  ...{ withdrawalId: WITHDRAWAL, withdrawalNo: "W-1", net: { amount: 1999, currency: "CNY" } },
  ...{ account: "ada@example.com", holder: "艾达（上海）", timeoutMs: 5000 },
  ...change,
});
const unknown = (reason: string) => ({ outcome: "unknown", reason });
const paid = { outcome: "paid", providerReference: "order-AAAA" };

describe("a payout", () => {
  test("is a transfer in yuan under the withdrawal's number, to whoever logs in so and has that name", async () => {
    expect(await provider.pay(callOf())).toEqual(paid);
    expect(double.orders.get(NUMBER)?.biz).toEqual({
      ...{ product_code: "TRANS_ACCOUNT_NO_PWD", biz_scene: "DIRECT_TRANSFER", out_biz_no: NUMBER },
      ...{ trans_amount: "19.99", order_title: "W-1" },
      payee_info: { identity: "ada@example.com", identity_type: "ALIPAY_LOGON_ID", name: "艾达（上海）" },
    });
    expect(await provider.query(callOf())).toEqual(paid);
  });

  test("to a user's number says that it is one", async () => {
    await provider.pay(callOf({ account: "2088101106499364", holder: undefined }));
    const payee = { identity: "2088101106499364", identity_type: "ALIPAY_USER_ID" };
    expect(double.orders.get(NUMBER)?.biz.payee_info).toEqual(payee);
  });

  test("names the certificates that Alipay asks for where money goes out", async () => {
    const certified = await open({ appCertSn: "c".repeat(32), alipayRootCertSn: "r".repeat(32) });
    expect(await certified.pay(callOf())).toEqual(paid);
    expect(Object.fromEntries(double.calls[0]?.url.searchParams ?? [])).toMatchObject({
      app_cert_sn: "c".repeat(32),
      alipay_root_cert_sn: "r".repeat(32),
    });
  });

  test("that is sent again under the same number is one transfer", async () => {
    await provider.pay(callOf());
    expect(await provider.pay(callOf())).toEqual(paid);
    expect(double.orders.size).toBe(1);
  });

  test("of anything but yuan is declined without a call", async () => {
    const dollars = callOf({ net: { amount: 1, currency: "USD" } });
    expect(await provider.pay(dollars)).toEqual({ outcome: "declined", reason: "amount-unsupported" });
    expect(double.calls).toEqual([]);
  });

  test.each([
    ["PAYEE_NOT_EXIST", "account-unknown"],
    ["PAYEE_USER_INFO_ERROR", "holder-mismatch"],
    ["PAYER_BALANCE_NOT_ENOUGH", "platform-balance-insufficient"],
  ])("that is refused with %s is declined as %s, after it was looked for", async (refused, reason) => {
    double.becomes = { refused };
    expect(await provider.pay(callOf())).toEqual({ outcome: "declined", reason });
    expect(double.calls).toHaveLength(2);
  });

  test("that is refused although an earlier send of it was made is paid", async () => {
    await provider.pay(callOf());
    double.next = failure("PAYER_BALANCE_NOT_ENOUGH");
    expect(await provider.pay(callOf())).toEqual(paid);
  });

  test.each([
    [failure("SYSTEM_ERROR"), "server-error"],
    [failure("NEW_CODE"), "request-refused"],
    [failure("isv.invalid-signature", "40002"), "channel-unusable"],
    [success({ out_biz_no: "other", order_id: "1", status: "SUCCESS" }), "response-invalid"],
    [success({ out_biz_no: NUMBER, status: "SUCCESS" }), "response-invalid"],
    [success({ out_biz_no: NUMBER, order_id: "1", status: "NEW" }), "response-invalid"],
  ])("that is answered with %j is in doubt: %s", async (answer, reason) => {
    double.next = answer;
    expect(await provider.pay(callOf())).toEqual(unknown(reason));
  });
});

describe("a question", () => {
  const states: [status: string, told: object][] = [
    ["SUCCESS", paid],
    ["REFUND", paid],
    ["DEALING", unknown("pending")],
    ["WAIT_PAY", unknown("pending")],
    ["FAIL", { outcome: "declined", reason: "refused" }],
    ["CLOSED", { outcome: "declined", reason: "refused" }],
  ];
  test.each(states)("about one that is %s says so", async (status, told) => {
    double.becomes = { status };
    await provider.pay(callOf());
    expect(await provider.query(callOf())).toEqual(told);
  });

  test("about one that failed says why, in our own words", async () => {
    double.becomes = { status: "FAIL", error_code: "PAYEE_NOT_EXIST" };
    await provider.pay(callOf());
    expect(await provider.query(callOf())).toEqual({ outcome: "declined", reason: "account-unknown" });
  });

  test("about what is not there is answered so, and one with another amount is in doubt", async () => {
    expect(await provider.query(callOf())).toEqual({ outcome: "not-found" });
    await provider.pay(callOf());
    const other = callOf({ net: { amount: 2000, currency: "CNY" } });
    expect(await provider.query(other)).toEqual(unknown("amount-mismatch"));
  });
});

describe.each(["pay", "query"] as const)("%s", (name) => {
  test("whose answer is lost, late, unsigned or odd is in doubt", async () => {
    const forged = signedAnswer("alipay.fund.trans.uni.transfer", success({ status: "SUCCESS" }), app.privateKey);
    for (const [script, reason] of [
      [hangUp, "connection-failed"],
      [send(500, ""), "server-error"],
      [send(200, "<html>"), "response-invalid"],
      [send(200, forged), "response-invalid"],
    ] as const) {
      double.interceptWith(script, 1);
      expect(await provider[name](callOf())).toEqual(unknown(reason));
    }
    double.interceptWith(nothing, 1);
    expect(await (await open({}, 50))[name](callOf())).toEqual(unknown("timeout"));
  });
});

test("a configuration that cannot work is found at its start, and its error quotes nothing of it", async () => {
  await expect(open({ privateKey: "canary" })).rejects.toThrow(/private key/);
  await expect(open({ privateKey: "canary" })).rejects.not.toThrow(/canary/);
});
