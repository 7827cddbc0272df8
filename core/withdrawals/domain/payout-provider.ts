import type { List } from "../../foundation/domain/listing.ts";
import type { Money } from "../../foundation/domain/money.ts";

export const PAYOUT_PROVIDERS = ["sandbox", "stripe", "alipay"] as const;
export type PayoutProviderName = (typeof PAYOUT_PROVIDERS)[number];

/** What a destination of a provider can receive; without a row: everything. */
const CURRENCIES: Partial<Record<PayoutProviderName, readonly string[]>> = { alipay: ["CNY"] };

export function canReceive(provider: PayoutProviderName, currency: string): boolean {
  return CURRENCIES[provider]?.includes(currency) ?? true;
}

const PREFIX = "payouts-";

/** As whom a provider tells of payouts: by the webhook's address, and in the inbox. */
export function payoutChannelOf(provider: PayoutProviderName): string {
  return `${PREFIX}${provider}`;
}

/** `undefined`: nobody who pays out. */
export function payoutProviderOf(channel: string): PayoutProviderName | undefined {
  return PAYOUT_PROVIDERS.find((provider) => payoutChannelOf(provider) === channel);
}

/** What a payout is known by over there. */
export interface PayoutRef {
  /** The provider's idempotency key, and our number of it over there. */
  withdrawalId: string;
  /** What is paid out. */
  net: Money;
  timeoutMs: number;
}

/** One payout, the same content under the same key each time. */
export interface PayoutCall extends PayoutRef {
  withdrawalNo: string;
  /** As the merchant gave it. */
  account: string;
  holder?: string | undefined;
}

export type PayoutOutcome =
  | { outcome: "paid"; providerReference: string }
  /** For good: this payout has no effect, now or later. */
  | { outcome: "declined"; reason: string }
  | { outcome: "unknown"; reason: string };

export type PayoutQueryOutcome =
  | PayoutOutcome
  /** Proves something only when no call can take effect any more. */
  | { outcome: "not-found" };

/** Pays money out. Never throws for what a provider does: whatever cannot be understood is `unknown`. */
export interface PayoutProvider {
  pay(call: PayoutCall): Promise<PayoutOutcome>;
  query(ref: PayoutRef): Promise<PayoutQueryOutcome>;
  /** What was paid out, and what of it came back. Only of a provider that keeps a list. */
  list?: List<PayoutEntry>;
}

export interface PayoutEntry {
  withdrawalId: string;
  net: Money;
  providerReference: string;
  returns: readonly { reference: string; amount: Money }[];
}

/** What a provider tells by itself, verified. */
export type PayoutEvent = {
  /** Unique per event at the provider, whatever it is redelivered for. */
  eventId: string;
  withdrawalId: string;
  /** The provider's number of the payout. */
  providerReference?: string;
} & (
  | { type: "paid"; amount?: Money }
  | { type: "failed"; reason: string }
  /** Money that came back: each return of this payout so far, or some of them, by the provider's own numbers. */
  | { type: "returned"; returns: { reference: string; amount: Money }[] }
);

/** A webhook request as it arrived: the exact bytes, header names in lower case. */
export interface RawPayoutWebhook {
  headers: Record<string, string>;
  body: Uint8Array;
}

export type PayoutVerdict =
  | { kind: "event"; event: PayoutEvent }
  /** Genuine, and nothing of ours. */
  | { kind: "ignored"; why: "mode" | "account" | "type" | "foreign" }
  | { kind: "refused"; httpStatus: 400 | 401; why: "malformed" | "signature" | "timestamp" | "app" };

/** Verification is a pure function of bytes, secrets and the clock. */
export interface PayoutVerifier {
  verify(raw: RawPayoutWebhook, config: PayoutConfig, nowMs: number): PayoutVerdict;
  /** The provider's literal "received". */
  reply: { httpStatus: number; contentType: string; body: string };
}

/** The platform's account at one provider. Secrets; never logged. */
export type PayoutConfig =
  | { provider: "sandbox"; baseUrl: string; secret: string; webhookSecrets: string[] }
  | { provider: "stripe"; secretKey: string; webhookSecrets: string[]; apiBase?: string }
  | {
      provider: "alipay";
      appId: string;
      privateKey: string;
      alipayPublicKeys: string[];
      gateway: string;
      /** Serial numbers of the app's certificate and of Alipay's root: its gateway asks for both where money goes out. */
      appCertSn?: string;
      alipayRootCertSn?: string;
    };
