import type { Money } from "../../foundation/domain/money.ts";

/** One effect on money: immutable, at most one row per redemption, postings that sum to zero. */
export interface LedgerEntry {
  tenantId: string;
  entryId: string;
  kind: "gift-card-credit" | "payment-settled" | "payment-refunded";
  redemptionId?: string;
  attempt?: number;
  paymentId?: string;
  refundId?: string;
  postings: Posting[];
  createdAt: number;
}

export interface Posting {
  /** `account:<accountId>` or `exchange:gift-cards`. */
  ledgerAccount: string;
  /** Minor units; credits positive, debits negative. */
  amount: number;
  currency: string;
}

/** What the exchange paid into an account. */
export function creditEntry(
  redemption: { tenantId: string; redemptionId: string; attempt: number },
  accountId: string,
  money: Money,
  entry: { entryId: string; nowMs: number },
): LedgerEntry {
  const { tenantId, redemptionId, attempt } = redemption;
  const postings = transfer("exchange:gift-cards", `account:${accountId}`, money);
  return {
    tenantId,
    entryId: entry.entryId,
    kind: "gift-card-credit",
    redemptionId,
    attempt,
    postings,
    createdAt: entry.nowMs,
  };
}

/** Captured money reaches the merchant's wallet. */
export function settlementEntry(
  payment: { tenantId: string; paymentId: string; channel: string; amount: Money },
  entry: { entryId: string; nowMs: number },
): LedgerEntry {
  const { tenantId, paymentId, channel, amount } = payment;
  const postings = transfer(`channel:${channel}`, `wallet:${tenantId}`, amount);
  return { tenantId, entryId: entry.entryId, kind: "payment-settled", paymentId, postings, createdAt: entry.nowMs };
}

/** Refunded money leaves the merchant's wallet. */
export function refundEntry(
  refund: { tenantId: string; paymentId: string; refundId: string; amount: Money },
  channel: string,
  entry: { entryId: string; nowMs: number },
): LedgerEntry {
  const { tenantId, paymentId, refundId, amount } = refund;
  const postings = transfer(`wallet:${tenantId}`, `channel:${channel}`, amount);
  return {
    tenantId,
    entryId: entry.entryId,
    kind: "payment-refunded",
    paymentId,
    refundId,
    postings,
    createdAt: entry.nowMs,
  };
}

function transfer(from: string, to: string, { amount, currency }: Money): Posting[] {
  return [
    { ledgerAccount: to, amount, currency },
    { ledgerAccount: from, amount: -amount, currency },
  ];
}
