import type { WithdrawalPolicyView } from "../../../contract/answers/access.ts";
import { iso } from "../../foundation/domain/iso-time.ts";

/** How one merchant's withdrawals in one currency are decided. Without one: no approval, no fee, no limit, no waiting. */
export interface WithdrawalPolicy {
  tenantId: string;
  currency: string;
  /** Who withdraws more than `above`, minor units, needs so many approvals by different keys. At most two steps. */
  approvals: { above: number; count: 1 | 2 }[];
  /** Minor units. */
  feeFixed: number;
  /** Ten-thousandths of the amount. */
  feeBasisPoints: number;
  /** Minor units a day, by UTC. */
  dailyLimit?: number;
  /** How long a new destination of any currency waits for its first withdrawal. */
  coolingSeconds: number;
  /** Grows with each change: a withdrawal is accepted under the one that it was decided by. */
  version: number;
  updatedAt: number;
}

type Decided = WithdrawalPolicy | undefined;

/** Of all steps that the amount exceeds, the highest counts. */
export function approvalsNeeded(policy: Decided, amount: number): number {
  const exceeded = (policy?.approvals ?? []).filter(({ above }) => amount > above);
  return exceeded.reduce((highest, step) => (step.above > highest.above ? step : highest), { above: -1, count: 0 })
    .count;
}

/** Minor units, rounded in the merchant's favour. */
export function feeOf(policy: Decided, amount: number): number {
  if (!policy) return 0;
  return policy.feeFixed + Math.floor((amount * policy.feeBasisPoints) / 10_000);
}

/** How long a merchant's new destination waits: the longest of all its policies. */
export function coolingMs(policies: readonly WithdrawalPolicy[]): number {
  return Math.max(0, ...policies.map(({ coolingSeconds }) => coolingSeconds)) * 1000;
}

export function policyView(policy: WithdrawalPolicy): WithdrawalPolicyView {
  const { tenantId: merchantId, currency, approvals, feeFixed, feeBasisPoints, dailyLimit, coolingSeconds } = policy;
  return {
    merchantId,
    currency,
    approvals: approvals.map(({ above, count }) => ({ above: { amount: above, currency }, count })),
    fee: { fixed: { amount: feeFixed, currency }, basisPoints: feeBasisPoints },
    dailyLimit: dailyLimit === undefined ? null : { amount: dailyLimit, currency },
    coolingSeconds,
    updatedAt: iso(policy.updatedAt),
  };
}
