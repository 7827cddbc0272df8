import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Deployed, deploy, type HttpRequest } from "../deployed.ts";

interface Payment {
  paymentId: string;
  sagaId: string;
  orderId: string;
}

let deployed: Deployed;
const payments = {} as Record<"open" | "other" | "settled" | "spent" | "parked", Payment>;
const REFUND = "ref_acme_01JZZZZZZZZZZZZZZZZZZZZZZZ";
const CHARGE = "rev_acme_01JZZZZZZZZZZZZZZZZZZZZZZZ";

beforeAll(async () => {
  deployed = await deploy();
  for (const name of ["open", "other", "settled", "spent", "parked"] as const) {
    const request = merchant("POST /v1/payments", PAYMENT(name));
    payments[name] = (await deployed.call({ ...request, idempotencyKey: `pay-${name}` })).json;
  }
  // What sagas and a refund would have written.
  await row(`ORDER#acme#${payments.open.orderId}`, { paymentId: payments.open.paymentId, state: "PENDING" });
  await row("WALLET#acme#USD", { tenantId: "acme", currency: "USD", available: 1000, frozen: 0 });
  await settle(payments.settled, "SUCCEEDED", 1000);
  await settle(payments.spent, "REFUNDED", 0);
  await settle(payments.parked, "PARTIALLY_REFUNDED", 600);
  await parkRefund(payments.parked, 400);
  await row(`REVIEW#acme#${CHARGE}`, {
    tenantId: "acme",
    subjectId: CHARGE,
    why: "second charge",
    parkedAt: 1,
    statePk: "REVIEW#0",
  });
});
afterAll(() => deployed.stop());

const PAYMENT = (orderNo: string) => ({ orderNo, amount: { amount: 1000, currency: "USD" }, channel: "sandbox" });
const REASON = { reason: "no longer wanted" };
const ANOTHER = { reason: "another reason" };
const merchant = (line: string, body: unknown): HttpRequest => ({ line, body, apiKey: deployed.keys.merchant });
const operator = (line: string, body: unknown): HttpRequest => ({ line, body, apiKey: deployed.keys.operator });

async function row(pk: string, set: object, sk = "HEAD"): Promise<void> {
  const Item = { pk, sk, ...set };
  await deployed.tables.client.send(new PutCommand({ TableName: deployed.tables.main, Item }));
}

async function settle({ paymentId }: Payment, state: string, refundable: number): Promise<void> {
  const pk = `PAY#acme#${paymentId}`;
  const found = (await deployed.rows()).find((each) => each.pk === pk);
  await row(pk, { ...found, state, refundable });
}

async function parkRefund({ paymentId }: Payment, amount: number): Promise<void> {
  const parked = {
    tenantId: "acme",
    paymentId,
    refundId: REFUND,
    amount: { amount, currency: "USD" },
    ...REASON,
    origin: "caller",
    createdAt: 1,
  };
  await row(`PAY#acme#${paymentId}`, { ...parked, state: "NEEDS_REVIEW", epoch: 3 }, `REFUND#${REFUND}`);
  await row("WALLET#acme#USD", { tenantId: "acme", currency: "USD", available: 1000, frozen: amount });
  const review = { tenantId: "acme", subjectId: REFUND, paymentId, why: "unknown", parkedAt: 1 };
  await row(`REVIEW#acme#${REFUND}`, { ...review, statePk: "REVIEW#0", stateSk: "01JZZZZZZZZZZZZZZZZZZZZZZZ" });
}

/** `change`: what another body under the same key has instead. */
const WRITES: [name: string, status: number, request: () => HttpRequest, change: object, pointer: string][] = [
  ["creating a payment", 202, () => merchant("POST /v1/payments", PAYMENT("new")), { orderNo: "newer" }, "/orderNo"],
  [
    "cancelling a payment",
    202,
    () => merchant(`POST /v1/payments/${payments.open.paymentId}/cancel`, REASON),
    ANOTHER,
    "/reason",
  ],
  [
    "cancelling an order",
    202,
    () => operator(`POST /v1/orders/${payments.open.orderId}/cancel`, REASON),
    ANOTHER,
    "/reason",
  ],
  [
    "refunding a payment",
    202,
    () => merchant(`POST /v1/payments/${payments.settled.paymentId}/refunds`, REASON),
    ANOTHER,
    "/reason",
  ],
  [
    "refunding what has gone back already",
    409,
    () => merchant(`POST /v1/payments/${payments.spent.paymentId}/refunds`, REASON),
    ANOTHER,
    "/reason",
  ],
  [
    "compensating a saga",
    202,
    () => operator(`POST /v1/sagas/${payments.other.sagaId}/compensate`, REASON),
    ANOTHER,
    "/reason",
  ],
  [
    "resolving a refund",
    200,
    () => operator(`POST /v1/refunds/${REFUND}/resolve`, { resolution: "FAILED", ...REASON }),
    { resolution: "SUCCEEDED" },
    "/resolution",
  ],
  [
    "resolving a refund that is resolved",
    409,
    () => operator(`POST /v1/refunds/${REFUND}/resolve`, { resolution: "SUCCEEDED", ...REASON }),
    ANOTHER,
    "/reason",
  ],
  ["closing a review", 200, () => operator(`POST /v1/reviews/${CHARGE}/close`, REASON), ANOTHER, "/reason"],
  ["closing a closed review", 409, () => operator(`POST /v1/reviews/${CHARGE}/close`, REASON), ANOTHER, "/reason"],
];

/** Key -> what it was answered first. */
const answers = new Map<string, string>();

