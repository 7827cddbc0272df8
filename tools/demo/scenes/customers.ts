import type { ChannelEffect } from "../../../invariants/snapshot.ts";
import type { Answer } from "../../harness/client.ts";
import { inTurns } from "../../harness/in-turns.ts";
import { countWebhooks } from "../../harness/read-tables.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import { deliver, forge, webhookOf } from "../callbacks.ts";
import { awaitState, readStates } from "../payment-states.ts";
import type { DemoPayment } from "../payments.ts";
import type { Stage } from "../stage.ts";

const CLIENTS = 8;
const PAID = 4;
const DECLINED = 2;
const EFFECTS_PAGE = 1000;

/** Customers act, and the channel's callbacks come early, twice, late, and from people who are not the channel. */
export async function customers(stage: Stage): Promise<void> {
  const { payments, screen } = stage;
  screen.scene(
    "Customers and callbacks",
    "Pages are sent twice; webhooks come too early, again and too late; and some come from somebody else.",
  );
  await early(stage);
  const waiting = payments.of("pm_action", "pm_cancel_fails_twice", "pm_cancel_fails_always", "pm_late_success");
  await awaitState(stage, "customers are shown their page", waiting, ["REQUIRES_ACTION"]);
  const [paying, refusing] = [payments.takeWaiting(PAID), payments.takeWaiting(DECLINED)];
  for (const payment of refusing) payment.ends = "DECLINED";
  await click(stage, paying, "paid");
  await click(stage, refusing, "declined");
  await awaitState(stage, "the customers' words to be heard", paying, ["SUCCEEDED"]);
  await awaitState(stage, "the customers' words to be heard", refusing, ["DECLINED"]);
  await late(stage, paying, refusing);
  await forged(stage, paying[0] as DemoPayment);
}

/** The money is taken, the channel's answer is lost: its callback is faster than our question. */
async function early(stage: Stage): Promise<void> {
  const told = stage.payments.of("pm_timeout_then_ok");
  await until("charges whose answer is lost", () => areCharged(stage, told), { timeoutMs: PATIENCE_MS });
  const states = await readStates(stage);
  const before = told.filter(({ paymentId = "" }) => states.get(paymentId) !== "SUCCEEDED").length;
  const statuses = await inTurns(told, CLIENTS, (payment) => deliver(stage, webhookOf(payment, "charge.paid")));
  stage.check(
    statuses.every((status) => status === 200),
    `${told.length} callbacks for charges whose answer was lost, ${before} of them before anybody had asked`,
    statuses.join(" "),
  );
  await awaitState(stage, "charges without an answer", told, ["SUCCEEDED"]);
}

/** What the channel has not done it says nothing about. */
async function areCharged({ operator }: Stage, payments: readonly DemoPayment[]): Promise<true | undefined> {
  const effects = await operator.list<ChannelEffect>("GET /_sandbox/channel/effects", {}, EFFECTS_PAGE);
  const charged = new Set(effects.map(({ paymentId }) => paymentId));
  return payments.every(({ paymentId = "" }) => charged.has(paymentId)) ? true : undefined;
}

/** Each page twice at the same moment, then once with the other word: the first one counts. */
export async function click(stage: Stage, payments: readonly DemoPayment[], outcome: "paid" | "declined") {
  const post = ({ paymentId = "" }: DemoPayment, word: string) =>
    stage.merchant.call("POST /_sandbox/channel/pay/{id}", { path: { id: paymentId }, body: { outcome: word } });
  const answers = await inTurns(payments, CLIENTS, async (payment): Promise<Answer[]> => {
    const both = await Promise.all([post(payment, outcome), post(payment, outcome)]);
    return [...both, await post(payment, outcome === "paid" ? "declined" : "paid")];
  });
  const good = answers.flat().filter(({ status, json }) => status === 200 && json.status === outcome);
  stage.check(
    good.length === 3 * payments.length,
    `${payments.length} customers: ${outcome}, clicked twice, and the other button later changes nothing`,
    answers
      .flat()
      .map(({ text }) => text)
      .join(" "),
  );
}

/** The channel's own words once more, under its own event ids: known already, and answered alike. */
async function late(stage: Stage, paid: readonly DemoPayment[], declined: readonly DemoPayment[]): Promise<void> {
  const before = await countWebhooks(stage.instance.run);
  const again = [
    ...paid.map((payment) => webhookOf(payment, "charge.paid")),
    ...declined.map((payment) => webhookOf(payment, "charge.declined")),
  ];
  const statuses = await inTurns([...again, ...again.toReversed()], CLIENTS, (webhook) => deliver(stage, webhook));
  const after = await countWebhooks(stage.instance.run);
  stage.check(
    statuses.every((status) => status === 200) && after === before,
    `the same ${again.length} callbacks twice more, in another order: answered 200, and no row more`,
    `${statuses.join(" ")}, ${after - before} rows more`,
  );
  // Of what ended without one: a callback under an id of its own has nothing to add.
  const ended = [
    ...stage.payments.of("pm_timeout_then_ok").map((payment) => webhookOf(payment, "charge.paid")),
    ...stage.payments.of("pm_declined").map((payment) => webhookOf(payment, "charge.declined")),
  ];
  const unknown = await inTurns(ended, CLIENTS, (webhook) =>
    deliver(stage, { ...webhook, eventId: `${webhook.eventId}-late` }),
  );
  stage.check(
    unknown.every((status) => status === 200),
    `${ended.length} callbacks for what had ended long before: taken, and nothing moves`,
    unknown.join(" "),
  );
}

async function forged(stage: Stage, payment: DemoPayment): Promise<void> {
  const before = await countWebhooks(stage.instance.run);
  const tried = await forge(stage, { ...webhookOf(payment, "charge.paid"), eventId: "evt_forged" });
  const after = await countWebhooks(stage.instance.run);
  const refused = tried.filter(({ status }) => status === 400 || status === 401);
  stage.check(
    refused.length === tried.length && after === before,
    `${tried.length} forged ones are refused (400, 401) and leave no row`,
    `${tried.map(({ what, status }) => `${what} ${status}`).join(", ")}; ${after - before} rows more`,
  );
  stage.screen.note(`they were: ${tried.map(({ what }) => what).join(", ")}`);
}
