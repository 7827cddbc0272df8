import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

const PAYMENT = { orderNo: "a", amount: { amount: 1, currency: "USD" }, channel: "sandbox" };

const FIELDS: [line: string, body: unknown, pointers: string[]][] = [
  ["POST /v1/payments", {}, ["/orderNo", "/amount", "/channel"]],
  ["POST /v1/payments", { ...PAYMENT, orderNo: "a#b" }, ["/orderNo"]],
  ["POST /v1/payments", { ...PAYMENT, orderNo: "a b" }, ["/orderNo"]],
  ["POST /v1/payments", { ...PAYMENT, orderNo: "x".repeat(65) }, ["/orderNo"]],
  ["POST /v1/payments", { ...PAYMENT, orderNo: "\u00e9" }, ["/orderNo"]],
  ["POST /v1/payments", { ...PAYMENT, channel: "cash" }, ["/channel"]],
  ["POST /v1/payments", { ...PAYMENT, amount: { amount: 0, currency: "usd" } }, ["/amount/amount", "/amount/currency"]],
  [
    "POST /v1/payments",
    { ...PAYMENT, paymentMethod: "", customerId: "x".repeat(129), description: "a\u0000" },
    ["/paymentMethod", "/customerId", "/description"],
  ],
  ["POST /v1/payments", { ...PAYMENT, returnUrl: "javascript:alert(1)" }, ["/returnUrl"]],
  ["POST /v1/payments", { ...PAYMENT, returnUrl: "/back" }, ["/returnUrl"]],
  ["POST /v1/payments", { ...PAYMENT, returnUrl: "https://user:secret@shop.example" }, ["/returnUrl"]],
  ["POST /v1/payments", { ...PAYMENT, returnUrl: "https://shop.example/\\evil" }, ["/returnUrl"]],
  ["POST /v1/payments", { ...PAYMENT, returnUrl: `https://shop.example/${"x".repeat(2048)}` }, ["/returnUrl"]],
  ["POST /v1/payments", { ...PAYMENT, tenantId: "globex", orderId: "a#b" }, ["/tenantId", "/orderId"]],
  ["POST /v1/payments/pay_acme_1/cancel", {}, ["/reason"]],
  ["POST /v1/payments/pay_acme_1/refunds", { amount: { amount: -1, currency: "USD" } }, ["/amount/amount", "/reason"]],
  ["POST /v1/orders/a%23b/cancel", { reason: "seen in their books" }, ["/path/id"]],
  ["POST /v1/sagas/sag_acme_1/retry", { reason: " " }, ["/reason"]],
  [
    "POST /v1/sagas/sag_acme_1/resolve",
    { step: "CancelCharge", resolution: "DONE", reason: "seen in their books" },
    ["/step", "/resolution"],
  ],
  [
    "POST /v1/sagas/sag_acme_1/resolve",
    { step: "ChargePayment", resolution: "SUCCEEDED", amount: PAYMENT.amount, reason: "seen in their books" },
    ["/providerReference"],
  ],
  [
    "POST /v1/sagas/sag_acme_1/resolve",
    {
      step: "ChargePayment",
      resolution: "FAILED",
      providerReference: "x",
      amount: PAYMENT.amount,
      reason: "seen in their books",
    },
    ["/providerReference", "/amount"],
  ],
  [
    "POST /v1/sagas/sag_acme_1/resolve",
    {
      step: "ChargePayment",
      resolution: "COMPENSATED",
      providerReference: "x",
      amount: PAYMENT.amount,
      reason: "seen in their books",
    },
    ["/amount"],
  ],
  [
    "POST /v1/refunds/ref_acme_1/resolve",
    { resolution: "COMPENSATED", reason: "seen in their books" },
    ["/resolution"],
  ],
  [
    "POST /v1/refunds/ref_acme_1/resolve",
    { resolution: "FAILED", providerReference: "x", reason: "seen in their books" },
    ["/providerReference"],
  ],
  ["POST /v1/reviews/rev_acme_1/close", { resolution: "FAILED" }, ["/resolution", "/reason"]],
];

test.each(FIELDS)("%s with %j names the fields at fault: %j", async (line, body, pointers) => {
  const apiKey = /sagas|refunds\/|reviews/.test(line) ? deployed.keys.operator : deployed.keys.merchant;

  const { status, json } = await deployed.call({ line, apiKey, idempotencyKey: "k", body });

  expect([status, json.code]).toEqual([400, "request-invalid"]);
  expect(json.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([...pointers].sort());
  expect(await deployed.rows()).toEqual([]);
});

test.each([
  ["GET /v1/payments?status=PAID", "/query/status"],
  ["GET /v1/payments?orderNo=a%23b", "/query/orderNo"],
  ["GET /v1/payments/pay_acme_1/refunds?limit=0", "/query/limit"],
  ["GET /v1/payments/pay_acme_1/refunds?tenantId=acme", "/query/tenantId"],
  ["GET /v1/sagas?status=DONE", "/query/status"],
  ["GET /v1/reviews?order=oldest", "/query/order"],
  ["GET /v1/audits?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "/query/until"],
  ["GET /v1/audits?tenantId=acme", "/query/tenantId"],
  ["GET /v1/reviews?kind=money", "/query/kind"],
  ["GET /v1/sagas?paymentId=%23", "/query/paymentId"],
])("%s is refused", async (line, pointer) => {
  const apiKey = /sagas|refunds\/|reviews|audits/.test(line) ? deployed.keys.operator : deployed.keys.merchant;

  const { status, json } = await deployed.call({ line, apiKey });

  expect([status, json.errors]).toEqual([400, [expect.objectContaining({ pointer })]]);
});

test.each(["payments/pay_acme_1/cancel", "payments/pay_acme_1/refunds", "orders/ord_acme_1/cancel"])(
  "POST /v1/%s: a reason that is enough from a merchant is too short from an operator",
  async (path) => {
    const request = { line: `POST /v1/${path}`, idempotencyKey: "k", body: { reason: "sold out" } };

    const ofMerchant = await deployed.call({ ...request, apiKey: deployed.keys.merchant });
    const ofOperator = await deployed.call({ ...request, apiKey: deployed.keys.operator });

    expect([ofMerchant.status, ofMerchant.json.code]).toEqual([404, "not-found"]);
    expect(ofOperator).toMatchObject({ status: 400, json: { errors: [{ pointer: "/reason" }] } });
  },
);
