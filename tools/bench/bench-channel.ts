import { setTimeout as pause } from "node:timers/promises";
import { signWebhook } from "../../core/foundation/domain/webhook-signature.ts";
import type { ChargeCall, ChargeOutcome } from "../../core/payments/domain/channel.ts";
import type { ConfiguredChannel } from "../../core/payments/services/deps.ts";

const SECRET = "bench".repeat(8);
/** The customer of a charge with this payment method has to come to a page first. */
export const REDIRECT = "REDIRECT";

/** A payment channel in this process: it answers after `delayMs`, and knows how long its callers have waited for it. */
export class BenchChannel {
  readonly #delayMs: number;
  /** Milliseconds, of all calls so far. */
  waitedMs = 0;

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  readonly configured: ConfiguredChannel = {
    port: {
      charge: (call) => this.#charge(call),
      query: unexpected,
      cancel: unexpected,
      refund: unexpected,
      queryRefund: unexpected,
    },
    config: { channel: "sandbox", baseUrl: "https://channel.invalid", secret: SECRET, webhookSecrets: [SECRET] },
    notifyUrl: "https://api.invalid/v1/webhooks/sandbox",
  };

  async #charge({ paymentId, amount, paymentMethod }: ChargeCall): Promise<ChargeOutcome> {
    const startedAt = performance.now();
    if (this.#delayMs > 0) await pause(this.#delayMs);
    this.waitedMs += performance.now() - startedAt;
    const providerReference = referenceOf(paymentId);
    return paymentMethod === REDIRECT
      ? { outcome: "requires-action", paymentUrl: `https://channel.invalid/pay/${paymentId}`, providerReference }
      : { outcome: "succeeded", amount, providerReference };
  }
}

/** What the channel sends when the customer has paid. */
export function paidWebhook({ paymentId, orderNo, amount }: Pick<ChargeCall, "paymentId" | "orderNo" | "amount">) {
  const providerReference = referenceOf(paymentId);
  const event = { eventId: `evt_${paymentId}`, type: "charge.paid", paymentId, orderNo, amount, providerReference };
  const body = Buffer.from(JSON.stringify(event));
  const signature = signWebhook(SECRET, Math.floor(Date.now() / 1000), body);
  return { headers: { "sandbox-signature": signature }, query: {}, body };
}

const referenceOf = (paymentId: string) => `trade_${paymentId}`;

/** A happy payment is charged and never asked about: another call would be a mistake of the bench. */
function unexpected(): never {
  throw new Error("a happy payment made more than its charge");
}
