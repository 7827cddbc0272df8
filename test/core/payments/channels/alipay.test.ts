import { describe, expect, test } from "@jest/globals";
import { type AlipayDouble, APP_ID, failure, isSigned, success } from "./alipay-double.ts";
import { AMOUNT, alipayWorld, app, cancelCall, chargeCall, NUMBER, ref, refundCall } from "./alipay-world.ts";

const world = alipayWorld();
const give = (content: Record<string, unknown>) => Object.assign(world.double, { next: () => content });
const charged = async (status?: Parameters<AlipayDouble["scan"]>[1]) => {
  await world.channel.charge(chargeCall);
  return world.double.scan(NUMBER, status);
};
const methods = () => world.double.calls.map(({ url }) => url.searchParams.get("method"));

describe("charge", () => {
  test("asks for a code with the documented request, signed with the app's key", async () => {
    expect(await world.channel.charge({ ...chargeCall, description: "书/两本=&公斤" })).toEqual({
      outcome: "requires-action",
      paymentUrl: `https://qr.alipay.com/${NUMBER}`,
    });
    const [call] = world.double.calls;
    expect(world.double.forged).toHaveLength(0);
    expect(call?.method).toBe("POST");
    expect(Object.fromEntries(call?.url.searchParams ?? [])).toMatchObject({
      ...{ app_id: APP_ID, method: "alipay.trade.precreate", charset: "utf-8", sign_type: "RSA2", version: "1.0" },
      ...{ timestamp: "2025-11-27 23:30:05", notify_url: chargeCall.notifyUrl },
    });
    const biz = JSON.parse(new URLSearchParams(call?.body).get("biz_content") ?? "");
    expect(biz).toEqual({
      ...{ out_trade_no: NUMBER, total_amount: "19.99", subject: "书 两本 公斤", time_expire: "2025-11-28 00:00:05" },
    });
  });

  test("gives a signed page without asking anybody, the same for every send", async () => {
    const channel = await world.open({ mode: "page" });
    const call = { ...chargeCall, returnUrl: "https://shop.example/back?a=1" };
    const outcome = await channel.charge(call);
    expect(await channel.charge(call)).toEqual(outcome);
    expect(world.double.calls).toHaveLength(0);
    const url = new URL(outcome.outcome === "requires-action" ? outcome.paymentUrl : "");
    const { sign = "", ...params } = Object.fromEntries(url.searchParams);
    expect(isSigned(params, sign, app.publicKey)).toBe(true);
    expect(params).toMatchObject({
      ...{ method: "alipay.trade.page.pay", return_url: "https://shop.example/back?a=1" },
      timestamp: "2025-11-27 23:30:05",
    });
    expect(JSON.parse(params.biz_content ?? "")).toMatchObject({
      ...{ out_trade_no: NUMBER, total_amount: "19.99", product_code: "FAST_INSTANT_TRADE_PAY", subject: "order-1" },
    });
  });

  test.each(["USD", "JPY"])("in %s is declined and never sent", async (currency) => {
    const outcome = await world.channel.charge({ ...chargeCall, amount: { amount: 100, currency } });
    expect(outcome).toEqual({ outcome: "declined", reason: "amount-unsupported" });
    expect(world.double.calls).toHaveLength(0);
  });

  test.each([
    [failure("ACQ.TOTAL_FEE_EXCEED"), { outcome: "declined", reason: "amount-unsupported" }],
    [failure("ACQ.TRADE_HAS_CLOSE"), { outcome: "declined", reason: "expired" }],
    [failure("ACQ.TRADE_HAS_SUCCESS"), { outcome: "unknown", reason: "request-refused" }],
    [failure("ACQ.CONTEXT_INCONSISTENT"), { outcome: "unknown", reason: "request-refused" }],
    [failure("ACQ.SYSTEM_ERROR"), { outcome: "unknown", reason: "server-error" }],
    [failure("aop.unknow-error", "20000"), { outcome: "unknown", reason: "server-error" }],
    [failure("isv.app-call-limited", "40005"), { outcome: "unknown", reason: "throttled" }],
    [failure("isv.invalid-app-id", "40002"), { outcome: "unknown", reason: "channel-unusable" }],
    [failure("isv.invalid-signature", "40002"), { outcome: "unknown", reason: "channel-unusable" }],
    [failure("isv.invalid-parameter", "40002"), { outcome: "unknown", reason: "request-refused" }],
    [failure("?", "77777"), { outcome: "unknown", reason: "response-invalid" }],
    [success({ out_trade_no: "x", qr_code: "https://a.b" }), { outcome: "unknown", reason: "response-invalid" }],
    [success({ out_trade_no: NUMBER, qr_code: "javascript:1" }), { outcome: "unpayable" }],
    [success({ out_trade_no: NUMBER }), { outcome: "unpayable" }],
    [success({ out_trade_no: NUMBER, qr_code: 7 }), { outcome: "unknown", reason: "response-invalid" }],
  ])("an answer of %o", async (content, expected) => {
    give(content);
    expect(await world.channel.charge(chargeCall)).toEqual(expected);
  });

  test("a code that was paid before its answer was lost is found by a query", async () => {
    await charged("TRADE_SUCCESS");
    expect(await world.channel.charge(chargeCall)).toEqual({ outcome: "unknown", reason: "request-refused" });
    expect(await world.channel.query(ref)).toMatchObject({ outcome: "succeeded" });
  });
});

