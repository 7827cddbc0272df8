import { setTimeout as pause } from "node:timers/promises";
import { signWebhook } from "../../core/foundation/domain/webhook-signature.ts";
import type { ChargeCall, ChargeOutcome } from "../../core/payments/domain/channel.ts";
import type { ConfiguredChannel } from "../../core/payments/services/deps.ts";
import { ChannelInMemory, tradeOf } from "../../sandbox/channel/in-memory.ts";
import { behaviourOf } from "../../sandbox/channel/rules.ts";

const SECRET = "bench".repeat(8);
/** The customer of a charge with this payment method has to come to a page first. */
export const REDIRECT = "pm_action";

/** A payment channel in this process: it answers after `delayMs`, and knows how long its callers have waited for it. */
export class BenchChannel extends ChannelInMemory {
  readonly #delayMs: number;
  /** Milliseconds, of all calls so far. */
  waitedMs = 0;

  constructor(delayMs: number) {
    super(behaviourOf);
    this.#delayMs = delayMs;
  }

  readonly configured: ConfiguredChannel = {
    port: this,
    config: { channel: "sandbox", baseUrl: "https://channel.invalid", secret: SECRET, webhookSecrets: [SECRET] },
    notifyUrl: "https://api.invalid/v1/webhooks/sandbox",
  };

  override async charge(call: ChargeCall): Promise<ChargeOutcome> {
    const startedAt = performance.now();
    if (this.#delayMs > 0) await pause(this.#delayMs);
    this.waitedMs += performance.now() - startedAt;
    return super.charge(call);
  }
}

/** What the channel sends when the customer has paid. */
export function paidWebhook({ paymentId, orderNo, amount }: Pick<ChargeCall, "paymentId" | "orderNo" | "amount">) {
  const providerReference = tradeOf(paymentId);
  const event = { eventId: `evt_${paymentId}`, type: "charge.paid", paymentId, orderNo, amount, providerReference };
  const body = Buffer.from(JSON.stringify(event));
  const signature = signWebhook(SECRET, Math.floor(Date.now() / 1000), body);
  return { headers: { "sandbox-signature": signature }, query: {}, body };
}
