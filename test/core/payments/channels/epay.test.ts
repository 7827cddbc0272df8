import { describe, expect, test } from "@jest/globals";
import { KEY, PID } from "./epay-double.ts";
import { AMOUNT, called, cancelCall, chargeCall, epayWorld, MAPI, PAYMENT, ref, refundCall } from "./epay-world.ts";
import { hangUp, send } from "./vendor-double.ts";

const world = epayWorld();

describe("charge", () => {
  test("gives the customer a signed page of the gateway, without asking it", async () => {
    const returnUrl = "https://shop.example/back?a=1&b=2";
    const outcome = await world.open({ type: "alipay" }).charge({
      ...chargeCall,
      returnUrl,
      description: "VIP会员&money=0.01",
    });
    expect(world.double.calls).toHaveLength(0);
    expect(outcome).toEqual({
      outcome: "requires-action",
      paymentUrl: expect.stringContaining(`${world.double.origin}/pay/submit.php?`),
    });
    expect(outcome).not.toEqual(expect.objectContaining({ paymentUrl: expect.stringContaining(KEY) }));
    const order = world.double.open(outcome.outcome === "requires-action" ? outcome.paymentUrl : "");
    expect(order?.form).toMatchObject({
      ...{ pid: PID, type: "alipay", out_trade_no: PAYMENT, money: "19.99", name: "VIP会员 money 0.01" },
      ...{ notify_url: chargeCall.notifyUrl, return_url: returnUrl, sign_type: "MD5" },
    });
  });

  test("the payment method chooses the way to pay", async () => {
    const outcome = await world.open({ type: "alipay" }).charge({ ...chargeCall, paymentMethod: "wxpay" });
    expect(outcome).toMatchObject({ paymentUrl: expect.stringContaining("type=wxpay") });
  });

  test("asks the gateway when it is told to and knows the customer's address", async () => {
    const charged = {
      outcome: "requires-action",
      paymentUrl: `https://pay.example/pay/${PAYMENT}`,
      providerReference: "201608061",
    };
    expect(await world.open(MAPI).charge(called)).toEqual(charged);
    expect(await world.open(MAPI).charge(called)).toEqual(charged);
    expect(world.double.calls[0]).toMatchObject({ method: "POST" });
    expect(world.double.calls[0]?.url.pathname).toBe("/pay/mapi.php");
    expect(world.double.orders.get(PAYMENT)?.form).toMatchObject({ clientip: "192.0.2.7", type: "alipay" });
    expect(await world.open(MAPI).charge(chargeCall)).toMatchObject({
      paymentUrl: expect.stringContaining("/submit.php?"),
    });
  });

  test.each([
    [
      { code: 1, trade_no: "1", qrcode: "weixin://wxpay/bizpayurl?pr=1" },
      { outcome: "requires-action", paymentUrl: "weixin://wxpay/bizpayurl?pr=1", providerReference: "1" },
    ],
    [
      { code: "1", qrcode: "https://qr.example/1" },
      { outcome: "requires-action", paymentUrl: "https://qr.example/1" },
    ],
    [
      { code: 1, urlscheme: "weixin://dl/business/?ticket=1" },
      { outcome: "requires-action", paymentUrl: "weixin://dl/business/?ticket=1" },
    ],
    [
      { code: 1, qrcode: "alipays://platformapi/startapp?appId=1" },
      { outcome: "requires-action", paymentUrl: "alipays://platformapi/startapp?appId=1" },
    ],
    [
      { code: 1, trade_no: "1" },
      { outcome: "unpayable", providerReference: "1" },
    ],
    [{ code: 1, payurl: "javascript:1" }, { outcome: "unpayable" }],
    [
      { code: -1, msg: "x" },
      { outcome: "unknown", reason: "request-refused" },
    ],
    [
      { code: "error", msg: "x" },
      { outcome: "unknown", reason: "request-refused" },
    ],
  ])("a creation answered with %o", async (body, expected) => {
    world.double.interceptWith(send(200, body, "text/html"));
    expect(await world.open(MAPI).charge(called)).toEqual(expected);
  });

  test("in another currency is declined and never sent", async () => {
    const outcome = await world.open(MAPI).charge({ ...called, amount: { amount: 100, currency: "USD" } });
    expect(outcome).toEqual({ outcome: "declined", reason: "amount-unsupported" });
    expect(world.double.calls).toHaveLength(0);
  });
});

