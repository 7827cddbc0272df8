import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { sweepDue } from "../../foundation/services/due-rows.ts";
import { duePlaces } from "../../foundation/store/keys.ts";
import { type DueRow, readDue } from "../../foundation/store/outbox-store.ts";
import { timeOf, type Withdrawal } from "../domain/withdrawal.ts";
import { expireWithdrawal } from "../store/withdrawal-end-store.ts";
import { readWithdrawal } from "../store/withdrawal-store.ts";
import { cancelledWrites } from "./withdrawal-ends.ts";

const SWEEP_MAX_ROWS = 1_600;

/** Not sent, or not agreed on, in time: the merchant has its money again. `false`: it has time left, or moved on meanwhile. */
export async function expire(deps: Deps, seen: Withdrawal, nowMs: number): Promise<boolean> {
  if (seen.expiresAt > timeOf(seen, nowMs, deps.limits.restored)) return false;
  const result = await deps.tables.transact([expireWithdrawal(seen, nowMs), ...cancelledWrites(seen)]);
  if (result.committed) {
    deps.metrics.count("WithdrawalExpired");
    return true;
  }
  // It has not moved on, and cannot end: told each time, rather than tried in silence for ever.
  if (result.refusals[0] === undefined)
    throw new InvariantError("the money of a withdrawal is not where it was frozen");
  return false;
}

/** Withdrawals that nobody has agreed on in time. What may be sent has its worker. */
export async function sweepApprovals(deps: Deps): Promise<{ expired: number }> {
  const nowMs = deps.clock();
  const oldestDueAt = await measureWaiting(deps, nowMs);
  if (oldestDueAt > nowMs) return { expired: 0 };
  const expired = await sweepDue(deps, {
    rows: "approval",
    untilMs: nowMs,
    rowsMax: SWEEP_MAX_ROWS,
    claim: async ({ pk }) => {
      const [, tenantId = "", withdrawalId = ""] = pk.split("#");
      const seen = await readWithdrawal(deps.tables, { tenantId, withdrawalId });
      return seen && (await expire(deps, seen, nowMs)) ? seen : undefined;
    },
    pass: async () => undefined,
  });
  return { expired };
}

/** How long the oldest has waited for people: each falls due when its time is over, so the first of each part tells. Returns when that is. */
async function measureWaiting(deps: Deps, nowMs: number): Promise<number> {
  const { approvalMs } = deps.limits.withdrawal;
  const firsts = await Promise.all(
    duePlaces("approval").map((duePk) => readDue<DueRow>(deps.tables, duePk, nowMs + approvalMs, 1)),
  );
  const oldestDueAt = Math.min(...firsts.flat().map(({ dueAt }) => dueAt));
  if (firsts.flat().length > 0) deps.metrics.gauge("ApprovalAge", nowMs + approvalMs - oldestDueAt, "Milliseconds");
  return oldestDueAt;
}