describe("query", () => {
  test("finds no trade before somebody has scanned the code", async () => {
    await world.channel.charge(chargeCall);
    expect(await world.channel.query(ref)).toEqual({ outcome: "not-found" });
  });

  test.each([
    ["WAIT_BUYER_PAY", { outcome: "requires-action", providerReference: expect.any(String) }],
    ["TRADE_SUCCESS", { outcome: "succeeded", amount: AMOUNT, providerReference: expect.any(String) }],
    ["TRADE_FINISHED", { outcome: "succeeded", amount: AMOUNT, providerReference: expect.any(String) }],
    ["TRADE_CLOSED", { outcome: "declined", reason: "expired" }],
  ] as const)("a trade that is %s", async (status, expected) => {
    await charged(status);
    expect(await world.channel.query(ref)).toEqual(expected);
  });

  const paid = { out_trade_no: NUMBER, trade_no: "20251", trade_status: "TRADE_SUCCESS", total_amount: "19.99" };
  test.each([
    ["another amount", { total_amount: "19.98" }, "amount-mismatch"],
    ["more digits than fen", { total_amount: "19.991" }, "amount-mismatch"],
    ["an amount with an exponent", { total_amount: "1999e-2" }, "amount-mismatch"],
    ["no amount", { total_amount: undefined }, "amount-mismatch"],
    ["another trade", { out_trade_no: "pay_my_shop_2" }, "response-invalid"],
    ["a status nobody has heard of", { trade_status: "PAID" }, "response-invalid"],
    ["a status that is a list", { trade_status: ["TRADE_SUCCESS"] }, "response-invalid"],
    ["no trade number", { trade_no: "" }, "response-invalid"],
  ])("%s is not believed", async (_, change, reason) => {
    give(success({ ...paid, ...change }));
    expect(await world.channel.query(ref)).toEqual({ outcome: "unknown", reason });
  });

  test.each(["19.99", 19.99, "19.990"])("takes %p for what it is", async (total) => {
    give(success({ ...paid, total_amount: total }));
    expect(await world.channel.query(ref)).toMatchObject({ outcome: "succeeded" });
  });
});

describe("cancel", () => {
  test("asks first, then closes what is open, as often as it is asked", async () => {
    await charged();
    expect(await world.channel.cancel(cancelCall)).toEqual({ outcome: "cancelled", amount: 0 });
    expect(await world.channel.cancel(cancelCall)).toEqual({ outcome: "cancelled", amount: 0 });
    expect(methods()).toEqual(["precreate", "query", "cancel", "query"].map((verb) => `alipay.trade.${verb}`));
  });

  test("leaves what is paid to a refund", async () => {
    await charged("TRADE_SUCCESS");
    expect(await world.channel.cancel(cancelCall)).toMatchObject({ outcome: "captured", amount: AMOUNT });
  });

  test("tells what an earlier cancel gave back whose answer was lost", async () => {
    const trade = await charged("TRADE_SUCCESS");
    trade.status = "TRADE_CLOSED";
    expect(await world.channel.cancel(cancelCall)).toEqual({ outcome: "cancelled", amount: 1999 });
  });

  test.each([
    [success({ out_trade_no: NUMBER, retry_flag: "N", action: "refund" }), { outcome: "cancelled", amount: 1999 }],
    [success({ out_trade_no: NUMBER, retry_flag: "Y" }), { outcome: "unknown", reason: "server-error" }],
    [success({ out_trade_no: NUMBER, retry_flag: "N" }), { outcome: "not-found" }],
    [success({ out_trade_no: NUMBER, action: "dance" }), { outcome: "unknown", reason: "response-invalid" }],
    [success({ out_trade_no: "x", action: "close" }), { outcome: "unknown", reason: "response-invalid" }],
    [failure("ACQ.SYSTEM_ERROR"), { outcome: "unknown", reason: "server-error" }],
  ])("a cancel answered with %o", async (content, expected) => {
    await charged();
    Object.assign(world.double, {
      next: (answer: Record<string, unknown>) =>
        "trade_status" in answer ? { ...answer, trade_status: "WAIT_BUYER_PAY" } : content,
    });
    expect(await world.channel.cancel(cancelCall)).toEqual(expected);
  });

  test("of a code that nobody has scanned finds nothing", async () => {
    await world.channel.charge(chargeCall);
    expect(await world.channel.cancel(cancelCall)).toEqual({ outcome: "not-found" });
  });

  test("closes a page's trade, and one that nobody opened is not found", async () => {
    const channel = await world.open({ mode: "page" });
    expect(await channel.cancel(cancelCall)).toEqual({ outcome: "not-found" });
    await charged();
    expect(await channel.cancel(cancelCall)).toEqual({ outcome: "cancelled", amount: 0 });
    expect(methods().at(-1)).toBe("alipay.trade.close");
  });

  test("finds a page's trade paid that it could not close", async () => {
    const channel = await world.open({ mode: "page" });
    const trade = await charged();
    world.double.next = (answer) => {
      trade.status = "TRADE_SUCCESS";
      return answer;
    };
    expect(await channel.cancel(cancelCall)).toMatchObject({ outcome: "captured", amount: AMOUNT });
    expect(methods().slice(1)).toEqual(["query", "close", "query"].map((verb) => `alipay.trade.${verb}`));
  });
});

