import { InvariantError, TerminalError } from "../../foundation/domain/errors.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { tenantKey } from "../../foundation/store/keys.ts";
import type { Key, Write } from "../../foundation/store/table.ts";
import { mayBePaid, type Withdrawal } from "../domain/withdrawal.ts";
import { cancelledView, tombstoneView } from "../domain/withdrawal-views.ts";
import { withdrawalKey, withdrawalNoKey } from "../store/keys.ts";
import { cancelWithdrawal as cancel } from "../store/withdrawal-end-store.ts";
import { buryWithdrawalNo, readWithdrawalNo } from "../store/withdrawal-no-store.ts";
import { readWithdrawal } from "../store/withdrawal-store.ts";
import { cancelledWrites } from "./withdrawal-ends.ts";

interface CancelInput {
  withdrawalNo: string;
  reason: string;
  /** Whose number it is, where an operator asks. */
  merchantId?: string | undefined;
}

/** By its number, which a merchant knows whatever it was answered. A number that has not come yet is cancelled for good. */
export function cancelWithdrawal(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  { withdrawalNo, reason, merchantId = "" }: CancelInput,
): Promise<Answer> {
  const tenantId = caller.kind === "tenant" ? caller.tenantId : merchantId;
  const story = (subject: Key, nowMs: number) =>
    audit(subject, {
      auditId: deps.random.ulid(nowMs),
      by: caller.keyId,
      ...(caller.kind === "tenant" ? { byMerchant: true } : {}),
      action: "cancelled",
      reason,
      at: nowMs,
    });
  return decideAndCommit(deps, request, {
    resourceId: withdrawalNo,
    busy: "the withdrawal is moving on right now",
    decide: async (nowMs) => {
      const number = await readWithdrawalNo(deps.tables, tenantId, withdrawalNo);
      const { withdrawalId } = number ?? {};
      if (withdrawalId === undefined) {
        const answer = { httpStatus: 200, body: tombstoneView(withdrawalNo) };
        if (number) return { answer, resourceId: undefined };
        if (caller.kind === "operator") await assertTenant(deps, tenantId);
        const subject = withdrawalNoKey(tenantId, withdrawalNo);
        const stateSk = deps.random.ulid(nowMs);
        const bury = buryWithdrawalNo({ tenantId, withdrawalNo, reason, at: nowMs, stateSk });
        return { answer, resourceId: undefined, writes: [bury, story(subject, nowMs)] };
      }
      const withdrawal = await readWithdrawal(deps.tables, { tenantId, withdrawalId });
      if (!withdrawal) throw new InvariantError("a number names a withdrawal that does not exist");
      return ending(deps, withdrawal, { reason, nowMs, story: story(withdrawalKey(tenantId, withdrawalId), nowMs) });
    },
  });
}

function ending(
  deps: Deps,
  withdrawal: Withdrawal,
  { reason, nowMs, story }: { reason: string; nowMs: number; story: Write },
) {
  const { withdrawalId: resourceId, state } = withdrawal;
  const told = { detail: `the withdrawal is ${state}`, resourceId };
  const answer = { httpStatus: 200, body: cancelledView(withdrawal) };
  if (mayBePaid(withdrawal, deps.limits.restored)) {
    const detail = `the withdrawal is ${state}, and may have been paid out before the platform was set back`;
    return { code: "withdrawal-in-flight" as const, detail, resourceId };
  }
  switch (state) {
    case "CANCELLED":
      return { answer, resourceId };
    case "TRIED":
    case "AWAITING_APPROVAL":
      return {
        answer,
        resourceId,
        writes: [cancel(withdrawal, reason, nowMs), ...cancelledWrites(withdrawal), story],
        onCommit: () => deps.metrics.count("WithdrawalCancelled"),
      };
    case "CONFIRMED":
      return { code: "withdrawal-confirmed" as const, ...told };
    case "NEEDS_REVIEW":
      return { code: "withdrawal-needs-review" as const, ...told };
    default:
      // A state of a newer release is none that it could be cancelled from either.
      return { code: "withdrawal-in-flight" as const, ...told };
  }
}

async function assertTenant(deps: Deps, tenantId: string): Promise<void> {
  if (await deps.tables.get("main", tenantKey(tenantId))) return;
  throw new TerminalError("not-found", "there is no merchant with this id", {
    errors: [{ pointer: "/merchantId", detail: "names no merchant" }],
  });
}
