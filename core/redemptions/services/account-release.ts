import { RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Answer, Caller, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commit, newRecord, refuse } from "../../foundation/services/idempotency.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { accountKey } from "../../foundation/store/keys.ts";
import { accountView } from "../domain/account.ts";
import { hasEnded } from "../domain/redemption.ts";
import { leaseOf, readAccount, release } from "../store/account-store.ts";
import { checkEnded, readRedemption } from "../store/redemption-store.ts";

const TRIES_MAX = 3;
const BUSY_RETRY_AFTER_MS = 1000;

/** Repairs a lease whose redemption has ended; while it has not, the account's balance is in doubt and stays leased. */
export async function releaseAccount(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  accountId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  const tenantId = tenantOf(caller, "acc", accountId);
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const account = await readAccount(deps.tables, tenantId, accountId);
    if (!account) throw new TerminalError("not-found", "there is no account with this id");
    const owner = account.leaseOwner ?? "";
    const lease = leaseOf(account, owner);
    if (!lease) {
      return refuse(
        deps,
        request,
        entry,
        { code: "account-not-leased", detail: `the account is ${account.status}`, resourceId: accountId },
        nowMs,
      );
    }
    const redemption = await readRedemption(deps.tables, { tenantId, redemptionId: owner });
    if (!redemption || !hasEnded(redemption.state)) {
      return refuse(
        deps,
        request,
        entry,
        { code: "lease-in-use", detail: `the account is leased by ${owner}`, resourceId: accountId },
        nowMs,
      );
    }
    const { previousStatus: _previous, leaseOwner: _owner, leaseUntil: _until, planId, ...rest } = account;
    const freed = {
      ...rest,
      ...(lease.previousStatus === "PROCESSING" && planId ? { planId } : {}),
      status: lease.previousStatus,
      updatedAt: nowMs,
    };
    const answer = { httpStatus: 200, body: accountView(freed) };
    const writes = [
      release(lease, nowMs),
      checkEnded({ tenantId, redemptionId: owner }),
      audit(accountKey(tenantId, accountId), {
        auditId: deps.random.ulid(nowMs),
        by: caller.keyId,
        action: "account.released",
        reason,
        at: nowMs,
      }),
    ];
    const result = await commit(deps, entry, { answer, resourceId: accountId, writes }, nowMs);
    if (result.kind === "committed") return answer;
    if (result.kind === "replayed") return result.answer;
  }
  throw new RetryableError("overloaded", "the account changes hands right now", BUSY_RETRY_AFTER_MS);
}
