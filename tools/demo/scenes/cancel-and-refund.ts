import type { Answer } from "../../harness/client.ts";
import { inTurns } from "../../harness/in-turns.ts";
import { awaitState } from "../payment-states.ts";
import { bodyOf, type DemoPayment, noteAccepted } from "../payments.ts";
import type { Stage } from "../stage.ts";
import { isTaken } from "./pay.ts";

const CLIENTS = 8;
/** Of those that wait for their customer. */
const CANCELLED = 2;
/** Paid and cancelled at the same moment. */
const RACED = 2;
/** At the same time, each of 40 %: two of them fit. */
const AT_ONCE = 5;
const SHARE = 0.4;

export async function cancelAndRefund(stage: Stage): Promise<void> {
  const { payments, screen } = stage;
  screen.scene(
    "Cancelled, refunded, tried again",
    "Before the money is captured a payment is undone, after it is refunded; and its order number is taken or free.",
  );
  await cancel(stage);
  await payAndCancel(stage);
  const settled = payments.of("pm_ok");
  await awaitState(stage, "payments to be refunded", settled, ["SUCCEEDED"]);
  await refund(stage, settled);
  await useNumbersAgain(stage, settled);
}

async function cancel(stage: Stage): Promise<void> {
  const { merchant, payments } = stage;
  const unpaid = payments.takeWaiting(CANCELLED);
  for (const payment of unpaid) payment.ends = "CANCELLED";
  const others = payments.of("pm_cancel_fails_twice", "pm_cancel_fails_always", "pm_late_success");
  const body = { reason: "the customer has changed their mind" };
  const answers = await inTurns([...unpaid, ...others], CLIENTS, ({ paymentId = "" }) =>
    merchant.send("POST /v1/payments/{id}/cancel", { path: { id: paymentId }, key: stage.newKey("cancel"), body }),
  );
  const ofOrder = ({ orderId = "" }: DemoPayment) =>
    merchant.send("POST /v1/orders/{id}/cancel", { path: { id: orderId }, key: stage.newKey("cancel"), body });
  const again = await ofOrder(unpaid[0] as DemoPayment);
  stage.check(
    areTaken([...answers, again]),
    `${answers.length} cancelled: plainly, with a channel that fails twice or for ever, with money that comes a second later`,
    statusesOf([...answers, again]),
  );
  const refused = await ofOrder(payments.of("pm_timeout_then_ok")[0] as DemoPayment);
  stage.check(
    refused.status === 409 && refused.json.code === "payment-captured",
    "an order that is paid is not cancelled any more: 409 payment-captured",
    refused.text,
  );
}

/** The customer pays at the moment in which the merchant cancels: whoever is first, nobody loses money. */
async function payAndCancel(stage: Stage): Promise<void> {
  const { merchant, payments } = stage;
  const raced = payments.takeWaiting(RACED);
  const answers = await inTurns(raced, RACED, async ({ paymentId = "" }) => {
    const at = { path: { id: paymentId } };
    const body = { reason: "sold out" };
    const [cancelled] = await Promise.all([
      merchant.send("POST /v1/payments/{id}/cancel", { ...at, key: stage.newKey("cancel"), body }),
      merchant.call("POST /_sandbox/channel/pay/{id}", { ...at, body: { outcome: "paid" } }),
    ]);
    return cancelled;
  });
  const captured = answers.map(({ status, json }) => status === 409 && json.code === "payment-captured");
  for (const [index, payment] of raced.entries()) payment.ends = captured[index] ? "SUCCEEDED" : "CANCELLED";
  const late = captured.filter(Boolean).length;
  stage.check(
    answers.every(({ status }, index) => status === 202 || captured[index]),
    `${raced.length} paid and cancelled at the same moment: ${raced.length - late} to be given back, ${late} captured before`,
    statusesOf(answers),
  );
}

async function refund(stage: Stage, settled: readonly DemoPayment[]): Promise<void> {
  const [parts, pieces, whole, rush] = settled as [DemoPayment, DemoPayment, DemoPayment, DemoPayment];
  const { amount } = parts.amount;
  const some = [await ask(stage, parts, 700), await ask(stage, parts, 300)];
  const over = await ask(stage, parts, amount - 1000 + 1);
  parts.ends = "PARTIALLY_REFUNDED";
  stage.check(
    areTaken(some) && over.json.code === "refund-exceeds-payment",
    "two partial refunds; a third of one cent more than is left is refused",
    statusesOf([...some, over]),
  );
  const all = [await ask(stage, pieces, 1000), await ask(stage, pieces), await ask(stage, whole)];
  const more = await ask(stage, whole, 1);
  for (const payment of [pieces, whole]) payment.ends = "REFUNDED";
  stage.check(
    areTaken(all) && more.status === 409,
    "one in two pieces, one as a whole; then not a cent is left",
    statusesOf([...all, more]),
  );
  const share = Math.floor(rush.amount.amount * SHARE);
  const rushed = await Promise.all(Array.from({ length: AT_ONCE }, () => ask(stage, rush, share)));
  rush.ends = "PARTIALLY_REFUNDED";
  const accepted = rushed.filter(({ status }) => status === 202);
  const refused = rushed.filter(({ json }) => json.code === "refund-exceeds-payment");
  stage.check(
    accepted.length === 2 && refused.length === AT_ONCE - 2,
    `${AT_ONCE} refunds of 40 % at the same moment: ${accepted.length} accepted, ${refused.length} refused`,
    statusesOf(rushed),
  );
}

function ask(stage: Stage, { paymentId = "", amount }: DemoPayment, part?: number): Promise<Answer> {
  const body = { reason: "returned", ...(part === undefined ? {} : { amount: { ...amount, amount: part } }) };
  const key = stage.newKey("refund");
  return stage.merchant.send("POST /v1/payments/{id}/refunds", { path: { id: paymentId }, key, body });
}

async function useNumbersAgain(stage: Stage, settled: readonly DemoPayment[]): Promise<void> {
  const { merchant, payments } = stage;
  const route = "POST /v1/payments";
  const paid = settled.at(-1) as DemoPayment;
  const taken = await merchant.call(route, { key: stage.newKey("payment"), body: bodyOf(paid) });
  const declined = payments.of("pm_declined").slice(0, 2);
  await awaitState(stage, "declined payments", declined, ["DECLINED"]);
  const answers = await inTurns(declined, CLIENTS, async ({ orderNo, orderId = "" }) => {
    const next = payments.draw("pm_ok", { orderNo, orderId });
    const answer = await merchant.expect(202, route, { key: stage.newKey("payment"), body: bodyOf(next) });
    noteAccepted(next, answer.json);
    return answer;
  });
  stage.check(
    isTaken(taken, "order-paid", paid) && answers.length === declined.length,
    `the number of a paid order is refused (409), ${answers.length} of declined ones are paid by another payment`,
    taken.text,
  );
}

function areTaken(answers: readonly Answer[]): boolean {
  return answers.every(({ status }) => status === 202);
}

function statusesOf(answers: readonly Answer[]): string {
  return answers.map(({ status, json }) => (status < 300 ? String(status) : `${status} ${json.code}`)).join(", ");
}
