import type {
  CancelledView,
  PayoutDestinationView,
  TombstoneView,
  WithdrawalView,
} from "../../../contract/answers/withdrawals.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Allowed } from "./decide-withdrawal.ts";
import type { PayoutDestination } from "./payout-destination.ts";
import { netOf, type Withdrawal } from "./withdrawal.ts";

type AcceptedView = Pick<
  WithdrawalView,
  "withdrawalId" | "withdrawalNo" | "status" | "amount" | "fee" | "net" | "approvalsNeeded"
>;

export function acceptedView(withdrawal: Withdrawal): AcceptedView {
  const { withdrawalId, withdrawalNo, state: status, amount, fee, approvalsNeeded } = withdrawal;
  const { currency } = amount;
  const net = { amount: netOf(withdrawal), currency };
  return { withdrawalId, withdrawalNo, status, amount, fee: { amount: fee, currency }, net, approvalsNeeded };
}

/** As it would be accepted now. */
export function previewView(
  { withdrawalNo, amount }: { withdrawalNo: string; amount: Money },
  { fee, net, approvalsNeeded }: Allowed,
): Omit<AcceptedView, "withdrawalId"> & { withdrawalId: null } {
  const { currency } = amount;
  const figures = { amount, fee: { amount: fee, currency }, net: { amount: net, currency }, approvalsNeeded };
  return { withdrawalId: null, withdrawalNo, status: approvalsNeeded > 0 ? "AWAITING_APPROVAL" : "TRIED", ...figures };
}

export function withdrawalView(withdrawal: Withdrawal): WithdrawalView {
  const { state, amount, returned } = withdrawal;
  const isUnsent = state === "TRIED" || state === "AWAITING_APPROVAL";
  return {
    ...acceptedView(withdrawal),
    destinationId: withdrawal.destinationId,
    provider: withdrawal.provider,
    approvals: withdrawal.approvals.map(({ keyId, reason, at }) => ({ keyId, reason, at: iso(at) })),
    expiresAt: isUnsent ? iso(withdrawal.expiresAt) : null,
    providerReference: withdrawal.providerReference ?? null,
    returned: returned === 0 ? null : { amount: returned, currency: amount.currency },
    reason: withdrawal.reason ?? null,
    createdAt: iso(withdrawal.createdAt),
    updatedAt: iso(withdrawal.updatedAt),
  };
}

/** A number that was cancelled before it was tried. */
export function tombstoneView(withdrawalNo: string): TombstoneView {
  return { withdrawalId: null, withdrawalNo, status: "CANCELLED" };
}

export function cancelledView({ withdrawalId, withdrawalNo }: Withdrawal): CancelledView {
  return { withdrawalId, withdrawalNo, status: "CANCELLED" };
}

export function destinationView(destination: PayoutDestination, nowMs: number): PayoutDestinationView {
  const { destinationId, provider, last4, label, usableFrom, endedAt, createdAt } = destination;
  const status = endedAt !== undefined ? "ENDED" : usableFrom > nowMs ? "COOLING" : "ACTIVE";
  return {
    destinationId,
    provider,
    last4,
    label: label ?? null,
    usableFrom: iso(usableFrom),
    status,
    createdAt: iso(createdAt),
  };
}
