/** Stripe's events: JSON, signed with HMAC-SHA256 over time and raw bytes. Needs no SDK. `docs/channels.md`. */

import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import type { ChannelConfig, ChannelEvent, RawWebhook, WebhookVerdict, WebhookVerifier } from "../../domain/channel.ts";
import { CONTRACT } from "../../domain/limits.ts";
import { jsonOf } from "../bounded-fetch.ts";
import { moneyOf } from "./stripe-amount.ts";

export const stripeWebhooks: WebhookVerifier = {
  claimedPaymentId({ body }) {
    return EVENT.safeParse(jsonOf(body)).data?.data.object.metadata.paymentId;
  },

  verify({ headers, body }: RawWebhook, config: ChannelConfig, nowMs: number): WebhookVerdict {
    if (config.channel !== "stripe") return { kind: "refused", httpStatus: 401, why: "app" };
    const signed = signatureIn(headers["stripe-signature"]);
    if (signed === undefined) return { kind: "refused", httpStatus: 400, why: "malformed" };
    if (!fits(signed, body, config.webhookSecrets)) return { kind: "refused", httpStatus: 401, why: "signature" };
    const ageSeconds = Math.abs(Math.floor(nowMs / 1000) - Number(signed.time));
    if (ageSeconds > CONTRACT.signatureToleranceSeconds) return { kind: "refused", httpStatus: 401, why: "timestamp" };

    const event = EVENT.safeParse(jsonOf(body));
    if (!event.success) return { kind: "refused", httpStatus: 400, why: "malformed" };
    return { kind: "event", event: eventOf(event.data) };
  },

  reply: { httpStatus: 200, contentType: "text/plain", body: "ok" },
};

interface Signed {
  /** As it was written: that is what was signed. */
  time: string;
  macs: Buffer[];
}

/** `t=<unix seconds>,v1=<hex>[,v1=<hex> ...][,v0=...]`: one v1 for each secret that Stripe signs with, two while it is rotated. */
function signatureIn(header: string | undefined): Signed | undefined {
  if (header === undefined || header.length > 2048) return undefined;
  const parts = header.split(",");
  const times = parts.filter((part) => part.startsWith("t="));
  const time = /^t=(\d{1,12})$/.exec(times[0] ?? "")?.[1];
  const macs = parts
    .flatMap((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1] ?? [])
    .map((hex) => Buffer.from(hex, "hex"));
  return time === undefined || times.length > 1 || macs.length === 0 ? undefined : { time, macs };
}

/** Takes as long whichever of the secrets fits which of the signatures. */
function fits({ time, macs }: Signed, body: Uint8Array, secrets: readonly string[]): boolean {
  let found = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(`${time}.`).update(body).digest();
    for (const mac of macs) {
      // An empty secret is a missing one: anybody could sign with it.
      const equal = timingSafeEqual(mac, expected) && secret !== "";
      found = equal || found;
    }
  }
  return found;
}

const ID = z.string().regex(/^\w{1,128}$/);

const EVENT = z.object({
  id: ID.startsWith("evt_"),
  object: z.literal("event"),
  type: z.string(),
  account: ID.nullish(),
  data: z.object({
    object: z.object({
      object: z.string(),
      id: ID,
      metadata: z.object({ paymentId: z.string().min(1).max(128), orderNo: z.string().max(500).optional() }),
      amount: z.int().min(1).optional().catch(undefined),
      amount_received: z.int().min(1).optional().catch(undefined),
      currency: z
        .string()
        .regex(/^[a-z]{3}$/)
        .optional(),
      payment_intent: ID.nullish().catch(undefined),
    }),
  }),
});
type StripeEvent = z.infer<typeof EVENT>;

const TYPES: Record<string, ChannelEvent["type"]> = {
  "payment_intent.succeeded": "paid",
  "payment_intent.payment_failed": "declined",
  "payment_intent.canceled": "closed",
  "charge.refunded": "refunded",
  "refund.created": "refunded",
  "refund.updated": "refunded",
};

function eventOf({ id, type, account, data }: StripeEvent): ChannelEvent {
  const { object } = data;
  const known = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  // A charge's amount is not what was refunded.
  const amount = known === "paid" ? object.amount_received : object.object === "charge" ? undefined : object.amount;
  const money =
    amount === undefined || object.currency === undefined ? undefined : moneyOf({ amount, currency: object.currency });
  const intentId = object.object === "payment_intent" ? object.id : object.payment_intent;
  return {
    eventId: id,
    type: known ?? "other",
    paymentId: object.metadata.paymentId,
    ...(object.metadata.orderNo === undefined ? {} : { orderNo: object.metadata.orderNo }),
    ...(money === undefined ? {} : { amount: money }),
    ...(intentId === undefined || intentId === null ? {} : { providerReference: intentId }),
    ...(account === undefined || account === null ? {} : { appId: account }),
  };
}
