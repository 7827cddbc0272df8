import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { verifySignature } from "../../../../core/foundation/domain/request-signature.ts";
import { makeSandboxChannel } from "../../../../core/payments/channels/sandbox.ts";
import type { ChargeCall, RefundCall } from "../../../../core/payments/domain/channel.ts";
import {
  cutWithinBody,
  type ExchangeDouble,
  sendBytes,
  sendForEver,
  sendJson,
  startExchangeDouble,
} from "../../redemptions/exchange/exchange-double.ts";

const SECRET = "0123456789abcdef";
const NOW_MS = 1_700_000_000_500;
const amount = { amount: 2500, currency: "USD" };
const paymentId = "pay_acme_01J";
const refundId = "ref_acme_01J";
const CALL: ChargeCall = {
  providerKey: `${paymentId}#charge`,
  paymentId,
  orderNo: "A-1",
  amount,
  paymentMethod: "pm_ok",
  customerId: "of nobody's business",
  notifyUrl: "https://api.example/v1/webhooks/sandbox",
  returnUrl: "https://shop.example/done",
  timeoutMs: 5000,
};
const REF = { paymentId, orderNo: "A-1", amount, timeoutMs: 5000 };
const CANCEL = { ...REF, compensationKey: `${paymentId}#cancel` };
const REFUND: RefundCall = { ...REF, providerKey: refundId, refundId, chargeAmount: { ...amount, amount: 9000 } };

const SUCCEEDED = { status: "succeeded", paymentId, amount, reference: "sbx_1" };
const ACTION = { ...SUCCEEDED, status: "requires_action", paymentUrl: "https://api.example/_sandbox/channel/pay/1" };
const DECLINED = { status: "declined", paymentId, reason: "card-declined" };
const NOT_FOUND = { status: "not_found", paymentId };
const CANCELLED = { status: "cancelled", paymentId, amount };
const REFUNDED = { status: "succeeded", refundId, paymentId, amount, reference: "sbx_2" };
const REFUND_DECLINED = { status: "declined", refundId, reason: "exceeds-charge" };
const REFUND_NOT_FOUND = { status: "not_found", refundId };

let double: ExchangeDouble;
beforeAll(async () => {
  double = await startExchangeDouble();
});
afterAll(async () => {
  await double.stop();
});
beforeEach(() => {
  double.received.length = 0;
});

const channel = (baseUrl = double.baseUrl) => makeSandboxChannel({ baseUrl, secret: SECRET, clock: () => NOW_MS });
const CALLS = {
  charge: (timeoutMs = 5000) => channel().charge({ ...CALL, timeoutMs }),
  query: (timeoutMs = 5000) => channel().query({ ...REF, timeoutMs }),
  cancel: (timeoutMs = 5000) => channel().cancel({ ...CANCEL, timeoutMs }),
  refund: (timeoutMs = 5000) => channel().refund({ ...REFUND, timeoutMs }),
  queryRefund: (timeoutMs = 5000) => channel().queryRefund({ ...REFUND, timeoutMs }),
};
type CallName = keyof typeof CALLS;
const NAMES = Object.keys(CALLS) as CallName[];
const answers = (status: number, content: unknown, type?: string) => (response: ServerResponse) =>
  sendJson(response, status, content, type);
const unknown = (reason: string) => ({ outcome: "unknown", reason });

describe("sends the documented request, signed over its very bytes", () => {
  const { customerId: _none, timeoutMs: _own, ...wire } = CALL;
  test.each([
    ["charge", "/charges", CALL.providerKey, wire],
    ["query", "/charges/query", paymentId, { paymentId }],
    ["cancel", "/charges/cancel", CANCEL.compensationKey, { paymentId, compensationKey: CANCEL.compensationKey }],
    ["refund", "/refunds", refundId, { refundId, paymentId, amount }],
    ["queryRefund", "/refunds/query", refundId, { refundId }],
  ] as const)("%s", async (name, path, key, content) => {
    double.answerWith(answers(500, ""));
    await CALLS[name]();
    const [call] = double.received;
    expect([call?.method, call?.path]).toEqual(["POST", `/exchange${path}`]);
    expect(call?.headers).toMatchObject({
      "idempotency-key": key,
      "content-type": "application/json",
      connection: "close",
    });
    expect(JSON.parse(call?.body ?? "")).toEqual(content);
    const signed = { method: "POST", path, body: call?.body ?? "" };
    expect(verifySignature([SECRET], NOW_MS / 1000, String(call?.headers["tender-signature"]), signed)).toBe("valid");
  });
});

const PAID = { outcome: "succeeded", amount, providerReference: "sbx_1" };
const TO_ACT = { outcome: "requires-action", paymentUrl: ACTION.paymentUrl, providerReference: "sbx_1" };

