import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import { atMost } from "../../core/foundation/services/at-most.ts";
import { CodeShop, OFFER } from "../lambdas/code-shop.ts";
import { CONTEXT, type Deployed, deploy, type HttpResponse } from "../lambdas/deployed.ts";
import { untilListed } from "./until-listed.ts";

/** The life of an order over HTTP, as docs/openapi.json tells it: each answer is held against it, on whichever engine there is. */
let deployed: Deployed;
let shop: CodeShop;
beforeAll(async () => {
  deployed = await deploy();
  shop = new CodeShop(deployed, "conformance-orders");
  Object.assign(process.env, {
    ORDER_QUEUE_URL: "http://127.0.0.1:1/orders",
    ORDER_DLQ_URL: "http://127.0.0.1:1/dead",
  });
});
afterAll(() => deployed.stop());

const REASON = { reason: "no longer wanted" };
/** More under way, and they would wait for each other's connections instead of for the stock. */
const CONNECTIONS = 64;

/** Numbers and users of this suite are no other's. */
const order = (offerId: string, name: string, more: object = {}, key?: string): Promise<HttpResponse> => {
  const body = { orderNo: `conformance-${name}`, offerId, userId: `conformance-${name}`, ...more };
  return shop.call("POST /v1/orders", body, key === undefined ? {} : { key });
};
const stockOf = async (offerId: string) => (await shop.call(`GET /v1/offers/${offerId}`)).json.stock;
const cancel = (orderId: string) => shop.call(`POST /v1/orders/${orderId}/cancel`, REASON);
const pay = (name: string, orderId: string, amount: object = OFFER.price) => {
  const body = { orderNo: `conformance-${name}`, orderId, amount, channel: "sandbox" };
  return shop.call("POST /v1/payments", body, { apiKey: deployed.keys.payee });
};

/** Users at once, as clients do: the same request again while it is only told to come again. */
const orderAtOnce = (offerId: string, names: readonly string[]): Promise<HttpResponse[]> =>
  atMost(CONNECTIONS, names, async (name) => {
    for (;;) {
      const answer = await order(offerId, name, {}, `conformance-key-of-${name}`);
      if (answer.json.code !== "overloaded") return answer;
    }
  });

// docs/openapi.json, `POST /v1/orders` and `POST /v1/orders/{id}/cancel`: what it holds is back with the cancel, once.
test("an order is held, replayed, seen at once, told under its number, and gives everything back once", async () => {
  const offerId = await shop.offer({ stock: 2, onRepeat: "new", perUserLimit: 1 });
  const placed = await order(offerId, "one", {}, "conformance-order");
  expect(placed).toMatchObject({ status: 201, json: { status: "PENDING", amount: OFFER.price } });
  const replay = await order(offerId, "one", {}, "conformance-order");
  expect([replay.status, replay.text, replay.headers["idempotent-replayed"]]).toEqual([201, placed.text, "true"]);
  const { orderId } = placed.json;
  expect(await stockOf(offerId)).toMatchObject({ free: 1, reserved: 1 });
  expect((await shop.call(`GET /v1/orders/${orderId}`)).json).toMatchObject({ status: "PENDING", paymentId: null });
  expect((await order(offerId, "one")).json).toMatchObject({ code: "order-exists", orderId });
  const more = await order(offerId, "another", { userId: "conformance-one" });
  expect(more).toMatchObject({ status: 409, json: { code: "quota-exceeded" } });
  await untilListed((line) => shop.call(line), "GET /v1/orders?userId=conformance-one", "orderId", [orderId]);
  const cancelled = await cancel(orderId);
  expect(cancelled).toMatchObject({ status: 202, json: { status: "CANCELLED", payment: null } });
  expect((await cancel(orderId)).json).toMatchObject({ status: "CANCELLED" });
  expect(await stockOf(offerId)).toMatchObject({ free: 2, reserved: 0 });
  // Its number and its user's place are free.
  expect((await order(offerId, "one")).status).toBe(201);
});

