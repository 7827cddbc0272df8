import { expect, test } from "@jest/globals";
import { type Schemas, Tender, type WebhookEvent } from "../../client/index.js";
import { answering } from "./fake-api.ts";

const { fetch } = answering([
  {
    status: 200,
    json: { items: [], paymentId: "pay_1", status: "SUCCEEDED", amount: { amount: 1999, currency: "USD" } },
  },
]);
const tender = new Tender({ apiKey: "tk", baseUrl: "https://api.example", fetch });
const amount = { amount: 1999, currency: "USD" };

async function typed(): Promise<void> {
  const { paymentId } = await tender.payments.create({ orderNo: "1", amount, channel: "sandbox" });
  const id: string = paymentId;
  const payment: Schemas["Payment"] = await tender.payments.waitFor(id, { until: ["SUCCEEDED", "DECLINED"] });
  payment.amount.amount.toFixed();
  for await (const each of tender.payments.list({ status: "SUCCEEDED" })) each.paymentUrl?.length;
  const csv: string = await tender.campaigns.exportCodes("cam_1", { from: 0, count: 10 });
  csv.length;
}

/** Compiled by `npm run check`, where each of these lines has to be a mistake; never run. */
async function mistakes(payment: Schemas["Payment"]): Promise<void> {
  // @ts-expect-error there is no such field
  await tender.payments.create({ orderNo: "1", amount, channel: "sandbox", note: "x" });
  // @ts-expect-error `amount` is missing
  await tender.payments.create({ orderNo: "1", channel: "sandbox" });
  // @ts-expect-error there is no such status
  await tender.payments.waitFor(payment.paymentId, { until: ["DONE"] });
  // @ts-expect-error a read has no key
  await tender.payments.get(payment.paymentId, { idempotencyKey: "k" });
  // @ts-expect-error it has no such field
  payment.colour;
}

function told(event: WebhookEvent): string {
  if (event.type === "payment.succeeded") return event.data.orderNo;
  if (event.type === "code.redeemed") return event.data.userId ?? "somebody who was forgotten";
  // @ts-expect-error which resource it is about is not known here
  return event.data.orderNo;
}

test("what compiles, runs", async () => {
  await expect(typed()).resolves.toBeUndefined();
  expect(mistakes).toHaveLength(1);
  expect(told({ type: "payment.succeeded", data: { orderNo: "order-1" } } as WebhookEvent)).toBe("order-1");
});
