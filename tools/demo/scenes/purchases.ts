import type { Answer } from "../../harness/client.ts";
import { type AskedPayment, bodyOf, noteAccepted } from "../../harness/payments.ts";
import type { Stage } from "../../harness/stage.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import { awaitStates } from "./payments.ts";

const STOCK = 5;
const BUYERS = 12;
const PAID = 3;
const PRICE = { amount: 4900, currency: "USD" };

export interface LastOnes {
  offerId: string;
  orderIds: string[];
  payments: AskedPayment[];
}

/** The last of an offer, while the next scene kills everything: three are paid, one is cancelled, one is left alone. */
export async function buyTheLast(stage: Stage): Promise<LastOnes> {
  const { merchant, screen } = stage;
  screen.scene(
    `The last ${STOCK} of an offer`,
    `${BUYERS} users order it at the same moment. ${PAID} of those who have it pay, one cancels, one forgets it.`,
  );
  const offer = await merchant.expect(201, "POST /v1/offers", {
    key: stage.newKey("offer"),
    body: { name: "A year", price: PRICE, period: { unit: "year", count: 1 }, stock: STOCK },
  });
  const offerId = String(offer.json.offerId);
  const asked = Array.from({ length: BUYERS }, (_, n) => ({ orderNo: `LAST-${n}`, offerId, userId: `buyer-${n}` }));
  const answers = await Promise.all(
    asked.map((body) => merchant.call("POST /v1/orders", { key: stage.newKey("order"), body })),
  );
  const held = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ json }) => json.code === "out-of-stock" && json.retryable === true);
  stage.check(
    held.length === STOCK && refused.length === BUYERS - STOCK,
    `${held.length} have an order, ${refused.length} are told to ask again: what is reserved may come back`,
    answers.map(({ status, json }) => `${status} ${json.code ?? ""}`).join(", "),
  );
  const payments = await Promise.all(held.slice(0, PAID).map((answer) => pay(stage, answer)));
  const path = { id: String(held[PAID]?.json.orderId) };
  const body = { reason: "the buyer has changed their mind" };
  const cancelled = await merchant.expect(202, "POST /v1/orders/{id}/cancel", {
    path,
    key: stage.newKey("cancel"),
    body,
  });
  stage.check(cancelled.json.status === "CANCELLED", "one is cancelled: its piece is free when that is answered");
  return { offerId, orderIds: held.map(({ json }) => String(json.orderId)), payments };
}

async function pay(stage: Stage, { json }: Answer): Promise<AskedPayment> {
  const order = { orderNo: String(json.orderNo), orderId: String(json.orderId), amount: PRICE };
  const payment = stage.payments.draw("pm_ok", order);
  const call = { key: stage.newKey("payment"), body: bodyOf(payment) };
  noteAccepted(payment, (await stage.merchant.expect(202, "POST /v1/payments", call)).json);
  return payment;
}

export async function endTheLast(stage: Stage, { offerId, orderIds, payments }: LastOnes): Promise<void> {
  const { merchant, screen } = stage;
  screen.scene(
    "What became of the five orders",
    "After the kill each of them has ended, and the stock is what they say.",
  );
  const statuses = await ended(stage, orderIds);
  stage.check(
    statuses.join() === [...payments.map(() => "FINISHED"), "CANCELLED", "EXPIRED"].join(),
    `${payments.length} paid and delivered, one cancelled, one over because nobody paid it`,
    statuses.join(" "),
  );
  await stockIs(stage, offerId, { used: PAID, free: STOCK - PAID });
  const [back] = payments as [AskedPayment];
  const call = { path: { id: back.paymentId ?? "" }, key: stage.newKey("refund"), body: { reason: "returned" } };
  await merchant.send("POST /v1/payments/{id}/refunds", call);
  back.ends = "REFUNDED";
  await awaitStates(stage, "one to be refunded", [back], [back.ends]);
  await stockIs(stage, offerId, { used: PAID - 1, free: STOCK - PAID + 1 });
}

async function ended({ merchant, screen }: Stage, orderIds: readonly string[]): Promise<string[]> {
  const ask = async () => {
    const orders = await Promise.all(
      orderIds.map((id) => merchant.get<{ status: string }>("GET /v1/orders/{id}", { path: { id } })),
    );
    const open = orders.filter(({ status }) => status === "PENDING" || status === "PAID").length;
    screen.progress(`${orders.length - open} of ${orders.length} orders have ended`);
    return open === 0 ? orders.map(({ status }) => status) : undefined;
  };
  return until("orders to end", ask, { timeoutMs: PATIENCE_MS });
}

async function stockIs(stage: Stage, offerId: string, wanted: { used: number; free: number }): Promise<void> {
  const { stock } = await stage.merchant.get<{ stock: Record<string, number> }>("GET /v1/offers/{id}", {
    path: { id: offerId },
  });
  const { limit, free, reserved, used } = stock;
  stage.check(
    used === wanted.used && free === wanted.free && reserved === 0 && limit === STOCK,
    `of a stock of ${limit}: ${used} used, ${reserved} reserved, ${free} free`,
    JSON.stringify(stock),
  );
}
