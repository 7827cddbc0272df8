import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import type { Refused } from "../../foundation/services/idempotency.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { closeReview } from "../../foundation/store/review-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { mayBePaid, timeOf, type Withdrawal } from "../domain/withdrawal.ts";
import { withdrawalView } from "../domain/withdrawal-views.ts";
import { withdrawalKey } from "../store/keys.ts";
import { rejectWithdrawal as reject, resolveWithdrawal as resolve } from "../store/withdrawal-end-store.ts";
import { approveWithdrawal as approve, readWithdrawal, vote } from "../store/withdrawal-store.ts";
import { reviewPayout } from "./payout-review.ts";
import { cancelledWrites, confirmedWrites } from "./withdrawal-ends.ts";
import { sendWrite } from "./withdrawals.ts";

/** Lost to another operator, to the merchant who cancels, to the clock, or to what the provider tells meanwhile. */
const ROUNDS_MAX = 5;

interface Ruled {
  /** As it is afterwards. */
  withdrawal: Withdrawal;
  writes: Write[];
  /** What the audit says. */
  action: string;
  onCommit?: () => void;
}

/** An operator's word on one withdrawal, with its audit; `rule` is asked again when others moved it meanwhile. */
function decided(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  { withdrawalId, reason }: { withdrawalId: string; reason: string },
  rule: (seen: Withdrawal, nowMs: number) => Ruled | Refused,
): Promise<Answer> {
  const tenantId = tenantOf(caller, "wdr", withdrawalId);
  return decideAndCommit(deps, request, {
    resourceId: withdrawalId,
    busy: "the withdrawal is moving on right now",
    triesMax: ROUNDS_MAX,
    decide: async (nowMs) => {
      const seen = await readWithdrawal(deps.tables, { tenantId, withdrawalId });
      if (!seen) throw new TerminalError("not-found", "there is no withdrawal with this id");
      const ruled = rule(seen, nowMs);
      if ("code" in ruled) return ruled;
      const { withdrawal, writes, action, onCommit = () => undefined } = ruled;
      const entry = { auditId: deps.random.ulid(nowMs), by: caller.keyId, action, reason, at: nowMs };
      return {
        answer: { httpStatus: 200, body: withdrawalView(withdrawal) },
        writes: [...writes, audit(withdrawalKey(tenantId, withdrawalId), entry)],
        onCommit,
      };
    },
  });
}

/** One vote of each key. The last one that it needs has it sent. */
export function approveWithdrawal(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  withdrawalId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  return decided(deps, request, caller, { withdrawalId, reason }, (seen, nowMs) => {
    const timeMs = timeOf(seen, nowMs, deps.limits.restored);
    if (!awaits(seen, timeMs)) return notAwaiting(seen);
    if (seen.approvals.some(({ keyId }) => keyId === caller.keyId))
      return { code: "already-approved", detail: "this key has approved it before" };
    const approval = { keyId: caller.keyId, reason, at: nowMs };
    const approved = { approved: seen.approved + 1, approvals: [...seen.approvals, approval], updatedAt: nowMs };
    if (approved.approved < seen.approvalsNeeded) {
      const writes = [vote(seen, approval), approve(seen, approval, timeMs)];
      return { withdrawal: { ...seen, ...approved }, writes, action: "approved" };
    }
    const dueAt = nowMs + deps.limits.sweepGraceMs;
    const expiresAt = nowMs + deps.limits.withdrawal.lifetimeMs;
    return {
      withdrawal: { ...seen, ...approved, state: "TRIED", expiresAt },
      writes: [
        vote(seen, approval),
        approve(seen, approval, timeMs, { expiresAt, dueAt }),
        sendWrite(deps, seen, dueAt, nowMs),
      ],
      action: "approved, may be sent",
    };
  });
}

/** One operator who does not agree is enough: the merchant has its money again. */
export function rejectWithdrawal(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  withdrawalId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  return decided(deps, request, caller, { withdrawalId, reason }, (seen, nowMs) => {
    if (seen.state === "AWAITING_APPROVAL" && mayBePaid(seen, deps.limits.restored))
      return { code: "not-awaiting-approval", detail: "it may have been paid before the restore: approve it, or wait" };
    if (!awaits(seen, nowMs)) return notAwaiting(seen);
    return {
      withdrawal: { ...seen, state: "CANCELLED", reason, updatedAt: nowMs },
      writes: [reject(seen, reason, nowMs), ...cancelledWrites(seen)],
      action: "rejected",
      onCommit: () => deps.metrics.count("WithdrawalCancelled"),
    };
  });
}

export interface WithdrawalResolution {
  resolution: "CONFIRMED" | "CANCELLED";
  /** The provider's number of the payout. */
  providerReference?: string | undefined;
  reason: string;
}

/** An operator's word on a parked withdrawal: it, the wallet, the ledger or the day, its review and the audit change together. */
export function resolveWithdrawal(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  withdrawalId: string,
  { resolution, providerReference, reason }: WithdrawalResolution,
): Promise<Answer> {
  return decided(deps, request, caller, { withdrawalId, reason }, (seen, nowMs) => {
    if (seen.state !== "NEEDS_REVIEW") return { code: "not-in-review", detail: `the withdrawal is ${seen.state}` };
    const isPaid = resolution === "CONFIRMED";
    const reference = isPaid ? (providerReference ?? seen.providerReference ?? seen.toldPaid) : undefined;
    const change = reference === undefined ? {} : { providerReference: reference };
    const { reason: _whyParked, ...rest } = seen;
    const why = isPaid ? {} : { reason: "resolved" };
    return {
      withdrawal: { ...rest, ...change, ...why, state: resolution, updatedAt: nowMs },
      writes: [
        resolve(seen, isPaid ? "resolve-confirmed" : "resolve-cancelled", change, caller.keyId, nowMs),
        ...(isPaid ? confirmedWrites(deps, seen, nowMs) : cancelledWrites(seen)),
        closeReview({ tenantId: seen.tenantId, subjectId: withdrawalId }, nowMs),
        ...(isPaid ? [] : againstItsWord(deps, seen, nowMs)),
      ],
      action: `resolved ${resolution}`,
    };
  });
}

/** The provider has said that it was paid: should that be true, the merchant has the money twice. Somebody looks again. */
function againstItsWord(deps: VaultDeps, seen: Withdrawal, nowMs: number): Write[] {
  if (seen.toldPaid === undefined) return [];
  const why = "paid-after-cancel";
  return [reviewPayout(deps, seen, { why, cause: `${why} ${seen.toldPaid}`, trade: seen.toldPaid }, nowMs)];
}

const awaits = ({ state, expiresAt }: Withdrawal, timeMs: number): boolean =>
  state === "AWAITING_APPROVAL" && expiresAt > timeMs;

function notAwaiting({ state }: Withdrawal): Refused {
  const detail = state === "AWAITING_APPROVAL" ? "nobody has agreed in time" : `the withdrawal is ${state}`;
  return { code: "not-awaiting-approval", detail };
}
