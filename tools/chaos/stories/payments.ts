import { setTimeout as pause } from "node:timers/promises";
import type { Answer } from "../../harness/client.ts";
import { type AskedPayment, bodyOf, noteAccepted } from "../../harness/payments.ts";
import type { PaymentTwist, Story } from "../plan.ts";
import type { World } from "../world.ts";
import { mustAgree, mustBeRefused } from "./cards.ts";
import { tellOf } from "./webhooks.ts";

type PaymentStory = Extract<Story, { kind: "payment" }>;

const ROUTE = "POST /v1/payments";
/** Each 40 % of the payment: two of three fit. */
const REFUNDS_AT_ONCE = 3;
const SHARE = 0.4;
const RETRY_MS = 1000;

/** From the first request to the state in which nobody has anything left to do. */
export async function pay(world: World, { method, twist }: PaymentStory): Promise<void> {
  const payment = world.payments.draw(method);
  if (!(await accept(world, payment, twist))) return;
  await turn(world, payment, twist);
  await world.follow(payment, [payment.ends]);
}

async function accept(world: World, payment: AskedPayment, twist: PaymentTwist): Promise<boolean> {
  const key = world.newKey("payment");
  const body = bodyOf(payment);
  // What came before it on its order may still be being undone.
  const first = await world.expect([202], ROUTE, { key, body }, payment.isAgain ? ["order-in-progress"] : []);
  if (first.status !== 202) return false;
  noteAccepted(payment, first.json);
  if (twist === "same-key") mustAgree(world, key, first, await world.ask(ROUTE, { key, body }));
  if (twist === "other-body") {
    const dearer = { ...body, amount: { ...body.amount, amount: body.amount.amount + 1 } };
    mustBeRefused(world, key, await world.ask(ROUTE, { key, body: dearer }));
  }
  if (twist === "order-twin") {
    const twin = await world.expect([409], ROUTE, { key: world.newKey("payment"), body });
    if (twin.json.paymentId !== payment.paymentId)
      world.found(String(payment.paymentId), `another payment of its order was answered ${twin.text}`);
  }
  return true;
}

/** What is done to it; `ends` says then what has to come of it. */
async function turn(world: World, payment: AskedPayment, twist: PaymentTwist): Promise<void> {
  const needsCustomer = /^pm_(action|cancel_fails|late)/.test(payment.method);
  if (needsCustomer && !(await world.follow(payment, ["REQUIRES_ACTION"]))) return;
  switch (twist) {
    case "paid":
      return click(world, payment, "paid");
    case "declined":
      payment.ends = "DECLINED";
      return click(world, payment, "declined");
    case "told-again":
      await click(world, payment, "paid");
      return tellOf(world, payment, "again");
    case "told-early":
      return tellOf(world, payment, "early");
    case "cancel":
      return cancel(world, payment);
    case "paid-and-cancelled":
      await Promise.all([cancel(world, payment), click(world, payment, "paid")]);
      return;
    case "refund":
      return refund(world, payment, 1);
    case "refunds-at-once":
      return refund(world, payment, REFUNDS_AT_ONCE);
    case "paid-again":
      return payAgain(world, payment);
    case "wait":
    case "resolved":
      if (payment.method === "pm_cancel_fails_always") await cancel(world, payment);
      return twist === "resolved" ? resolve(world, payment) : undefined;
    default:
  }
}

/** Closed: the merchant was faster. */
async function click(world: World, { paymentId: id = "" }: AskedPayment, outcome: "paid" | "declined"): Promise<void> {
  const call = { path: { id }, body: { outcome } };
  const answer = await world.expect([200, 409], "POST /_sandbox/channel/pay/{id}", call);
  if (answer.status === 409 && answer.json.code !== "charge-closed") world.found(id, `its page said ${answer.text}`);
}

async function cancel(world: World, payment: AskedPayment): Promise<void> {
  const { paymentId = "", orderId = "", method } = payment;
  const call = { key: world.newKey("cancel"), body: { reason: "sold out" } };
  // A page that is open has its order's row; by either way it is the same cancel.
  const byOrder = method === "pm_action" || method === "pm_late_success";
  const ask = () =>
    byOrder
      ? world.expect([202, 409], "POST /v1/orders/{id}/cancel", { path: { id: orderId }, ...call })
      : world.expect([202, 409], "POST /v1/payments/{id}/cancel", { path: { id: paymentId }, ...call });
  let answer = await ask();
  // Parked for want of a channel. It is refused until an operator has sent it on, and not for good.
  while (isParked(answer) && !world.isLate()) {
    await world.retry(payment);
    await pause(RETRY_MS);
    answer = await ask();
  }
  if (answer.status === 202) payment.ends = payment.ends === "SUCCEEDED" ? "CANCELLED" : payment.ends;
  else if (answer.json.code !== "payment-captured") world.found(paymentId, `its cancel was answered ${answer.text}`);
}

const isParked = ({ json }: Answer) => json.code === "payment-needs-review";

async function refund(world: World, payment: AskedPayment, count: number): Promise<void> {
  if (!(await world.follow(payment, ["SUCCEEDED"]))) return;
  const { paymentId = "", amount } = payment;
  // Every other one as a whole: amounts grow in steps of fifty.
  const isWhole = count === 1 && amount.amount % 100 === 0;
  const part = { ...amount, amount: Math.floor(amount.amount * SHARE) };
  const body = { reason: "returned", ...(isWhole ? {} : { amount: part }) };
  const ask = () =>
    world.expect([202, 409], "POST /v1/payments/{id}/refunds", {
      path: { id: paymentId },
      key: world.newKey("refund"),
      body,
    });
  const answers = await Promise.all(Array.from({ length: count }, ask));
  const accepted = answers.filter(({ status }) => status === 202).length;
  const fitting = Math.min(count, Math.floor(1 / SHARE));
  if (accepted !== fitting) world.found(paymentId, `took ${accepted} refunds of ${count}, and ${fitting} fit`);
  if (accepted > 0) payment.ends = isWhole ? "REFUNDED" : "PARTIALLY_REFUNDED";
}

/** The order of a declined payment is free for another one. */
async function payAgain(world: World, payment: AskedPayment): Promise<void> {
  if (!(await world.follow(payment, [payment.ends]))) return;
  const { orderNo, orderId = "" } = payment;
  const next = world.payments.draw("pm_ok", { orderNo, orderId });
  if (await accept(world, next, "wait")) await world.follow(next, [next.ends]);
}

const RESOLUTIONS = {
  pm_unknown_forever: { resolution: "FAILED", ends: "DECLINED" },
  pm_cancel_fails_always: { resolution: "COMPENSATED", ends: "CANCELLED" },
} as const;

async function resolve(world: World, payment: AskedPayment): Promise<void> {
  if (!(await world.follow(payment, ["NEEDS_REVIEW"]))) return;
  const { resolution, ends } = RESOLUTIONS[payment.method as keyof typeof RESOLUTIONS];
  const body = { step: "ChargePayment", resolution, reason: "the channel's books say so" };
  const key = world.newKey("resolve");
  const { status } = await world.expect([202], "POST /v1/sagas/{id}/resolve", {
    path: { id: payment.sagaId ?? "" },
    key,
    body,
  });
  if (status === 202) payment.ends = ends;
}
