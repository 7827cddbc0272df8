import type { Money } from "../../foundation/domain/money.ts";

export const PAYOUT_PROVIDERS = ["sandbox", "stripe", "alipay"] as const;
export type PayoutProviderName = (typeof PAYOUT_PROVIDERS)[number];

/** What a destination of a provider can receive; without a row: everything. */
const CURRENCIES: Partial<Record<PayoutProviderName, readonly string[]>> = { alipay: ["CNY"] };

export function canReceive(provider: PayoutProviderName, currency: string): boolean {
  return CURRENCIES[provider]?.includes(currency) ?? true;
}

/** One payout, the same content under the same key each time. */
export interface PayoutCall {
  /** The provider's idempotency key, and our number of it over there: the withdrawal's id. */
  withdrawalId: string;
  withdrawalNo: string;
  /** What is paid out. */
  net: Money;
  /** As the merchant gave it. */
  account: string;
  holder?: string | undefined;
  timeoutMs: number;
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
  query(call: Omit<PayoutCall, "account" | "holder">): Promise<PayoutQueryOutcome>;
  /** How long the provider remembers a key: sent again later, it would pay twice. */
  readonly keyRetentionMs: number;
}

/** What a provider tells by itself, verified. */
export type PayoutEvent = {
  eventId: string;
  withdrawalId: string;
  providerReference?: string;
} & (
  | { type: "paid" }
  | { type: "failed"; reason: string }
  /** Money that came back; `returnReference` names this return among those of one payout. */
  | { type: "returned"; returnReference: string; amount: Money }
);
