import type { Item } from "../../core/foundation/store/table.ts";
import type { Payment } from "../../core/payments/domain/payment.ts";
import type { Cast } from "../cast.ts";
import { postWebhook, tellPaid, type Webhook, webhookSecretOf } from "../vendor.ts";
import type { Scenario } from "./scenario.ts";

const MINUTE_MS = 60_000;

export const webhooks: Scenario = {
  name: "webhooks",
  why: "customers who decide around the end of their time, webhooks in any number and order, and forged ones",
  async story(cast) {
    const { world, merchant, choices } = cast;
    world.simulation.faults.begin();
    const method = cast.method(["page", "page-two-cards", "page-not-found", "good", "paid-after-cancel"]);
    const { json } = await cast.pay(merchant, { orderNo: "order-1", method });
    const paymentId = String(json.paymentId);
    const stories: Promise<void>[] = [];
    if (choices.chance(0.5)) stories.push(forge(cast, paymentId));
    if (choices.chance(0.3)) stories.push(look(cast, paymentId));
    if (choices.chance(0.3)) stories.push(payTwice(cast, paymentId));
    await Promise.all(stories);
  },
};

/** The vendor has taken the same money under another number, and tells it twice. */
async function payTwice({ world, rows, must, choices }: Cast, paymentId: string): Promise<void> {
  // Before that nobody could say which of both was the second one.
  let payment: Item | undefined;
  for (const afterMs of [5_000, 6 * MINUTE_MS, 31 * MINUTE_MS]) {
    await world.sleep(afterMs, "vendor");
    payment = rows(`PAY#acme#${paymentId} HEAD`)[0];
    if (payment?.state === "SUCCEEDED") break;
  }
  if (payment?.state !== "SUCCEEDED") return;
  const { orderNo, amount } = payment as unknown as Pick<Payment, "orderNo" | "amount">;
  const statuses = await Promise.all(
    [1, 2].map(async (copy) => {
      await world.sleep(choices.pick([0, 40, MINUTE_MS]), "vendor");
      return tellPaid(world, { eventId: `evt-second-${copy}`, paymentId, trade: "trade-second", orderNo, amount });
    }),
  );
  await world.quiet();
  const isKnown = rows("REVIEW#").some(({ trade }) => trade === "trade-second");
  must(isKnown || !statuses.includes(200), paymentId, "was paid twice, and nobody looks at it");
}

async function forge(cast: Cast, paymentId: string): Promise<void> {
  const { world, choices } = cast;
  await world.sleep(choices.pick([300, 5_000, 31 * MINUTE_MS]), "forger");
  const event = {
    eventId: "evt-forged",
    type: "charge.paid",
    paymentId,
    orderNo: "order-1",
    amount: { amount: 1, currency: "USD" },
    providerReference: "forged",
  };
  const body = JSON.stringify(event);
  const attempts: Record<string, Omit<Webhook, "tenantId">> = {
    "another merchant's secret": { secret: webhookSecretOf("globex"), body },
    "a signature of other bytes": { secret: webhookSecretOf("acme"), body, signed: `${body} ` },
    "a signature of long ago": { secret: webhookSecretOf("acme"), body, ageMs: 10 * MINUTE_MS },
    "no event in it": { secret: webhookSecretOf("acme"), body: JSON.stringify({ ...event, amount: "all" }) },
  };
  const [how, attempt] = choices.pick(Object.entries(attempts) as [[string, Omit<Webhook, "tenantId">]]);
  const status = await postWebhook(world, { tenantId: "acme", ...attempt });
  cast.must(status === undefined || status >= 400, paymentId, `took a webhook with ${how} (${status})`);
  cast.must(cast.rows("INBOX#sandbox#acme#evt-forged").length === 0, paymentId, `kept a webhook with ${how}`);
}

async function look({ world, merchant }: Cast, paymentId: string): Promise<void> {
  for (const afterMs of [200, 6_000, 31 * MINUTE_MS]) {
    await world.sleep(afterMs, "clerk");
    await merchant.ask("GET /v1/payments/{id}", { path: { id: paymentId } });
  }
}
