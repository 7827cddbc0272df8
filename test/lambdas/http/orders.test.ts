import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { CONTEXT, type Deployed, deploy, type HttpResponse } from "../deployed.ts";

let deployed: Deployed;
let keys = 0;

beforeAll(async () => {
  deployed = await deploy();
  Object.assign(process.env, {
    ORDER_QUEUE_URL: "http://127.0.0.1:1/orders",
    ORDER_DLQ_URL: "http://127.0.0.1:1/dead",
  });
});
afterAll(() => deployed.stop());

function call(line: string, body?: unknown, apiKey = deployed.keys.seller): Promise<HttpResponse> {
  const idempotencyKey = `key-${++keys}`;
  return deployed.call({ line, apiKey, idempotencyKey, ...(body === undefined ? {} : { body }) });
}

const OFFER = { name: "Pro", price: { amount: 1000, currency: "USD" }, period: { unit: "month", count: 1 } };

async function offer(more: object = {}): Promise<string> {
  return (await call("POST /v1/offers", { ...OFFER, ...more })).json.offerId;
}

let numbers = 0;
const order = (offerId: string, more: object = {}, apiKey?: string) =>
  call("POST /v1/orders", { orderNo: `no-${++numbers}`, offerId, userId: "alice", ...more }, apiKey);
const REASON = { reason: "no longer wanted" };

test("an order is made, read, listed and cancelled", async () => {
  const offerId = await offer({ stock: 1 });
  const placed = await order(offerId, { orderNo: "A-1", userId: "lister" });
  expect(placed).toMatchObject({ status: 201, json: { orderNo: "A-1", status: "PENDING", amount: OFFER.price } });
  const { orderId, reservedUntil } = placed.json;
  const shown = { orderId, kind: "PURCHASE", offerId, userId: "lister", reservedUntil, paymentId: null };
  expect(await call(`GET /v1/orders/${orderId}`)).toMatchObject({ status: 200, json: { ...shown, status: "PENDING" } });
  const listed = await call("GET /v1/orders?userId=lister&status=PENDING");
  expect(listed.json).toMatchObject({ items: [shown], nextCursor: null });
  const cancelled = await call(`POST /v1/orders/${orderId}/cancel`, REASON);
  expect(cancelled).toMatchObject({ status: 202, json: { ...shown, status: "CANCELLED", payment: null } });
  expect(cancelled.headers.location).toBe(`/v1/orders/${orderId}`);
  expect((await call("GET /v1/orders?userId=lister&status=PENDING")).json.items).toEqual([]);
  expect((await call(`GET /v1/offers/${offerId}`)).json.stock).toMatchObject({ free: 1, reserved: 0 });
});

test("while the stock is reserved, the next is told when to come again; a known number is told its order", async () => {
  const offerId = await offer({ stock: 1 });
  const { json } = await order(offerId, { orderNo: "B-1" });
  const late = await order(offerId);
  expect(late).toMatchObject({ status: 409, json: { code: "out-of-stock", retryable: true } });
  expect(late.headers["retry-after"]).toBe(String(LIMITS.demo.reservationRetryMs / 1000));
  const known = await order(offerId, { orderNo: "B-1" });
  expect(known).toMatchObject({ status: 409, json: { code: "order-exists", orderId: json.orderId, retryable: false } });
});

test("the worker ends an order that is over", async () => {
  const { handler } = await import("../../../lambdas/queue/order-worker.ts");
  const offerId = await offer({ stock: 1 });
  const { orderId } = (await order(offerId)).json;
  const body = JSON.stringify({ tenantId: "acme", orderId });
  const event = { Records: [{ messageId: "m", body, attributes: {} }] } as unknown as SQSEvent;
  const now = jest.spyOn(Date, "now").mockReturnValue(Date.now() + LIMITS.demo.reservationMs);
  try {
    expect(await handler(event, CONTEXT)).toEqual({ batchItemFailures: [] });
  } finally {
    now.mockRestore();
  }
  expect((await call(`GET /v1/orders/${orderId}`)).json.status).toBe("EXPIRED");
});

test("a preview needs no Idempotency-Key, and stores nothing", async () => {
  const offerId = await offer({ stock: 1 });
  const before = (await deployed.rows()).length;
  const body = { offerId, userId: "alice" };
  const asked = { line: "POST /v1/orders/preview", body, apiKey: deployed.keys.payee };
  expect(await deployed.call(asked)).toMatchObject({ status: 200, json: { verdict: "ok", amount: OFFER.price } });
  expect(await deployed.rows()).toHaveLength(before);
});

test("keys for codes and for payments order; operators read and cancel, and order nothing", async () => {
  const { payee, operator, redeemer } = deployed.keys;
  const offerId = await offer();
  const { json, status } = await order(offerId, {}, payee);
  expect(status).toBe(201);
  expect((await order(offerId, {}, operator)).status).toBe(403);
  expect((await order(offerId, {}, redeemer)).status).toBe(403);
  expect((await call(`GET /v1/orders/${json.orderId}`, undefined, operator)).status).toBe(200);
  expect((await call("GET /v1/orders?tenantId=acme", undefined, operator)).status).toBe(200);
  const path = `POST /v1/orders/${json.orderId}/cancel`;
  expect((await call(path, { reason: "short" }, operator)).status).toBe(400);
  expect(await call(path, REASON, operator)).toMatchObject({ status: 202, json: { status: "CANCELLED" } });
});

test("another merchant's orders and offers are not there", async () => {
  const offerId = await offer();
  const { orderId } = (await order(offerId, { orderNo: "shared" })).json;
  const stranger = await deployed.keyFor("globex", "codes");
  expect((await call(`GET /v1/orders/${orderId}`, undefined, stranger)).status).toBe(404);
  expect((await call(`POST /v1/orders/${orderId}/cancel`, REASON, stranger)).status).toBe(404);
  expect((await order(offerId, { orderNo: "shared" }, stranger)).json.code).toBe("offer-not-found");
  expect((await call("GET /v1/orders", undefined, stranger)).json.items).toEqual([]);
});

describe("bad input", () => {
  const ORDER = { orderNo: "A", offerId: "off_acme_1", userId: "alice" };
  test.each([
    ["POST /v1/orders", { ...ORDER, orderNo: "a#b" }, "/orderNo"],
    ["POST /v1/orders", { ...ORDER, orderNo: "x".repeat(65) }, "/orderNo"],
    ["POST /v1/orders", { ...ORDER, userId: "Zoë" }, "/userId"],
    ["POST /v1/orders", { ...ORDER, offerId: "" }, "/offerId"],
    ["POST /v1/orders", { ...ORDER, amount: OFFER.price }, "/amount"],
    ["POST /v1/orders/preview", { ...ORDER }, "/orderNo"],
    ["POST /v1/orders/ord_acme_1/cancel", {}, "/reason"],
    ["GET /v1/orders?status=OPEN", undefined, "/query/status"],
    ["GET /v1/orders?userId=", undefined, "/query/userId"],
  ])("%s %j names %s and writes nothing", async (line, body, pointer) => {
    const before = (await deployed.rows()).length;
    const { status, json } = await call(line, body);
    expect(status).toBe(400);
    expect(json.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(await deployed.rows()).toHaveLength(before);
  });
});
