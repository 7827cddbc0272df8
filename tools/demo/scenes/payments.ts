import { atMost } from "../../../core/foundation/services/at-most.ts";
import type { PaymentState } from "../../../core/payments/domain/payment.ts";
import type { PaymentMethod } from "../../../sandbox/channel/rules.ts";
import { deliver, forge, webhookOf } from "../../harness/callbacks.ts";
import type { Answer } from "../../harness/client.ts";
import { type AskedPayment, bodyOf, noteAccepted } from "../../harness/payments.ts";
import { countWebhooks } from "../../harness/read-tables.ts";
import type { Stage } from "../../harness/stage.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import { namesReuse } from "./cards.ts";

/** Ten more are on their way when the process dies: 60 in all. */
const FIRST: Partial<Record<PaymentMethod, number>> = {
  pm_ok: 13,
  pm_500_twice: 3,
  pm_timeout_then_ok: 4,
  pm_declined: 5,
  pm_timeout_then_declined: 3,
  pm_unknown_forever: 3,
  pm_action: 10,
  pm_cancel_fails_twice: 3,
  pm_cancel_fails_always: 2,
  pm_late_success: 4,
};
const CLIENTS = 8;
const REPEATED = 6;
const ROUTE = "POST /v1/payments";

export async function pay(stage: Stage): Promise<void> {
  const { merchant, screen } = stage;
  const first = stage.payments.drawMixed(FIRST);
  screen.scene(
    "60 payments",
    `The first ${first.length}, by ten methods: good, failing, silent, refused, and some that wait for a customer.`,
  );
  const asked = first.map((payment) => ({ payment, call: { key: stage.newKey("payment"), body: bodyOf(payment) } }));
  const answers = await atMost(CLIENTS, asked, async ({ payment, call }) => {
    const answer = await merchant.expect(202, ROUTE, call);
    noteAccepted(payment, answer.json);
    return answer;
  });
  const again = await atMost(CLIENTS, asked.slice(0, REPEATED), ({ call }) => merchant.call(ROUTE, call));
  const same = again.filter(({ text, replayed }, index) => replayed && text === answers[index]?.text);
  stage.check(same.length === REPEATED, `${REPEATED} of them again under their keys: the first answers, byte for byte`);
  const { payment, call } = asked[0] as (typeof asked)[number];
  const dearer = { ...call, body: { ...call.body, amount: { ...payment.amount, amount: 1 } } };
  const other = await merchant.call(ROUTE, dearer);
  stage.check(
    namesReuse(other, "/amount"),
    "the same key with another amount is refused, and the refusal names /amount",
    other.text,
  );
}

/** Customers act, and callbacks come twice, late, and from people who are not the channel. */
export async function customers(stage: Stage): Promise<void> {
  const { payments, screen, instance } = stage;
  screen.scene(
    "Customers and callbacks",
    "Pages are sent twice; the channel's words come again and too late; and some come from somebody else.",
  );
  const [paying, refusing] = [payments.of("pm_action").slice(0, 4), payments.of("pm_action").slice(4, 6)];
  for (const payment of refusing) payment.ends = "DECLINED";
  const open = payments.of("pm_action", "pm_cancel_fails_twice", "pm_cancel_fails_always", "pm_late_success");
  await awaitStates(stage, "customers are shown their page", open, ["REQUIRES_ACTION"]);
  await click(stage, paying, "paid");
  await click(stage, refusing, "declined");
  await awaitStates(stage, "the customers' words to be heard", [...paying, ...refusing], ["SUCCEEDED", "DECLINED"]);

  const before = await countWebhooks(instance.run);
  const known = paying.map((payment) => webhookOf(payment, "charge.paid"));
  const statuses = await atMost(CLIENTS, [...known, ...known.toReversed()], (webhook) => deliver(stage, webhook));
  const forged = await forge(stage, { ...webhookOf(paying[0] as AskedPayment, "charge.paid"), eventId: "evt_forged" });
  const more = (await countWebhooks(instance.run)) - before;
  stage.check(
    statuses.every((status) => status === 200) && more === 0,
    `${known.length} callbacks twice more, in another order: answered 200, and nothing moves`,
    `${statuses.join(" ")}, ${more} rows more`,
  );
  stage.check(
    forged.every(({ status }) => status === 400 || status === 401) && more === 0,
    `${forged.length} forged ones are refused and leave no row: ${forged.map(({ what }) => what).join(", ")}`,
    forged.map(({ status }) => status).join(" "),
  );
}

/** Each page twice at the same moment, then once with the other word: the first one counts. */
async function click(stage: Stage, payments: readonly AskedPayment[], outcome: "paid" | "declined") {
  const post = ({ paymentId = "" }: AskedPayment, word: string) =>
    stage.merchant.call("POST /_sandbox/channel/pay/{id}", { path: { id: paymentId }, body: { outcome: word } });
  const answers = await atMost(CLIENTS, payments, async (payment): Promise<Answer[]> => {
    const both = await Promise.all([post(payment, outcome), post(payment, outcome)]);
    return [...both, await post(payment, outcome === "paid" ? "declined" : "paid")];
  });
  stage.check(
    answers.flat().every(({ status, json }) => status === 200 && json.status === outcome),
    `${payments.length} customers: ${outcome}, clicked twice, and the other button later changes nothing`,
    statusesOf(answers.flat()),
  );
}

