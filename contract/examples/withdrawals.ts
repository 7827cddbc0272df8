import type { WITHDRAWAL_ANSWERS } from "../answers/withdrawals.ts";
import { AT, type Example, ID, pageOf, usd } from "./shared.ts";

const destination: Example<"PayoutDestination"> = {
  destinationId: ID.destination,
  provider: "sandbox",
  last4: "4567",
  label: "Main",
  usableFrom: AT.setUp,
  status: "ACTIVE",
  createdAt: AT.setUp,
};
const accepted = {
  withdrawalNo: "W-1001",
  status: "AWAITING_APPROVAL" as const,
  amount: usd(200_000),
  fee: usd(1025),
  net: usd(198_975),
  approvalsNeeded: 1,
};
export const withdrawal: Example<"Withdrawal"> = {
  ...accepted,
  withdrawalId: ID.withdrawal,
  status: "CONFIRMED",
  destinationId: ID.destination,
  provider: "sandbox",
  approvals: [{ keyId: ID.operatorKey, reason: "checked with the merchant", at: AT.sent }],
  expiresAt: AT.tomorrow,
  providerReference: "sbx_P6T3XZ",
  returned: null,
  reason: null,
  createdAt: AT.asked,
  updatedAt: AT.ended,
};

export const WITHDRAWAL_EXAMPLES = {
  PayoutDestination: destination,
  PayoutDestinationList: pageOf(destination),
  Withdrawal: withdrawal,
  AcceptedWithdrawal: { ...accepted, withdrawalId: ID.withdrawal },
  WithdrawalPreview: { ...accepted, withdrawalId: null },
  WithdrawalList: pageOf(withdrawal),
  CancelledWithdrawal: { withdrawalId: ID.withdrawal, withdrawalNo: "W-1001", status: "CANCELLED" },
  WithdrawalTimeline: {
    withdrawalId: ID.withdrawal,
    items: [
      { at: AT.asked, event: "accepted", by: "caller", keyId: ID.merchantKey, detail: "W-1001" },
      { at: AT.sent, event: "approved", by: "operator", keyId: ID.operatorKey, detail: "checked with the merchant" },
    ],
  },
} satisfies { [N in keyof typeof WITHDRAWAL_ANSWERS]: Example<N> };
