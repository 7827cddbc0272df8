import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { closeReview } from "../../foundation/store/review-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { creditEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import type { AccountLease } from "../domain/account.ts";
import type { Plan } from "../domain/plan.ts";
import type { Redemption } from "../domain/redemption.ts";
import { redemptionView } from "../domain/redemption-view.ts";
import { credit, leaseOf, readAccount, release } from "../store/account-store.ts";
import { recordEvent } from "../store/attempt-store.ts";
import { redemptionKey } from "../store/keys.ts";
import { readRedemption, resolve } from "../store/redemption-store.ts";
import { findPlan } from "./plans.ts";

export interface Resolution {
  resolution: "SUCCEEDED" | "FAILED";
  /** What the card was worth; required for SUCCEEDED, in the account's currency. */
  amount?: Money | undefined;
  reason: string;
}

/** An operator's word on a parked redemption: it, its account, the ledger and the audit row change together. */
export async function resolveRedemption(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  redemptionId: string,
  resolution: Resolution,
): Promise<Answer> {
  const tenantId = tenantOf(caller, "rdm", redemptionId);
  return decideAndCommit(deps, request, {
    resourceId: redemptionId,
    busy: "the redemption is being changed right now",
    decide: async (nowMs) => {
      const seen = await readRedemption(deps.tables, { tenantId, redemptionId });
      if (!seen) throw new TerminalError("not-found", "there is no redemption with this id");
      const { accountId } = seen;
      const account = accountId === undefined ? undefined : await readAccount(deps.tables, tenantId, accountId);
      const lease = account && leaseOf(account, redemptionId);
      const plan = await findPlan(deps, tenantId, seen.planId);
      // Two rows, two readings: another's resolution came between them.
      if (seen.state === "NEEDS_REVIEW" && !lease) return "again";
      if (seen.state !== "NEEDS_REVIEW" || !lease || !plan)
        return { code: "not-in-review", detail: `the redemption ${redemptionId} is ${seen.state}` };
      if (resolution.amount && resolution.amount.currency !== lease.currency) {
        const errors = [{ pointer: "/amount/currency", detail: `the account is kept in ${lease.currency}` }];
        return { code: "amount-mismatch", detail: "the amount is in another currency", errors };
      }
      return resolutionEffect(deps, { seen, lease, plan, resolution, by: caller.keyId, nowMs });
    },
  });
}

interface Resolving {
  seen: Redemption;
  lease: AccountLease;
  plan: Plan;
  resolution: Resolution;
  by: string;
  nowMs: number;
}

function resolutionEffect(
  deps: Deps,
  { seen, lease, plan, resolution, by, nowMs }: Resolving,
): { answer: Answer; writes: Write[] } {
  const { amount, reason } = resolution;
  const story: Write[] = [
    closeReview({ tenantId: seen.tenantId, subjectId: seen.redemptionId }, nowMs),
    recordEvent(
      seen,
      { at: nowMs, event: "resolved", detail: resolution.resolution },
      { outcome: resolution.resolution },
    ),
    audit(redemptionKey(seen), {
      auditId: deps.random.ulid(nowMs),
      by,
      action: `resolved-${resolution.resolution.toLowerCase()}`,
      reason,
      at: nowMs,
      ...(amount ? { detail: { amount } } : {}),
    }),
  ];
  if (resolution.resolution === "SUCCEEDED" && amount) {
    const entry = creditEntry(seen, lease.accountId, amount, { entryId: deps.random.ulid(nowMs), nowMs });
    return {
      answer: { httpStatus: 200, body: redemptionView({ ...seen, state: "SUCCEEDED", amount, updatedAt: nowMs }) },
      writes: [
        resolve(seen, "resolve-succeeded", { amount }, nowMs),
        credit(lease, amount, plan.target, nowMs),
        post(entry),
        ...story,
      ],
    };
  }
  return {
    answer: {
      httpStatus: 200,
      body: redemptionView({ ...seen, state: "FAILED", reason: "resolved-failed", updatedAt: nowMs }),
    },
    writes: [resolve(seen, "resolve-failed", { reason: "resolved-failed" }, nowMs), release(lease, nowMs), ...story],
  };
}
