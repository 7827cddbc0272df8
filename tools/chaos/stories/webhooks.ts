import { setTimeout as pause } from "node:timers/promises";
import type { ChannelEffect } from "../../../invariants/snapshot.ts";
import { deliver, forge, type Webhook, webhookOf } from "../../harness/callbacks.ts";
import type { AskedPayment } from "../../harness/payments.ts";
import type { World } from "../world.ts";

const RETRY_MS = 1000;
/** The newest ones; what is asked for has just happened. */
const EFFECTS = 200;

/** The channel's own words about a payment that is paid: before anybody has asked, or once more and under another id. */
export async function tellOf(world: World, payment: AskedPayment, when: "early" | "again"): Promise<void> {
  if (!(await world.until(String(payment.paymentId), "it is charged", () => isCharged(world, payment)))) return;
  const webhook = webhookOf(payment, "charge.paid");
  await say(world, webhook);
  if (when === "early") return;
  await say(world, webhook);
  await say(world, { ...webhook, eventId: `${webhook.eventId}-late` });
}

/** What the channel has not done it says nothing about. */
async function isCharged(world: World, { paymentId }: AskedPayment): Promise<boolean> {
  const query = { limit: String(EFFECTS) };
  const { json } = await world.operator.send("GET /_sandbox/channel/effects", { query });
  const items = (json.items ?? []) as ChannelEffect[];
  return items.some((effect) => effect.paymentId === paymentId && effect.kind === "charge");
}

/** As a channel does it: until it is answered 2xx. */
async function say(world: World, webhook: Webhook): Promise<void> {
  for (;;) {
    const status = await world.turns.take(() => deliver(world, webhook));
    world.webhooks.push({ route: "webhooks delivered", ...(status && { status }) });
    if (status === 200) return;
    if (status !== undefined && status < 500) world.found(webhook.eventId, `was answered ${status}`);
    if (world.isLate()) return world.found(webhook.eventId, "was never taken");
    await pause(RETRY_MS);
  }
}

/** Everything that somebody tries who does not know the secret. That none leaves a row is seen in the end. */
export async function forgeOne(world: World): Promise<void> {
  const known = world.payments.all.findLast(({ paymentId }) => paymentId !== undefined);
  if (!known) return;
  const eventId = world.nextForgery();
  const tried = await world.turns.take(() => forge(world, { ...webhookOf(known, "charge.paid"), eventId }));
  for (const { what, status } of tried) {
    world.webhooks.push({ route: "webhooks forged", ...(status && { status }) });
    if (status !== undefined && status < 400) world.found(eventId, `forged (${what}), was answered ${status}`);
  }
}
