import { claimedTenantOf } from "../core/foundation/domain/ids.ts";
import { SANDBOX_SIGNATURE_HEADER, signWebhook } from "../core/foundation/domain/webhook-signature.ts";
import { inboxKey } from "../core/foundation/store/keys.ts";
import type { News } from "./model/channel.ts";
import type { PaymentMethod } from "./model/payment-methods.ts";
import { send } from "./people.ts";
import { channelConfigOf } from "./ports.ts";
import { keyOf } from "./shadow.ts";
import type { World } from "./world.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** When a customer has made up their mind: at once, within the order's time, around its end, and long after it. */
const DECIDED_AFTER_MS = [
  2 * SECOND_MS,
  5 * MINUTE_MS,
  29.99 * MINUTE_MS,
  30.02 * MINUTE_MS,
  32.1 * MINUTE_MS,
  50 * MINUTE_MS,
] as const;
/** When a card is refused: right before another one is taken, or long before. */
const REFUSED_AFTER_MS = [1_900, 4.99 * MINUTE_MS, SECOND_MS] as const;
/** A webhook overtakes the very answer that it tells of, or comes when nobody waits for it any more. */
const WEBHOOK_AFTER_MS = [SECOND_MS, 5, 4 * MINUTE_MS, 35 * MINUTE_MS, 200 * MINUTE_MS] as const;
const COPIES = [1, 1, 2, 3, 0] as const;
/** Vendors repeat what was not answered, further and further apart. */
const AGAIN_AFTER_MS = [10 * SECOND_MS, 2 * MINUTE_MS, 20 * MINUTE_MS] as const;
/** How often one is sent that we could also find out by asking; others are sent until they are answered. */
const SENDS_MAX = 3;

interface Event {
  eventId: string;
  body: string;
}

/** What happens on the payment channel's side by itself: customers on its pages, and the webhooks that it sends. */
export class Vendor {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    world.outside.channel.onPage = (paymentId, method) => this.#welcome(paymentId, method);
    world.outside.channel.onNews = (news) => this.#tell(news);
  }

  #welcome(paymentId: string, method: PaymentMethod): void {
    const { choices, simulation, outside } = this.#world;
    if (method === "page-two-cards")
      simulation.in(choices.pick(REFUSED_AFTER_MS), "customer", "card refused", () =>
        outside.channel.refuseCard(paymentId),
      );
    const decision = choices.pick(["paid", "declined", "none"] as const);
    if (decision === "none") return;
    const decidedAfterMs = choices.pick(DECIDED_AFTER_MS);
    simulation.in(decidedAfterMs, "customer", decision, () => {
      simulation.tell("customer", decision);
      outside.channel.click(paymentId, decision);
    });
  }

  #tell({ type, charge, trade, mustArrive, more }: News): void {
    const { choices } = this.#world;
    const copies = Math.max(choices.pick(COPIES), mustArrive ? 1 : 0);
    const { paymentId, orderNo, amount } = charge;
    const { number, ...figures } = more ?? {};
    const eventId = `evt-${type}-${trade}${number === undefined ? "" : `-${number}`}`;
    const body = JSON.stringify({
      eventId,
      type: `charge.${type}`,
      paymentId,
      orderNo,
      amount,
      providerReference: trade,
      ...figures,
    });
    for (let copy = 0; copy < copies; copy++)
      this.#sendIn(
        choices.pick(WEBHOOK_AFTER_MS),
        paymentId,
        { eventId, body },
        mustArrive ? Number.POSITIVE_INFINITY : SENDS_MAX,
      );
  }

  #sendIn(delayMs: number, paymentId: string, event: Event, sendsLeft: number, sends = 0): void {
    const { simulation } = this.#world;
    simulation.in(delayMs, "vendor", "sends a webhook", () => {
      void this.#post(paymentId, event).then((status) => {
        const againMs = AGAIN_AFTER_MS[Math.min(sends, AGAIN_AFTER_MS.length - 1)] ?? 0;
        if (status !== 200 && sendsLeft > 1) this.#sendIn(againMs, paymentId, event, sendsLeft - 1, sends + 1);
      });
    });
  }

  async #post(paymentId: string, { eventId, body }: Event): Promise<number | undefined> {
    const tenantId = claimedTenantOf("pay", paymentId) ?? "";
    const status = await postWebhook(this.#world, { tenantId, secret: webhookSecretOf(tenantId), body });
    const key = keyOf({ ...inboxKey("sandbox", tenantId, eventId) });
    // The vendor never sends again what was acknowledged.
    if (status === 200 && !this.#world.engine.shadow.rows.has(key))
      this.#world.violations.push({ invariant: "I15", subject: key, detail: "was acknowledged, and has no row" });
    return status;
  }
}

export function webhookSecretOf(tenantId: string): string {
  return channelConfigOf(tenantId).webhookSecrets[0] ?? "";
}

/** What a vendor's event says of money that it has taken. */
export interface PaidEvent {
  eventId: string;
  paymentId: string;
  trade: string;
  orderNo: string;
  amount: { amount: number; currency: string };
}

/** The merchant's channel says "paid", well signed, whatever the rest of it says. Resolves as `postWebhook` does. */
export function tellPaid(world: World, { trade, ...event }: PaidEvent): Promise<number | undefined> {
  const body = JSON.stringify({ ...event, type: "charge.paid", providerReference: trade });
  return postWebhook(world, { tenantId: "acme", secret: webhookSecretOf("acme"), body });
}

export interface Webhook {
  tenantId: string;
  secret: string;
  body: string;
  /** The bytes that were signed, where they are not those that are sent. */
  signed?: string;
  /** How long ago it was signed. */
  ageMs?: number;
}

/** The answer's status. `undefined`: no answer came. */
export async function postWebhook(
  world: World,
  { tenantId, secret, body, signed = body, ageMs = 0 }: Webhook,
): Promise<number | undefined> {
  const signature = signWebhook(secret, Math.floor((world.simulation.nowMs - ageMs) / 1000), signed);
  const headers = { [SANDBOX_SIGNATURE_HEADER.toLowerCase()]: signature };
  const request = { path: { channel: "sandbox" }, body, headers };
  const answer = await send(world, "vendor", "POST /v1/webhooks/{channel}", request, tenantId);
  world.simulation.tell("vendor", "webhook", answer ? String(answer.statusCode) : "no answer");
  return answer?.statusCode;
}
