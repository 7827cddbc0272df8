import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { creditWallet } from "../../../core/money/store/wallet-store.ts";
import { cursorOf } from "../../../core/payments/domain/payment-saga.ts";
import { paymentKey, sagaKey, stepKey } from "../../../core/payments/store/keys.ts";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";
import { changeRow, parkRow } from "./rows.ts";

interface Made {
  paymentId: string;
  sagaId: string;
  orderId: string;
}

let deployed: Deployed;
let keys = 0;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

const PRICE = { amount: 1000, currency: "USD" };
const REASON = { reason: "seen in their books" };

const call = (line: string, body: object, apiKey = deployed.keys.merchant): Promise<HttpResponse> =>
  deployed.call({ line, body, apiKey, idempotencyKey: `key-${++keys}` });
const asOperator = (line: string, body: object = REASON) => call(line, body, deployed.keys.operator);
const pay = (orderNo: string, more: object = {}) =>
  call("POST /v1/payments", { orderNo, amount: PRICE, channel: "sandbox", ...more });
const told = ({ status, json }: HttpResponse) => [status, json.code];

/** A payment whose saga has come to this state. */
async function payment(orderNo: string, saga: object = {}, row: object = {}): Promise<Made> {
  const made: Made = (await pay(orderNo)).json;
  await changeRow(deployed, sagaKey("acme", made.sagaId), saga);
  await changeRow(deployed, paymentKey("acme", made.paymentId), row);
  return made;
}

/** Its charge is one that nobody knows the end of. */
async function parked(orderNo: string): Promise<Made> {
  const made = await payment(orderNo, { state: "NEEDS_REVIEW", parkedFrom: "RUNNING" });
  const charge = { step: "ChargePayment", order: cursorOf("ChargePayment"), tries: 5, events: [] };
  await changeRow(deployed, stepKey("acme", made.sagaId, cursorOf("ChargePayment")), {
    ...charge,
    state: "NEEDS_REVIEW",
  });
  await parkRow(deployed, made.paymentId, paymentKey("acme", made.paymentId));
  return made;
}

test.each(["PIVOTED", "COMPLETED"])(
  "a payment whose saga is %s is captured: it cannot be cancelled, whoever asks for it by whatever name",
  async (state) => {
    const { paymentId, sagaId, orderId } = await payment(`captured-${state}`, { state });
    for (const answer of [
      await call(`POST /v1/payments/${paymentId}/cancel`, REASON),
      await call(`POST /v1/orders/${orderId}/cancel`, REASON),
      await asOperator(`POST /v1/sagas/${sagaId}/compensate`),
    ])
      expect(told(answer)).toEqual([409, "payment-captured"]);
  },
);

test("a payment that waits for a person is cancelled by nobody else", async () => {
  const { paymentId, orderId } = await parked("parked");
  for (const answer of [
    await call(`POST /v1/payments/${paymentId}/cancel`, REASON),
    await call(`POST /v1/orders/${orderId}/cancel`, REASON),
  ]) {
    expect(told(answer)).toEqual([409, "payment-needs-review"]);
    expect(answer.json.waitFor).toBe("review");
  }
});

test("a parked saga is tried again, and then waits for nobody", async () => {
  const { paymentId, sagaId } = await parked("again");
  const retried = await asOperator(`POST /v1/sagas/${sagaId}/retry`);
  expect([retried.status, retried.headers.location]).toEqual([202, `/v1/sagas/${sagaId}`]);
  expect(retried.json).toEqual({ sagaId, paymentId, status: "ACCEPTED", action: "saga retried" });
  expect(told(await asOperator(`POST /v1/sagas/${sagaId}/retry`))).toEqual([409, "not-in-review"]);
  const read = await deployed.call({ line: `GET /v1/sagas/${sagaId}`, apiKey: deployed.keys.operator });
  expect(read.json).toMatchObject({ status: "RUNNING", payment: { status: "PROCESSING" } });
});

test("only the step that is parked is resolved", async () => {
  const { sagaId } = await parked("another-step");
  const answer = await asOperator(`POST /v1/sagas/${sagaId}/resolve`, {
    ...{ step: "AwaitPayment", resolution: "FAILED", ...REASON },
  });
  expect(told(answer)).toEqual([409, "step-not-resolvable"]);
});

test("a saga that is not parked is neither resolved, nor compensated a second time", async () => {
  const running = await payment("running");
  const resolution = { step: "ChargePayment", resolution: "FAILED", ...REASON };
  expect(told(await asOperator(`POST /v1/sagas/${running.sagaId}/resolve`, resolution))).toEqual([
    ...[409, "not-in-review"],
  ]);
  const undone = await payment("undone", { state: "COMPENSATED" });
  expect(told(await asOperator(`POST /v1/sagas/${undone.sagaId}/compensate`))).toEqual([409, "not-in-review"]);
});

test("an order number that was paid is not paid again", async () => {
  const { paymentId } = await payment("paid", { state: "COMPLETED" }, { state: "SUCCEEDED" });
  const answer = await pay("paid");
  expect(told(answer)).toEqual([409, "order-paid"]);
  expect(answer.json).toMatchObject({ paymentId, retryable: false });
});

test("an order of an offer is paid with its own amount, while it is open, under its own number", async () => {
  const seller = deployed.keys.seller;
  const offer = { name: "Pro", price: PRICE, period: { unit: "month", count: 1 } };
  const { offerId } = (await call("POST /v1/offers", offer, seller)).json;
  const { orderId } = (await call("POST /v1/orders", { orderNo: "open", offerId, userId: "alice" }, seller)).json;
  const other = { orderId, amount: { ...PRICE, amount: 999 } };
  expect(told(await pay("open", other))).toEqual([422, "amount-mismatch"]);
  expect(told(await pay("another", { orderId }))).toEqual([422, "order-not-found"]);
  await call(`POST /v1/orders/${orderId}/cancel`, REASON, seller);
  expect(told(await pay("open", { orderId }))).toEqual([409, "order-not-payable"]);
});

test("what was not captured, and what the wallet does not hold, is not given back", async () => {
  const { paymentId } = await payment("not-yet");
  const early = await call(`POST /v1/payments/${paymentId}/refunds`, { amount: PRICE, ...REASON });
  expect([...told(early), early.json.waitFor]).toEqual([409, "payment-not-captured", "payment"]);

  const spent = await payment("spent", { state: "COMPLETED" }, { state: "SUCCEEDED", refundable: 1000 });
  await deployed.door.transact([creditWallet("acme", "USD", 999)]);
  const poor = await call(`POST /v1/payments/${spent.paymentId}/refunds`, REASON);
  expect(told(poor)).toEqual([422, "insufficient-balance"]);
});