describe("understands", () => {
  test.each([
    ["charge", { ...SUCCEEDED, extra: 1 }, PAID],
    ["charge", ACTION, TO_ACT],
    ["query", SUCCEEDED, PAID],
    ["query", ACTION, TO_ACT],
    ["query", NOT_FOUND, { outcome: "not-found" }],
    ["cancel", CANCELLED, { outcome: "cancelled", amount: 2500 }],
    ["cancel", { ...CANCELLED, amount: { ...amount, amount: 0 } }, { outcome: "cancelled", amount: 0 }],
    ["cancel", { ...CANCELLED, amount: { ...amount, amount: 7 } }, { outcome: "cancelled", amount: 7 }],
    ["cancel", NOT_FOUND, { outcome: "not-found" }],
    ["refund", REFUNDED, { outcome: "succeeded", providerReference: "sbx_2" }],
    ["queryRefund", REFUNDED, { outcome: "succeeded", providerReference: "sbx_2" }],
    ["queryRefund", REFUND_NOT_FOUND, { outcome: "not-found" }],
  ] as [CallName, object, object][])("%s answered %j", async (name, content, outcome) => {
    double.answerWith(answers(200, content, "application/json; charset=utf-8"));
    expect(await CALLS[name]()).toEqual(outcome);
  });

  test.each(["card-declined", "insufficient-funds", "method-refused", "expired", "refused"])(
    "the documented refusal %s",
    async (reason) => {
      double.answerWith(answers(200, { ...DECLINED, reason }));
      for (const name of ["charge", "query"] as const)
        expect(await CALLS[name]()).toEqual({ outcome: "declined", reason });
    },
  );

  test.each(["refused", "exceeds-charge", "not-captured"])("the documented refusal %s of a refund", async (reason) => {
    double.answerWith(answers(200, { ...REFUND_DECLINED, reason }));
    for (const name of ["refund", "queryRefund"] as const)
      expect(await CALLS[name]()).toEqual({ outcome: "declined", reason });
  });
});

type Script = (response: ServerResponse) => void;
const OK: Record<CallName, object> = {
  charge: SUCCEEDED,
  query: SUCCEEDED,
  cancel: CANCELLED,
  refund: REFUNDED,
  queryRefund: REFUNDED,
};
const ODD_TRANSPORT: [name: string, script: (content: object) => Script, reason: string][] = [
  ["a status of 500", (content) => answers(500, content), "server-error"],
  ["a status of 504", () => answers(504, ""), "server-error"],
  ["a status of 429", (content) => answers(429, content), "throttled"],
  ["a status of 401, as for a wrong clock", () => answers(401, DECLINED), "request-refused"],
  ["a status of 404", () => answers(404, NOT_FOUND), "request-refused"],
  ["a status of 422, although it says declined", () => answers(422, DECLINED), "request-refused"],
  ["a status of 201", (content) => answers(201, content), "response-invalid"],
  ["a redirect", () => (response) => response.writeHead(307, { Location: "/x" }).end(), "response-invalid"],
  ["another content type", (content) => answers(200, content, "text/html"), "response-invalid"],
  ["a body that is not JSON", () => answers(200, "<html>"), "response-invalid"],
  ["a body cut short", (content) => answers(200, JSON.stringify(content).slice(0, -2)), "response-invalid"],
  ["bytes that are not UTF-8", () => (response) => sendBytes(response, [0x22, 0xff, 0x22]), "response-invalid"],
  ["null", () => answers(200, "null"), "response-invalid"],
  ["a list", (content) => answers(200, [content]), "response-invalid"],
  ["an unknown status", (content) => answers(200, { ...content, status: "pending" }), "response-invalid"],
  ["no status", (content) => answers(200, { ...content, status: undefined }), "response-invalid"],
  [
    "the echo of something else",
    (content) => answers(200, { ...content, paymentId: "pay_x", refundId: "ref_x" }),
    "response-invalid",
  ],
  ["no echo", (content) => answers(200, { ...content, paymentId: undefined, refundId: undefined }), "response-invalid"],
  ["an answer without end", () => sendForEver, "response-too-large"],
  ["a connection cut before the answer", () => (response) => response.destroy(), "connection-failed"],
  ["a connection cut within the answer", () => cutWithinBody, "connection-failed"],
];