describe("refund", () => {
  test("pays back under its own number, once, and a repetition is found by a query", async () => {
    await charged("TRADE_SUCCESS");
    const call = refundCall(500);
    expect(await world.channel.queryRefund(call)).toEqual({ outcome: "not-found" });
    expect(await world.channel.refund(call)).toMatchObject({ outcome: "succeeded" });
    expect(await world.channel.refund(call)).toEqual({ outcome: "unknown", reason: "pending" });
    expect(await world.channel.queryRefund(call)).toMatchObject({ outcome: "succeeded" });
    const [biz] = [...world.double.trades.values()].map(({ refunds }) => [...refunds]);
    expect(biz).toEqual([["ref_my_shop_01K0000000BBBBBBBBBBBBBBBB", "5.00"]]);
  });

  test.each([
    ["more than was paid", "TRADE_SUCCESS", 2000, "exceeds-charge"],
    ["what is not paid", "WAIT_BUYER_PAY", 500, "not-captured"],
  ] as const)("of %s is refused", async (_, status, amount, reason) => {
    await charged(status);
    expect(await world.channel.refund(refundCall(amount))).toEqual({ outcome: "declined", reason });
  });

  test("of no trade is refused", async () => {
    expect(await world.channel.refund(refundCall(5))).toEqual({ outcome: "declined", reason: "not-captured" });
  });

  test("that an earlier send of its own makes impossible has succeeded", async () => {
    await charged("TRADE_SUCCESS");
    await world.channel.refund(refundCall(1999));
    Object.assign(world.double, {
      next: (answer: Record<string, unknown>) => ("fund_change" in answer ? failure("ACQ.TRADE_HAS_CLOSE") : answer),
    });
    expect(await world.channel.refund(refundCall(1999))).toMatchObject({ outcome: "succeeded" });
  });

  test.each([
    ["pay_my-shop_01K0000000AAAAAAAAAAAAAAAA#cancel", "pay_my_shop_01K0000000AAAAAAAAAAAAAAAA_cancel"],
    [`pay_${"a".repeat(32)}_01K0000000AAAAAAAAAAAAAAAA#cancel`, expect.stringMatching(/^[0-9a-f]{64}$/)],
  ])("with the id %s has a number that Alipay takes, the same every time", async (refundId, number) => {
    const trade = await charged("TRADE_SUCCESS");
    await world.channel.refund(refundCall(500, refundId));
    expect([...trade.refunds.keys()]).toEqual([number]);
    expect(await world.channel.queryRefund(refundCall(500, refundId))).toMatchObject({ outcome: "succeeded" });
  });

  test("under a number that was used for another amount proves nothing", async () => {
    await charged("TRADE_SUCCESS");
    await world.channel.refund(refundCall(500));
    expect(await world.channel.refund(refundCall(600))).toEqual({ outcome: "unknown", reason: "request-refused" });
    expect(await world.channel.queryRefund(refundCall(600))).toEqual({ outcome: "unknown", reason: "amount-mismatch" });
  });

  test.each([{}, { refund_status: "", refund_amount: "" }, { refund_amount: "0.00" }, { refund_amount: 0 }])(
    "a query answered with a refund of nothing finds none: %o",
    async (content) => {
      give(success({ out_trade_no: NUMBER, trade_no: "2025", ...content }));
      expect(await world.channel.queryRefund(refundCall(500))).toEqual({ outcome: "not-found" });
    },
  );

  test.each([
    [{}, 0],
    [{ send_pay_date: "" }, 0],
    [{ send_pay_date: "2025-11-27 15:45:57" }, 1999],
  ])("a cancel of a closed trade gave back what was paid, judged by a date that is one: %o", async (paid, amount) => {
    give(
      success({ out_trade_no: NUMBER, trade_no: "2025", total_amount: "19.99", trade_status: "TRADE_CLOSED", ...paid }),
    );
    expect(await world.channel.cancel(cancelCall)).toEqual({ outcome: "cancelled", amount });
  });

  test.each([
    [{ refund_status: "REFUND_PROCESSING", refund_amount: "5.00" }, "pending"],
    [{ refund_amount: "5.00" }, "pending"],
    [{ refund_status: "REFUND_SUCCESS", refund_amount: "5.00", out_request_no: "another" }, "response-invalid"],
    [{ refund_status: 1 }, "response-invalid"],
  ])("a query answered with %o", async (content, reason) => {
    give(success({ out_trade_no: NUMBER, trade_no: "2025", ...content }));
    expect(await world.channel.queryRefund(refundCall(500))).toEqual({ outcome: "unknown", reason });
  });
});