export async function changeTheirMinds(stage: Stage): Promise<void> {
  const { payments, screen } = stage;
  screen.scene(
    "Cancelled and refunded",
    "Before the money is captured a payment is undone; after it, it is refunded, and never more than was paid.",
  );
  const actions = payments.of("pm_action");
  const others = payments.of("pm_cancel_fails_twice", "pm_cancel_fails_always", "pm_late_success");
  for (const payment of actions.slice(6, 8)) payment.ends = "CANCELLED";
  const cancelled = await atMost(CLIENTS, [...actions.slice(6, 8), ...others], (payment) => cancel(stage, payment));
  stage.check(
    cancelled.every(({ status }) => status === 202),
    `${cancelled.length} cancelled: plainly, with a channel that fails twice or for ever, with money that comes a second later`,
    statusesOf(cancelled),
  );
  await payAndCancel(stage, actions.slice(8));
  const settled = payments.of("pm_ok");
  await awaitStates(stage, "payments to be refunded", settled, ["SUCCEEDED"]);
  const [whole, rush, outside] = settled as [AskedPayment, AskedPayment, AskedPayment];
  await refund(stage, [whole, rush]);
  await refundAtTheVendor(stage, outside);
}

function cancel(stage: Stage, { paymentId: id = "" }: AskedPayment): Promise<Answer> {
  const call = { path: { id }, key: stage.newKey("cancel"), body: { reason: "the customer has changed their mind" } };
  return stage.merchant.send("POST /v1/payments/{id}/cancel", call);
}

/** The customer pays at the moment in which the merchant cancels: whoever is first, nobody loses money. */
async function payAndCancel(stage: Stage, raced: readonly AskedPayment[]): Promise<void> {
  const answers = await atMost(CLIENTS, raced, async (payment) => {
    const call = { path: { id: payment.paymentId ?? "" }, body: { outcome: "paid" } };
    const paid = stage.merchant.call("POST /_sandbox/channel/pay/{id}", call);
    const [answer] = await Promise.all([cancel(stage, payment), paid]);
    if (answer.status === 202) payment.ends = "CANCELLED";
    return answer;
  });
  const late = answers.filter(({ json }) => json.code === "payment-captured").length;
  stage.check(
    answers.every(({ status, json }) => status === 202 || json.code === "payment-captured"),
    `${raced.length} paid and cancelled at the same moment: ${raced.length - late} to be given back, ${late} captured before`,
    statusesOf(answers),
  );
}

async function refund(stage: Stage, [whole, rush]: [AskedPayment, AskedPayment]): Promise<void> {
  const ask = ({ paymentId = "", amount }: AskedPayment, part?: number) =>
    stage.merchant.send("POST /v1/payments/{id}/refunds", {
      path: { id: paymentId },
      key: stage.newKey("refund"),
      body: { reason: "returned", ...(part && { amount: { ...amount, amount: part } }) },
    });
  const pieces = [await ask(whole, 700), await ask(whole), await ask(whole, 1)];
  const share = Math.floor(rush.amount.amount * 0.4);
  const rushed = await Promise.all(Array.from({ length: 5 }, () => ask(rush, share)));
  whole.ends = "REFUNDED";
  rush.ends = "PARTIALLY_REFUNDED";
  stage.check(
    statusesOf(pieces).startsWith("202, 202, 409"),
    "one refunded in two pieces; then not a cent is left",
    statusesOf(pieces),
  );
  const refused = rushed.filter(({ json }) => json.code === "refund-exceeds-payment").length;
  stage.check(
    refused === 3 && rushed.filter(({ status }) => status === 202).length === 2,
    "5 refunds of 40 % at the same moment: 2 accepted, 3 refused",
    statusesOf(rushed),
  );
}

/** By somebody at the vendor's own desk: the merchant learns of it by webhook alone. */
async function refundAtTheVendor(stage: Stage, payment: AskedPayment): Promise<void> {
  const call = { path: { id: payment.paymentId ?? "" }, body: { move: "refund", amount: 500 } };
  const { status, text } = await stage.merchant.call("POST /_sandbox/channel/pay/{id}/desk", call);
  payment.ends = "PARTIALLY_REFUNDED";
  await awaitStates(stage, "what moved at the vendor to be on the books", [payment], [payment.ends]);
  stage.check(status === 200, "5.00 USD refunded at the vendor's own desk: its webhook puts them on the books", text);
}

/** Until all of them are in one of these, as the merchant sees them. */
export async function awaitStates(
  { merchant, screen }: Stage,
  what: string,
  payments: readonly AskedPayment[],
  states: readonly PaymentState[],
): Promise<void> {
  const ask = async () => {
    const items = await merchant.list<{ paymentId: string; status: PaymentState }>("GET /v1/payments", {}, 100);
    const there = new Set(items.filter(({ status }) => states.includes(status)).map(({ paymentId }) => paymentId));
    const count = payments.filter(({ paymentId = "" }) => there.has(paymentId)).length;
    screen.progress(`${what}: ${count} of ${payments.length}`);
    return count === payments.length || undefined;
  };
  await until(what, ask, { timeoutMs: PATIENCE_MS, everyMs: 500 });
}

function statusesOf(answers: readonly Answer[]): string {
  return answers.map(({ status, json }) => (status < 300 ? String(status) : `${status} ${json.code}`)).join(", ");
}
