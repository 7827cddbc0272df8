import { approvalsNeeded, feeOf, type WithdrawalPolicy } from "../../access/domain/withdrawal-policy.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { PayoutDestination } from "./payout-destination.ts";
import { canReceive } from "./payout-provider.ts";

/** What a withdrawal is decided by. What nobody has looked at yet is decided by the condition of its write alone. */
export interface WithdrawalFacts {
  policy: WithdrawalPolicy | undefined;
  destination: PayoutDestination | undefined;
  /** Who has its number already; without an id nobody ever will. */
  number?: { withdrawalId?: string } | undefined;
  /** Minor units in the wallet that are not frozen. */
  available?: number;
  /** What the day's withdrawals come to so far. */
  used?: number;
}

export interface Allowed {
  verdict: "ok";
  /** Minor units, as `net` is. */
  fee: number;
  net: number;
  approvalsNeeded: number;
}

export type WithdrawalRefusal =
  | { verdict: "withdrawal-exists"; withdrawalId: string }
  | { verdict: "destination-cooling"; waitMs: number }
  | {
      verdict:
        | "withdrawal-cancelled"
        | "destination-not-found"
        | "currency-not-supported"
        | "amount-below-fee"
        | "limit-exceeded"
        | "insufficient-balance";
    };

/** The number goes first: whoever asks a second time is told of the first, not of what that one has left. */
export function decideWithdrawal(
  { policy, destination, number, available, used = 0 }: WithdrawalFacts,
  { amount, currency }: Money,
  nowMs: number,
): Allowed | WithdrawalRefusal {
  if (number) {
    const { withdrawalId } = number;
    return withdrawalId === undefined
      ? { verdict: "withdrawal-cancelled" }
      : { verdict: "withdrawal-exists", withdrawalId };
  }
  if (destination === undefined || destination.endedAt !== undefined) return { verdict: "destination-not-found" };
  if (!canReceive(destination.provider, currency)) return { verdict: "currency-not-supported" };
  if (destination.usableFrom > nowMs) return { verdict: "destination-cooling", waitMs: destination.usableFrom - nowMs };
  const fee = feeOf(policy, amount);
  const net = amount - fee;
  if (net < 1) return { verdict: "amount-below-fee" };
  if (policy?.dailyLimit !== undefined && used + amount > policy.dailyLimit) return { verdict: "limit-exceeded" };
  if (available !== undefined && available < amount) return { verdict: "insufficient-balance" };
  return { verdict: "ok", fee, net, approvalsNeeded: approvalsNeeded(policy, amount) };
}
