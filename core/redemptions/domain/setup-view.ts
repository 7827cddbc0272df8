import type { AccountView, PlanView } from "../../../contract/answers/redemptions.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { Account } from "./account.ts";
import type { Plan } from "./plan.ts";

export function planView(plan: Plan): PlanView {
  return {
    planId: plan.planId,
    name: plan.name,
    country: plan.country,
    target: plan.target,
    createdAt: iso(plan.createdAt),
  };
}

export function accountView(account: Account): AccountView {
  return {
    accountId: account.accountId,
    country: account.country,
    label: account.label ?? null,
    status: account.status,
    loginStatus: account.loginStatus,
    balance: { amount: account.balance, currency: account.currency },
    planId: account.planId ?? null,
    lease:
      account.status === "LOCKING" && account.leaseOwner !== undefined
        ? {
            redemptionId: account.leaseOwner,
            fencingToken: account.fencingToken,
            leaseUntil: iso(account.leaseUntil ?? 0),
          }
        : null,
    createdAt: iso(account.createdAt),
    updatedAt: iso(account.updatedAt),
  };
}