describe("query and cancel", () => {
  const reference = "2016080622555342651";
  test.each([
    [0, { outcome: "requires-action" }, { outcome: "cancelled", amount: 0 }],
    [
      1,
      { outcome: "succeeded", amount: AMOUNT, providerReference: reference },
      { outcome: "captured", amount: AMOUNT, providerReference: reference },
    ],
    [2, { outcome: "declined", reason: "refused" }, { outcome: "cancelled", amount: 1999 }],
    [3, { outcome: "unknown", reason: "response-invalid" }, { outcome: "unknown", reason: "response-invalid" }],
  ])("an order in state %i", async (status, queried, cancelled) => {
    await world.ordered(status);
    expect(await world.open().query(ref)).toEqual(queried);
    expect(await world.open().cancel(cancelCall)).toEqual(cancelled);
    expect(world.double.calls[0]?.url.searchParams.get("key")).toBe(KEY);
  });

  test("an order that nobody opened is not found", async () => {
    expect(await world.open().query(ref)).toEqual({ outcome: "not-found" });
    expect(await world.open().cancel(cancelCall)).toEqual({ outcome: "not-found" });
  });

  test("a wrong key is not taken for a missing order", async () => {
    expect(await world.open({ keys: ["other"] }).query(ref)).toEqual({ outcome: "unknown", reason: "request-refused" });
  });

  const paid = { code: 1, pid: PID, out_trade_no: PAYMENT, trade_no: "2016", money: "19.99", status: 1 };
  test.each([
    ["another amount", { money: "19.98" }, "amount-mismatch"],
    ["a part of a fen", { money: "19.991" }, "amount-mismatch"],
    ["no amount", { money: undefined }, "response-invalid"],
    ["another order", { out_trade_no: "x" }, "response-invalid"],
    ["another merchant", { pid: "1002" }, "response-invalid"],
    ["a state in words", { status: "paid" }, "response-invalid"],
    ["no trade number", { trade_no: "" }, "response-invalid"],
    ["a code in words", { code: true }, "response-invalid"],
  ])("%s is not believed", async (_, change, reason) => {
    world.double.interceptWith(send(200, { ...paid, ...change }));
    expect(await world.open().query(ref)).toEqual({ outcome: "unknown", reason });
  });

  test.each([
    ["quoted numbers", { code: "1", pid: 1001, status: "1" }],
    ["an amount as a number", { money: 19.99 }],
    ["an amount with more zeros", { money: "19.9900" }],
  ])("%s are taken for what they are", async (_, change) => {
    world.double.interceptWith(send(200, { ...paid, ...change }));
    expect(await world.open().query(ref)).toMatchObject({ outcome: "succeeded", amount: AMOUNT });
  });
});

describe("refund", () => {
  test("pays back, and a full one shows on the order", async () => {
    const order = await world.ordered(1);
    expect(await world.open().refund({ ...refundCall(1999), providerReference: "2016" })).toEqual({
      outcome: "succeeded",
      providerReference: "2016",
    });
    expect(order?.refunded).toEqual(["19.99"]);
    expect(world.double.calls.map(({ url }) => url.searchParams.get("act"))).toEqual(["order", "refund"]);
    expect(await world.open().queryRefund(refundCall(1999))).toMatchObject({ outcome: "succeeded" });
  });

  test("in full that was made already, in whatever send, is not made again", async () => {
    const order = await world.ordered(1);
    await world.open().refund(refundCall(1999));
    expect(await world.open().refund(refundCall(1999))).toMatchObject({ outcome: "succeeded" });
    expect(order?.refunded).toEqual(["19.99"]);
  });

  test("of a part can never be looked up, so it is never sent again", async () => {
    const order = await world.ordered(1);
    world.double.answerWith(hangUp, 1);
    expect(await world.open().refund(refundCall(500))).toEqual({ outcome: "unknown", reason: "connection-failed" });
    expect(await world.open().queryRefund(refundCall(500))).toEqual({ outcome: "unknown", reason: "pending" });
    expect(order?.refunded).toEqual(["5.00"]);
  });

  test.each([
    [0, { outcome: "declined", reason: "not-captured" }],
    [2, { outcome: "unknown", reason: "request-refused" }],
  ])("of an order in state %i", async (status, expected) => {
    await world.ordered(status);
    expect(await world.open().refund(refundCall(500))).toEqual(expected);
  });

  test("that the gateway refuses is declined while the order is still paid", async () => {
    await world.ordered(1);
    world.double.interceptWith(send(200, { code: -1, msg: "余额不足" }), 1);
    expect(await world.open().refund(refundCall(500))).toEqual({ outcome: "declined", reason: "refused" });
  });
});

test.each([
  ["no key", { keys: [] }],
  ["an empty key", { keys: [""] }],
  ["no pid", { pid: "" }],
  ["an address that is none", { gateway: "canary" }],
])("a configuration with %s is refused at the start", (_, change) => {
  expect(() => world.open(change)).toThrow(/^((?!canary).)*$/);
});
