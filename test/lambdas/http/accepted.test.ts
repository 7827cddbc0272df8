import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ROUTES, type RouteKey, rowOf } from "../../../contract/routes.ts";
import { type Deployed, deploy, type HttpRequest } from "../deployed.ts";

let deployed: Deployed;
let planId: string;
const made = {} as Record<"open" | "other" | "paid" | "parked", { paymentId: string; orderId: string; sagaId: string }>;
const MONEY = { amount: 1000, currency: "USD" };
const REASON = { reason: "no longer wanted" };

beforeAll(async () => {
  deployed = await deploy();
  const plan = { name: "A plan", country: "US", target: MONEY };
  ({ planId } = (await deployed.call({ ...merchant("POST /v1/plans", plan), idempotencyKey: "plan" })).json);
  for (const name of ["open", "other", "paid", "parked"] as const) {
    const request = merchant("POST /v1/payments", { orderNo: name, amount: MONEY, channel: "sandbox" });
    made[name] = (await deployed.call({ ...request, idempotencyKey: name })).json;
  }
  // As the saga leaves them.
  await change(`PAY#acme#${made.paid.paymentId}`, { state: "SUCCEEDED", outcome: "succeeded", refundable: 1000 });
  await change("WALLET#acme#USD", { tenantId: "acme", currency: "USD", available: 1000, frozen: 0 });
  const { paymentId, sagaId } = made.parked;
  await change(`PAY#acme#${paymentId}`, { state: "NEEDS_REVIEW" });
  await change(`SAGA#acme#${sagaId}`, { state: "NEEDS_REVIEW", parkedFrom: "RUNNING", cursor: 1 });
  await change(`SAGA#acme#${sagaId}`, { step: "ChargePayment", order: 1, state: "NEEDS_REVIEW", tries: 1 }, "STEP#01");
  await change(`REVIEW#acme#${paymentId}`, { tenantId: "acme", subjectId: paymentId, statePk: "REVIEW#0" });
});
afterAll(() => deployed.stop());

async function change(pk: string, set: object, sk = "HEAD"): Promise<void> {
  const before = (await deployed.rows()).find((row) => row.pk === pk && row.sk === sk);
  const Item = { ...before, pk, sk, ...set };
  await deployed.tables.client.send(new PutCommand({ TableName: deployed.tables.main, Item }));
}

const merchant = (line: string, body: unknown): HttpRequest => ({ line, body, apiKey: deployed.keys.merchant });
const operator = (line: string, body: unknown): HttpRequest => ({ line, body, apiKey: deployed.keys.operator });
const card = (code: string) => merchant("POST /v1/redemptions", { code, planId, batchId: "batch-1" });
const payment = () => merchant("POST /v1/payments", { orderNo: "new", amount: MONEY, channel: "sandbox" });
const on = (name: keyof typeof made) => made[name];
const FOUND = { step: "ChargePayment", resolution: "SUCCEEDED", providerReference: "trade-1", reason: "in the books" };

/** `field`: of the answer, in which the place to read ends. */
const ACCEPTED: [name: string, readAt: string, field: string, request: () => HttpRequest][] = [
  ["a redemption", "/v1/redemptions/", "redemptionId", () => card("TEST-OK-5-single")],
  ["a payment", "/v1/payments/", "paymentId", payment],
  [
    "a refund",
    "/v1/refunds/",
    "refundId",
    () => merchant(`POST /v1/payments/${on("paid").paymentId}/refunds`, { ...REASON, amount: { ...MONEY, amount: 1 } }),
  ],
  [
    "a cancelled payment",
    "/v1/payments/",
    "paymentId",
    () => merchant(`POST /v1/payments/${on("open").paymentId}/cancel`, REASON),
  ],
  [
    "a cancelled order",
    "/v1/orders/",
    "orderId",
    () => ({ ...merchant(`POST /v1/orders/${on("other").orderId}/cancel`, REASON), apiKey: deployed.keys.seller }),
  ],
  [
    "an order that is being cancelled already",
    "/v1/orders/",
    "orderId",
    () => operator(`POST /v1/orders/${on("open").orderId}/cancel`, REASON),
  ],
  ["a resolved step", "/v1/sagas/", "sagaId", () => operator(`POST /v1/sagas/${on("parked").sagaId}/resolve`, FOUND)],
];

