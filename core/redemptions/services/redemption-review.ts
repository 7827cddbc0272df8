import { RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commit, newRecord, refuse } from "../../foundation/services/idempotency.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { redemptionKey } from "../../foundation/store/keys.ts";
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
import { readRedemption, resolve } from "../store/redemption-store.ts";
import { findPlan } from "./plans.ts";

export interface Resolution {
  resolution: "SUCCEEDED" | "FAILED";
  /** What the card was worth; required for SUCCEEDED, in the account's currency. */
  amount?: Money | undefined;
  reason: string;
}

const TRIES_MAX = 3;
const BUSY_RETRY_AFTER_MS = 1000;

/** An operator's word on a parked redemption: it, its account, the ledger and the audit row change together. */
export async function resolveRedemption(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  redemptionId: string,
  resolution: Resolution,
): Promise<Answer> {
  const tenantId = tenantOf(caller, "rdm", redemptionId);
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const seen = await readRedemption(deps.tables, { tenantId, redemptionId });
    if (!seen) throw new TerminalError("not-found", "there is no redemption with this id");
    const account = seen.accountId === undefined ? undefined : await readAccount(deps.tables, tenantId, seen.accountId);
    const lease = account && leaseOf(account, redemptionId);
    const plan = await findPlan(deps, tenantId, seen.planId);
    // Two rows, two readings: another's resolution came between them.
    if (seen.state === "NEEDS_REVIEW" && !lease) continue;
    if (seen.state !== "NEEDS_REVIEW" || !lease || !plan) {
      return refuse(
        deps,
        request,
        entry,
        {
          code: "not-in-review",
          detail: `the redemption ${redemptionId} is ${seen.state}`,
          resourceId: redemptionId,
        },
        nowMs,
      );
    }
    if (resolution.amount && resolution.amount.currency !== lease.currency) {
      const errors = [{ pointer: "/amount/currency", detail: `the account is kept in ${lease.currency}` }];
      return refuse(
        deps,
        request,
        entry,
        { code: "amount-mismatch", detail: "the amount is in another currency", resourceId: redemptionId, errors },
        nowMs,
      );
    }
    const effect = resolutionEffect(deps, { seen, lease, plan, resolution, by: caller.keyId, nowMs });
    const result = await commit(deps, entry, { ...effect, resourceId: redemptionId }, nowMs);
    if (result.kind === "committed") return effect.answer;
    if (result.kind === "replayed") return result.answer;
  }
  throw new RetryableError("overloaded", "the redemption changes right now", BUSY_RETRY_AFTER_MS);
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
      seen.attempt,
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
