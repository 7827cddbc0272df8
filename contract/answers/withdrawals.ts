import * as z from "zod/mini";
import { PAYOUT_PROVIDERS } from "../../core/withdrawals/domain/payout-provider.ts";
import { WITHDRAWAL_STATES } from "../../core/withdrawals/domain/withdrawal.ts";
import { money } from "../fields/money.ts";
import { listOf, sum, time, timelineEntry } from "./shared.ts";

const destination = z.strictObject({
  destinationId: z.string(),
  provider: z.enum(PAYOUT_PROVIDERS),
  last4: z.string().check(z.meta({ description: "The last four characters of the account; of a short one fewer" })),
  label: z.nullable(z.string()),
  usableFrom: time,
  status: z.enum(["COOLING", "ACTIVE", "ENDED"]),
  createdAt: time,
});
export type PayoutDestinationView = z.infer<typeof destination>;

const withdrawal = z.strictObject({
  withdrawalId: z.string(),
  withdrawalNo: z.string(),
  status: z.enum(WITHDRAWAL_STATES),
  amount: money.check(z.meta({ description: "What leaves the wallet" })),
  fee: sum,
  net: money.check(z.meta({ description: "What is paid out" })),
  destinationId: z.string(),
  provider: z.enum(PAYOUT_PROVIDERS),
  approvalsNeeded: z.int(),
  approvals: z.array(
    z.strictObject({
      keyId: z.string().check(z.meta({ description: "The operator's API key, by its id" })),
      reason: z.string(),
      at: time,
    }),
  ),
  expiresAt: z
    .nullable(time)
    .check(z.meta({ description: "If it is not sent, or not approved, by then, it is cancelled" })),
  providerReference: z.nullable(z.string()),
  returned: z.nullable(money).check(z.meta({ description: "What has come back after it was paid out" })),
  reason: z.nullable(z.string()).check(z.meta({ description: "Why it was cancelled, or waits for an operator" })),
  createdAt: time,
  updatedAt: time,
});
export type WithdrawalView = z.infer<typeof withdrawal>;

const tombstone = z.strictObject({
  withdrawalId: z.null(),
  withdrawalNo: z.string(),
  status: z.literal("CANCELLED"),
});
export type TombstoneView = z.infer<typeof tombstone>;

const accepted = z.pick(withdrawal, {
  withdrawalId: true,
  withdrawalNo: true,
  status: true,
  amount: true,
  fee: true,
  net: true,
  approvalsNeeded: true,
});

const cancelled = z.strictObject({
  withdrawalId: z.nullable(z.string()),
  withdrawalNo: z.string(),
  status: z.literal("CANCELLED"),
});
export type CancelledView = z.infer<typeof cancelled>;

export const WITHDRAWAL_ANSWERS = {
  PayoutDestination: destination,
  PayoutDestinationList: listOf(destination),
  Withdrawal: withdrawal,
  AcceptedWithdrawal: accepted,
  WithdrawalPreview: z.extend(accepted, { withdrawalId: z.null() }),
  WithdrawalList: listOf(z.union([withdrawal, tombstone])),
  CancelledWithdrawal: cancelled,
  WithdrawalTimeline: z.strictObject({
    withdrawalId: z.string(),
    items: z.array(z.omit(timelineEntry, { attempt: true })),
  }),
};