// docs/openapi.json, `POST /v1/orders`: while anything is reserved, who finds no stock may come again under the same key.
test("60 users at once on a stock of 51 in two rows: 51 have one, 9 may come again, and one that is given back is theirs", async () => {
  const offerId = await shop.offer({ stock: 51 });
  const names = Array.from({ length: 60 }, (_, n) => `of-60-${n}`);
  const answers = await orderAtOnce(offerId, names);
  const outcomes = answers.map(({ status, json }) => json.code ?? String(status));
  expect(outcomes.filter((outcome) => outcome === "201")).toHaveLength(51);
  expect(outcomes.filter((outcome) => outcome === "out-of-stock")).toHaveLength(9);
  expect(await stockOf(offerId)).toEqual({ limit: 51, free: 0, reserved: 51, used: 0 });
  await cancel(answers.find(({ status }) => status === 201)?.json.orderId);
  const late = names[outcomes.indexOf("out-of-stock")] as string;
  expect((await order(offerId, late, {}, `conformance-key-of-${late}`)).status).toBe(201);
});

// docs/openapi.json, `POST /v1/payments`: a payment holds its order; another is told of it, and the order is not cancelled alone.
test("of payments for one order at once one holds it, and a cancel asks that payment first", async () => {
  const offerId = await shop.offer({ stock: 1 });
  const { orderId } = (await order(offerId, "paid")).json;
  const wrong = await pay("paid", orderId, { amount: 1, currency: "USD" });
  expect(wrong).toMatchObject({ status: 422, json: { code: "amount-mismatch" } });
  const answers = await Promise.all(Array.from({ length: 4 }, () => pay("paid", orderId)));
  const [accepted, ...others] = answers.filter(({ status }) => status === 202);
  expect(others).toEqual([]);
  const { paymentId } = accepted?.json ?? {};
  for (const { json } of answers.filter((answer) => answer !== accepted))
    expect(json).toMatchObject({ code: "order-in-progress", paymentId });
  expect((await shop.call(`GET /v1/orders/${orderId}`)).json).toMatchObject({ status: "PENDING", paymentId });
  expect(await expireAll(orderId)).toBe("PENDING");
  expect(await cancel(orderId)).toMatchObject({ status: 202, json: { status: "PENDING", payment: { paymentId } } });
  expect(await stockOf(offerId)).toMatchObject({ free: 0, reserved: 1 });
});

// docs/openapi.json, `POST /v1/orders`, `reservedUntil`: then it is EXPIRED, nobody pays it any more, and its number is free.
test("an order whose time is over ends, gives its stock back, and its number is another's", async () => {
  const offerId = await shop.offer({ stock: 1 });
  const { orderId } = (await order(offerId, "late")).json;
  expect(await expireAll(orderId)).toBe("EXPIRED");
  expect(await stockOf(offerId)).toEqual({ limit: 1, free: 1, reserved: 0, used: 0 });
  expect((await pay("late", orderId)).json).toMatchObject({ code: "order-not-payable" });
  expect((await cancel(orderId)).json).toMatchObject({ status: "EXPIRED" });
  const next = await order(offerId, "late");
  expect(next.status).toBe(201);
  expect(next.json.orderId).not.toBe(orderId);
});

/** What its message does once its time is over, twice as a queue may: how it ended. */
async function expireAll(orderId: string): Promise<string> {
  const { handler } = await import("../../lambdas/queue/order-worker.ts");
  const body = JSON.stringify({ tenantId: "acme", orderId });
  const Records = ["m-1", "m-2"].map((messageId) => ({ messageId, body, attributes: {} }));
  const now = jest.spyOn(Date, "now").mockReturnValue(Date.now() + LIMITS.demo.reservationMs);
  try {
    expect(await handler({ Records } as unknown as SQSEvent, CONTEXT)).toEqual({ batchItemFailures: [] });
  } finally {
    now.mockRestore();
  }
  return (await shop.call(`GET /v1/orders/${orderId}`)).json.status;
}
