import type { Money } from "../../foundation/domain/money.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";

export const ACCOUNT_STATUSES = ["WAITING", "PROCESSING", "LOCKING", "COMPLETED"] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export const LOGIN_STATUSES = ["ACTIVE", "INACTIVE"] as const;
export type LoginStatus = (typeof LOGIN_STATUSES)[number];

export type AccountEvent = "add" | "acquire" | "fill" | "complete" | "release";

export const ACCOUNT_TRANSITIONS = [
  move("(new)", "add", "WAITING", "caller", "a new account is free for any plan of its country and currency"),
  move("WAITING", "acquire", "LOCKING", "worker", "leased for one redemption; no other may use it"),
  move("PROCESSING", "acquire", "LOCKING", "worker", "leased for the next redemption of its plan"),
  move("LOCKING", "acquire", "LOCKING", "worker", "the same redemption enters again after a crash, with a newer fence"),
  move("LOCKING", "fill", "PROCESSING", "worker", "credited, and its plan's target is not reached yet"),
  move("LOCKING", "complete", "COMPLETED", "worker", "credited, and the balance has reached the plan's target"),
  move("LOCKING", "release", "WAITING", "worker", "refused: back to what it was before the lease, free of its plan"),
  move("LOCKING", "release", "PROCESSING", "worker", "refused: back to what it was before the lease"),
] as const satisfies readonly Transition<AccountStatus, AccountEvent>[];

export interface Account {
  tenantId: string;
  accountId: string;
  country: string;
  currency: string;
  label?: string;
  loginStatus: LoginStatus;
  status: AccountStatus;
  /** What it was before the lease; stored with the lease, so that it survives the leaseholder. */
  previousStatus?: "WAITING" | "PROCESSING";
  planId?: string;
  /** Credited so far, in minor units of `currency`. */
  balance: number;
  /** Grows with each acquisition: a write with an older one is refused. */
  fencingToken: number;
  leaseOwner?: string;
  leaseUntil?: number;
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

/** The right to use an account for one redemption, as its holder last saw it. */
export interface AccountLease {
  tenantId: string;
  accountId: string;
  redemptionId: string;
  fence: number;
  country: string;
  currency: string;
  planId: string;
  previousStatus: "WAITING" | "PROCESSING";
  balance: number;
  loginStatus: LoginStatus;
}

/** Overshoot is allowed: a card's value is not known before it is redeemed. */
export function statusAfterCredit(balance: number, target: Money): "PROCESSING" | "COMPLETED" {
  return balance >= target.amount ? "COMPLETED" : "PROCESSING";
}
