/** Events as Stripe's own package signs them: its code, and our secret. */

import { Stripe } from "stripe";
import type { Received } from "./listener.ts";

export function signedByStripe(event: object, secret: string, nowMs: number): Received {
  const payload = JSON.stringify(event);
  const timestamp = Math.floor(nowMs / 1000);
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  return { headers: { "stripe-signature": header }, query: {}, body: Buffer.from(payload) };
}

/** An event around one object, with what each has. */
export function stripeEvent(type: string, object: object, nowMs: number): object {
  const created = Math.floor(nowMs / 1000);
  return { id: `evt_check${created}`, object: "event", type, livemode: false, created, data: { object } };
}