describe("an answer that proves nothing is unknown", () => {
  test.each(ODD_TRANSPORT)("%s", async (_name, script, reason) => {
    for (const name of NAMES) {
      double.answerWith(script(OK[name]));
      expect([name, await CALLS[name]()]).toEqual([name, unknown(reason)]);
    }
    expect(double.received).toHaveLength(NAMES.length);
  });

  test.each([
    ["a fraction", 25.5, "response-invalid"],
    ["in quotes", "2500", "response-invalid"],
    ["negative", -1, "response-invalid"],
    ["above 10^12", 1e12 + 1, "response-invalid"],
    ["another", 2501, "amount-mismatch"],
  ])("an amount that is %s", async (_name, value, reason) => {
    for (const name of NAMES) {
      double.answerWith(answers(200, { ...OK[name], amount: { amount: value, currency: "USD" } }));
      expect([name, await CALLS[name]()]).toEqual([name, unknown(reason)]);
    }
  });

  test("another currency", async () => {
    for (const name of NAMES) {
      double.answerWith(answers(200, { ...OK[name], amount: { amount: 2500, currency: "EUR" } }));
      expect([name, await CALLS[name]()]).toEqual([name, unknown("amount-mismatch")]);
    }
    double.answerWith(answers(200, { ...ACTION, amount: { amount: 1, currency: "USD" } }));
    expect(await CALLS.charge()).toEqual(unknown("amount-mismatch"));
  });

  test.each([
    ["charge", { ...SUCCEEDED, reference: undefined }],
    ["charge", { ...SUCCEEDED, reference: "r".repeat(200) }],
    ["charge", { ...SUCCEEDED, reference: "a\nb" }],
    ["charge", { ...SUCCEEDED, amount: 2500 }],
    ["charge", { ...SUCCEEDED, amount: { amount: 0, currency: "USD" } }],
    ["charge", { ...DECLINED, reason: "maintenance" }],
    ["charge", { ...DECLINED, reason: undefined }],
    ["charge", NOT_FOUND],
    ["charge", CANCELLED],
    ["charge", { ...ACTION, paymentUrl: undefined }],
    ["charge", { ...ACTION, paymentUrl: "javascript:alert(1)" }],
    ["query", { ...ACTION, paymentUrl: "pay" }],
    ["query", { ...DECLINED, reason: "exceeds-charge" }],
    ["cancel", SUCCEEDED],
    ["cancel", DECLINED],
    ["cancel", { ...CANCELLED, amount: undefined }],
    ["refund", REFUND_NOT_FOUND],
    ["refund", { ...REFUNDED, paymentId: "pay_x" }],
    ["refund", { ...REFUND_DECLINED, reason: "card-declined" }],
    ["queryRefund", { ...REFUNDED, reference: undefined }],
  ] as [CallName, object][])("%s answered %j", async (name, content) => {
    double.answerWith(answers(200, content));
    expect(await CALLS[name]()).toEqual(unknown("response-invalid"));
  });

  test("too large an answer", async () => {
    const extra = "x".repeat(CONTRACT.exchangeAnswerMaxBytes);
    double.answerWith(answers(200, { ...SUCCEEDED, extra }));
    expect(await CALLS.charge()).toEqual(unknown("response-too-large"));
  });

  test.each(NAMES)("%s without any answer", async (name) => {
    double.answerWith(() => undefined);
    expect(await CALLS[name](50)).toEqual(unknown("timeout"));
  });

  test("silence within the body", async () => {
    double.answerWith((response) => {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.write('{"status":"succeeded"');
    });
    expect(await CALLS.charge(100)).toEqual(unknown("timeout"));
  });

  test("the channel's own time limit holds when the caller offers more", async () => {
    double.answerWith(() => undefined);
    const hasty = makeSandboxChannel({
      baseUrl: double.baseUrl,
      secret: SECRET,
      clock: () => NOW_MS,
      callTimeoutMs: 50,
    });
    expect(await hasty.charge({ ...CALL, timeoutMs: Number.MAX_SAFE_INTEGER })).toEqual(unknown("timeout"));
  });

  test("nobody listens", async () => {
    const gone = await startExchangeDouble();
    await gone.stop();
    expect(await channel(gone.baseUrl).charge(CALL)).toEqual(unknown("connection-failed"));
  });

  test.each([0, -5, 0.5, Number.NaN])("no call is made with %s ms left", async (timeoutMs) => {
    for (const name of NAMES) expect(await CALLS[name](timeoutMs)).toEqual(unknown("no-time-left"));
    expect(double.received).toHaveLength(0);
  });

  test("a key that fits no header is never sent, and nothing is thrown", async () => {
    expect(await channel().charge({ ...CALL, providerKey: "a\nb" })).toEqual(unknown("connection-failed"));
    expect(double.received).toHaveLength(0);
  });
});

test.each(["ftp://x", "not a url", "https://user:pw@x", "https://x?y=1", "https://x#y"])(
  "refuses to be made with the base URL %s",
  (baseUrl) => {
    expect(() => channel(baseUrl)).toThrow("The sandbox channel's base URL");
  },
);

test("refuses to be made without a secret", () => {
  expect(() => makeSandboxChannel({ baseUrl: "https://x", secret: "", clock: () => 0 })).toThrow("secret");
});