test.each(WRITES)(
  "%s twice under one key takes effect once: %i, then the same again",
  async (name, status, request, change, pointer) => {
    const idempotencyKey = name.replaceAll(" ", "-");
    const first = await deployed.call({ ...request(), idempotencyKey });
    const rows = await deployed.rows();

    const second = await deployed.call({ ...request(), idempotencyKey });
    const body = { ...(request().body as object), ...change };
    const third = await deployed.call({ ...request(), body, idempotencyKey });

    answers.set(idempotencyKey, first.text);
    expect(first.status).toBe(status);
    expect(first.headers["idempotent-replayed"]).toBeUndefined();
    const { "tender-request-id": firstId, ...headers } = first.headers;
    expect(second).toMatchObject({
      status,
      text: first.text,
      headers: { ...headers, "idempotent-replayed": "true" },
    });
    // The answer's own, also where the body is a refusal that names its first request.
    expect(second.headers["tender-request-id"]).not.toBe(firstId);
    if (status === 409) expect(second.json.requestId).toBe(firstId);
    expect(third).toMatchObject({ status: 422, json: { code: "idempotency-key-reused", errors: [{ pointer }] } });
    expect(await deployed.rows()).toEqual(rows);
  },
);

test("an operator's refund of a merchant's payment is audited with it", async () => {
  const { paymentId } = payments.settled;
  await settle(payments.settled, "SUCCEEDED", 10);
  const body = { amount: { amount: 10, currency: "USD" }, ...REASON };

  await row("WALLET#acme#USD", { tenantId: "acme", currency: "USD", available: 10, frozen: 0 });
  const request = operator(`POST /v1/payments/${paymentId}/refunds`, body);
  expect((await deployed.call({ ...request, idempotencyKey: "operator-refund" })).status).toBe(202);

  const audits = (await deployed.rows()).filter(
    ({ pk, sk }) => pk === `PAY#acme#${paymentId}` && /^AUDIT#/.test(`${sk}`),
  );
  expect(audits).toEqual([expect.objectContaining({ action: "refund requested", ...REASON })]);
});

test("an order number that is taken names its payment, and may be free later", async () => {
  const request = merchant("POST /v1/payments", { ...PAYMENT("other"), amount: { amount: 5, currency: "USD" } });

  const { status, headers, json } = await deployed.call({ ...request, idempotencyKey: "taken" });

  expect(status).toBe(409);
  expect(json).toMatchObject({ code: "order-in-progress", paymentId: payments.other.paymentId, waitFor: "payment" });
  expect(headers).not.toHaveProperty("retry-after");
});

test("a channel that the merchant has no account with is refused without a trace", async () => {
  const before = await deployed.rows();
  const request = merchant("POST /v1/payments", { ...PAYMENT("stripe"), channel: "stripe" });

  const response = await deployed.call({ ...request, idempotencyKey: "stripe" });

  expect(response).toMatchObject({ status: 422, json: { code: "channel-not-configured" } });
  expect(await deployed.rows()).toEqual(before);
});

test("another tenant's payment, order and refund are not found; an operator finds them", async () => {
  const { paymentId, orderId, sagaId } = payments.other;
  const apiKey = deployed.keys.otherMerchant;
  for (const line of [`GET /v1/payments/${paymentId}`, `GET /v1/payments/${paymentId}/timeline`]) {
    expect((await deployed.call({ line, apiKey })).status).toBe(404);
    expect((await deployed.call({ line, apiKey: deployed.keys.operator })).status).toBe(200);
  }
  for (const line of [
    `POST /v1/payments/${paymentId}/cancel`,
    `POST /v1/payments/${paymentId}/refunds`,
    `POST /v1/orders/${orderId}/cancel`,
  ]) {
    expect((await deployed.call({ line, apiKey, idempotencyKey: "foreign", body: REASON })).status).toBe(404);
  }
  const seen = await deployed.call({ line: `GET /v1/sagas/${sagaId}`, apiKey: deployed.keys.operator });
  expect(seen.json).toMatchObject({ sagaId, paymentId, payment: { orderNo: "other" } });
  const retry = operator(`POST /v1/sagas/${sagaId}/retry`, REASON);
  expect((await deployed.call({ ...retry, idempotencyKey: "retry" })).json.code).toBe("not-in-review");
});

test("lists show a tenant its own, and an operator everybody's", async () => {
  const list = async (line: string, apiKey: string) => (await deployed.call({ line, apiKey })).json.items;
  const { merchant: mine, otherMerchant, operator: all } = deployed.keys;

  expect(await list("GET /v1/payments?orderNo=other", mine)).toMatchObject([{ paymentId: payments.other.paymentId }]);
  expect(await list("GET /v1/payments?orderNo=other", otherMerchant)).toEqual([]);
  expect(await list("GET /v1/payments?status=REFUNDED", otherMerchant)).toEqual([]);
  expect(await list(`GET /v1/sagas?paymentId=${payments.other.paymentId}`, all)).toMatchObject([
    { sagaId: payments.other.sagaId },
  ]);
  for (const more of ["status=NEEDS_REVIEW", "tenantId=nobody"])
    expect(await list(`GET /v1/sagas?paymentId=${payments.other.paymentId}&${more}`, all)).toEqual([]);
});

test("a key answers as it did whatever else has changed since: here everything is gone", async () => {
  await deployed.forget();
  for (const [name, status, request] of WRITES) {
    const idempotencyKey = name.replaceAll(" ", "-");
    const { headers, ...again } = await deployed.call({ ...request(), idempotencyKey });
    expect([name, again.status, again.text]).toEqual([name, status, answers.get(idempotencyKey)]);
    expect(headers["idempotent-replayed"]).toBe("true");
  }
});