test.each(ACCEPTED)(
  "the 202 of %s says where to read how it ends, and when; a replay says the same",
  async (...row) => {
    const [name, readAt, field, request] = row;
    const asked = { ...request(), idempotencyKey: name.replaceAll(" ", "-") };
    const first = await deployed.call(asked);
    expect(first.status).toBe(202);
    expect(first.headers.location).toBe(`${readAt}${first.json[field]}`);
    expect(first.headers["retry-after"]).toMatch(/^[1-9]\d*$/);

    const again = await deployed.call(asked);
    const { "tender-request-id": requestId } = again.headers;
    expect(again.headers).toEqual({ ...first.headers, "idempotent-replayed": "true", "tender-request-id": requestId });
    expect(requestId).not.toBe(first.headers["tender-request-id"]);

    const line = `GET ${first.headers.location}`;
    const read = await deployed.call({ line, apiKey: asked.apiKey });
    expect([read.status, read.json[field]]).toEqual([200, first.json[field]]);
    expect((await deployed.call({ line, apiKey: deployed.keys.operator })).json).toEqual(read.json);
    const foreign = await deployed.call({ line, apiKey: deployed.keys.otherMerchant });
    expect(foreign.status).toBe(field === "sagaId" ? 403 : 404);
  },
);

test("what exists already is answered without: nothing was accepted", async () => {
  await deployed.call({ ...card("TEST-OK-5-joined"), idempotencyKey: "first" });
  const joined = await deployed.call({ ...card("TEST-OK-5-joined"), idempotencyKey: "second" });
  expect(joined).toMatchObject({ status: 200, json: { isIdempotent: true } });
  expect([joined.headers.location, joined.headers["retry-after"]]).toEqual([undefined, undefined]);
});

test("each route that answers 202 names a read that the same keys may do", () => {
  const rows = (Object.keys(ROUTES) as RouteKey[]).map(rowOf).filter(({ answers }) => answers[202]);
  expect(rows).toHaveLength(14);
  for (const { access, answers } of rows) {
    const read = rowOf(answers[202]?.readAt as RouteKey);
    expect(read.access).toEqual(expect.arrayContaining([...access]));
  }
});

test("a key of another scope reads no payment, refund or order", async () => {
  const { paymentId, orderId } = made.paid;
  const lines = [`payments/${paymentId}/refunds`, "refunds/ref_acme_01JZZZZZZZZZZZZZZZZZZZZZZZ", `orders/${orderId}`];
  const statuses = async (apiKey: string) =>
    Promise.all(lines.map(async (line) => (await deployed.call({ line: `GET /v1/${line}`, apiKey })).status));
  expect(await statuses(deployed.keys.redeemer)).toEqual([403, 403, 403]);
  expect(await statuses(deployed.keys.seller)).toEqual([403, 403, 200]);
  expect(await statuses(deployed.keys.payee)).toEqual([200, 404, 200]);
  expect(await statuses(deployed.keys.otherMerchant)).toEqual([404, 404, 404]);
});

test("timelines name the API key that did each thing, and hold no secret of it", async () => {
  const keyId = deployed.keys.merchant.split("_")[1];
  const line = `GET /v1/payments/${made.open.paymentId}/timeline`;
  const { json, text } = await deployed.call({ line, apiKey: deployed.keys.operator });
  const byMerchant = { by: "caller", keyId };
  expect(json.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ event: "accepted", ...byMerchant }),
      expect.objectContaining({ event: "cancel requested", ...byMerchant }),
    ]),
  );
  for (const apiKey of Object.values(deployed.keys)) expect(text).not.toContain(apiKey.slice(apiKey.length - 43));
});
