import { TerminalError } from "../../foundation/domain/errors.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { tenantKey } from "../../foundation/store/keys.ts";
import { policyView, type WithdrawalPolicy } from "../domain/withdrawal-policy.ts";
import { policyKey } from "../store/keys.ts";
import { replacePolicy } from "../store/policy-store.ts";

export interface PolicyInput {
  currency: string;
  approvals?: { above: Money; count: 1 | 2 }[] | undefined;
  fee?: { fixed?: Money | undefined; basisPoints?: number | undefined } | undefined;
  dailyLimit?: Money | undefined;
  coolingSeconds?: number | undefined;
}

/** In place of the one before, of which nothing stays: withdrawals are decided by it from now on. */
export function putWithdrawalPolicy(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  tenantId: string,
  input: PolicyInput,
): Promise<Answer> {
  const key = policyKey(tenantId, input.currency);
  return decideAndCommit(deps, request, {
    resourceId: tenantId,
    busy: "the policy is being changed right now",
    decide: async (nowMs) => {
      const [tenant, known] = await deps.tables.getMany("main", [tenantKey(tenantId), key]);
      if (!tenant) throw new TerminalError("not-found", "there is no merchant with this id");
      const seen = known as WithdrawalPolicy | undefined;
      const policy = policyOf(tenantId, input, seen, nowMs);
      const body = policyView(policy);
      const entry = {
        auditId: deps.random.ulid(nowMs),
        by: caller.keyId,
        action: "withdrawal policy set",
        reason: input.currency,
        at: nowMs,
        detail: { before: seen ? policyView(seen) : null, after: body },
      };
      return { answer: { httpStatus: 200, body }, writes: [replacePolicy(policy, seen), audit(key, entry)] };
    },
  });
}

function policyOf(
  tenantId: string,
  { currency, approvals = [], fee, dailyLimit, coolingSeconds = 0 }: PolicyInput,
  seen: WithdrawalPolicy | undefined,
  nowMs: number,
): WithdrawalPolicy {
  return {
    tenantId,
    currency,
    approvals: approvals.map(({ above, count }) => ({ above: above.amount, count })),
    feeFixed: fee?.fixed?.amount ?? 0,
    feeBasisPoints: fee?.basisPoints ?? 0,
    ...(dailyLimit === undefined ? {} : { dailyLimit: dailyLimit.amount }),
    coolingSeconds,
    version: (seen?.version ?? 0) + 1,
    updatedAt: nowMs,
  };
}
