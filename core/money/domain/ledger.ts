import type { Money } from "../../foundation/domain/money.ts";

/** One effect on money: immutable, one row per subject, postings that sum to zero. */
export type LedgerEntry = {
  tenantId: string;
  entryId: string;
  /** What it is about: a redemption, a payment, a refund. */
  subjectId: string;
  postings: Posting[];
  createdAt: number;
} & Kind;

type Kind =
  | { kind: "gift-card-credit"; attempt: number }
  | { kind: "payment-settled" }
  | { kind: "payment-refunded"; paymentId: string }
  | { kind: "withdrawal-paid" }
  | { kind: "withdrawal-returned"; withdrawalId: string };

export interface Posting {
  /** `account:<accountId>` or `exchange:gift-cards`. */
  ledgerAccount: string;
  /** Minor units; credits positive, debits negative. */
  amount: number;
  currency: string;
}

interface Written {
  entryId: string;
  nowMs: number;
}

/** What the exchange paid into an account. */
export function creditEntry(
  { tenantId, redemptionId: subjectId, attempt }: { tenantId: string; redemptionId: string; attempt: number },
  accountId: string,
  money: Money,
  { entryId, nowMs: createdAt }: Written,
): LedgerEntry {
  const postings = transfer("exchange:gift-cards", `account:${accountId}`, money);
  return { tenantId, entryId, kind: "gift-card-credit", subjectId, attempt, postings, createdAt };
}

/** Captured money reaches the merchant's wallet. */
export function settlementEntry(
  { tenantId, paymentId: subjectId, channel, amount }: Omit<Refunded, "refundId"> & { channel: string },
  { entryId, nowMs: createdAt }: Written,
): LedgerEntry {
  const postings = transfer(`channel:${channel}`, `wallet:${tenantId}`, amount);
  return { tenantId, entryId, kind: "payment-settled", subjectId, postings, createdAt };
}

interface Refunded {
  tenantId: string;
  paymentId: string;
  refundId: string;
  amount: Money;
}

/** Refunded money leaves the merchant's wallet. */
export function refundEntry(
  { tenantId, paymentId, refundId: subjectId, amount }: Refunded,
  channel: string,
  { entryId, nowMs: createdAt }: Written,
): LedgerEntry {
  const postings = transfer(`wallet:${tenantId}`, `channel:${channel}`, amount);
  return { tenantId, entryId, kind: "payment-refunded", subjectId, paymentId, postings, createdAt };
}

interface PaidOut {
  tenantId: string;
  withdrawalId: string;
  provider: string;
  amount: Money;
  /** Minor units. */
  fee: number;
}

/** A withdrawal leaves the merchant's wallet: what is not the fee goes out by its provider. */
export function payoutEntry(
  { tenantId, withdrawalId: subjectId, provider, amount, fee }: PaidOut,
  { entryId, nowMs: createdAt }: Written,
): LedgerEntry {
  const { currency } = amount;
  const net = { amount: amount.amount - fee, currency };
  const postings = [
    ...transfer(`wallet:${tenantId}`, `payouts:${provider}`, net),
    ...(fee === 0 ? [] : transfer(`wallet:${tenantId}`, "platform:fees", { amount: fee, currency })),
  ];
  return { tenantId, entryId, kind: "withdrawal-paid", subjectId, postings, createdAt };
}

/** Money that was paid out comes back to the wallet; the fee does not. */
export function returnEntry(
  { tenantId, withdrawalId, provider }: Omit<PaidOut, "amount" | "fee">,
  returned: { returnId: string; money: Money },
  { entryId, nowMs: createdAt }: Written,
): LedgerEntry {
  const postings = transfer(`payouts:${provider}`, `wallet:${tenantId}`, returned.money);
  return {
    tenantId,
    entryId,
    kind: "withdrawal-returned",
    subjectId: returned.returnId,
    withdrawalId,
    postings,
    createdAt,
  };
}

function transfer(from: string, to: string, { amount, currency }: Money): Posting[] {
  return [
    { ledgerAccount: to, amount, currency },
    { ledgerAccount: from, amount: -amount, currency },
  ];
}
