import { ERRORS, RetryableError } from "../../foundation/domain/errors.ts";
import { problem } from "../../foundation/domain/problem.ts";
import type { Answer, IdempotentRequest, MetricName, VaultDeps } from "../../foundation/services/deps.ts";
import type { Write } from "../../foundation/store/table.ts";
import { stockOf } from "../../orders/domain/slots.ts";
import type { UseRefusal } from "../domain/code-use.ts";
import { lockedMs, type Tries } from "../domain/tries.ts";
import { neverUsed } from "../store/code-use-store.ts";
import { countRefusal } from "../store/tries-store.ts";
import type { Known } from "./use-facts.ts";

/** Each round loses to another refusal of the same user, of which ten are all there can be. */
const ROUNDS_MAX = 5;
const BUSY_RETRY_AFTER_MS = 1000;

const REFUSALS: Record<UseRefusal, { detail: string; metric: MetricName }> = {
  "already-used": { detail: "this user has used this code before", metric: "RefusedAlreadyUsed" },
  "code-invalid": { detail: "this code cannot be used", metric: "RefusedCodeInvalid" },
  "offer-inactive": { detail: "the offer of this code is not active", metric: "RefusedOfferInactive" },
  "quota-exceeded": { detail: "this user holds all that the offer allows", metric: "RefusedQuotaExceeded" },
  "out-of-stock": { detail: "no stock is left of the offer of this code", metric: "RefusedOutOfStock" },
};

/** Once ten were refused, no eleventh reason is told: not that of a code that would fit either. */
export function assertMayTry(deps: Pick<VaultDeps, "metrics">, tries: Tries | undefined, nowMs: number): void {
  const waitMs = lockedMs(tries, nowMs);
  if (waitMs === undefined) return;
  deps.metrics.count("RefusedTooManyAttempts");
  throw new RetryableError("too-many-attempts", "too many codes of this user were refused", waitMs);
}

/** Stored under the key and counted as a try of the user, in one transaction; what may pass is only counted. */
export async function refusalOf(
  deps: VaultDeps,
  request: IdempotentRequest,
  known: Known,
  code: UseRefusal,
  nowMs: number,
): Promise<{ answer: Answer; writes: Write[]; resourceId: string | undefined; onCommit: () => void }> {
  const { detail, metric } = REFUSALS[code];
  if (code === "out-of-stock" && stockOf(known.stock ?? []).reserved > 0) {
    await countTry(deps, known, nowMs);
    deps.metrics.count(metric);
    throw new RetryableError(code, detail, deps.limits.reservationRetryMs);
  }
  assertMayTry(deps, known.tries, nowMs);
  const extensions = code === "already-used" ? { codeRedemptionId: known.codeRedemptionId } : undefined;
  return {
    // No other refusal is about a use: there is none.
    resourceId: code === "already-used" ? known.codeRedemptionId : undefined,
    answer: { httpStatus: ERRORS[code].status, body: problem({ code }, detail, request, { extensions }) },
    writes: [
      countRefusal(known, known.tries, deps.limits.refusalWindowMs, nowMs),
      ...(code === "already-used" ? [] : [neverUsed(known)]),
    ],
    onCommit: () => deps.metrics.count(metric),
  };
}

/** A refusal that no key keeps. */
export async function countTry(deps: VaultDeps, known: Known, nowMs: number): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    assertMayTry(deps, known.tries, nowMs);
    const write = countRefusal(known, known.tries, deps.limits.refusalWindowMs, nowMs);
    const result = await deps.tables.transact([write]);
    if (result.committed) return;
    known.tries = result.refusals[0]?.old as Tries | undefined;
  }
  throw new RetryableError("overloaded", "many codes of this user are refused at once", BUSY_RETRY_AFTER_MS);
}
