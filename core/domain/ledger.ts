import type { Money } from "./money.ts";

/** One effect on money: immutable, at most one row per redemption, postings that sum to zero. */
export interface LedgerEntry {
  tenantId: string;
  entryId: string;
  kind: "gift-card-credit";
  redemptionId: string;
  attempt: number;
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
  { amount, currency }: Money,
  entry: { entryId: string; nowMs: number },
): LedgerEntry {
  const { tenantId, redemptionId, attempt } = redemption;
  const postings: Posting[] = [
    { ledgerAccount: `account:${accountId}`, amount, currency },
    { ledgerAccount: "exchange:gift-cards", amount: -amount, currency },
  ];
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
