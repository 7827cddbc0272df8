import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { hasEnded } from "../domain/redemption.ts";
import { accountView } from "../domain/setup-view.ts";
import { leaseOf, readAccount, release } from "../store/account-store.ts";
import { accountKey } from "../store/keys.ts";
import { checkEnded, readRedemption } from "../store/redemption-store.ts";

/** Repairs a lease whose redemption has ended; while it has not, the account's balance is in doubt and stays leased. */
export async function releaseAccount(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  accountId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  const tenantId = tenantOf(caller, "acc", accountId);
  return decideAndCommit(deps, request, {
    resourceId: accountId,
    busy: "the account is changing hands right now",
    decide: async (nowMs) => {
      const account = await readAccount(deps.tables, tenantId, accountId);
      if (!account) throw new TerminalError("not-found", "there is no account with this id");
      const owner = account.leaseOwner ?? "";
      const lease = leaseOf(account, owner);
      if (!lease) return { code: "account-not-leased", detail: `the account is ${account.status}` };
      const redemption = await readRedemption(deps.tables, { tenantId, redemptionId: owner });
      if (!redemption || !hasEnded(redemption.state))
        return { code: "lease-in-use", detail: `the account is leased by ${owner}` };
      const { previousStatus: _previous, leaseOwner: _owner, leaseUntil: _until, planId, ...rest } = account;
      const freed = {
        ...rest,
        ...(lease.previousStatus === "PROCESSING" && planId ? { planId } : {}),
        status: lease.previousStatus,
        updatedAt: nowMs,
      };
      const auditId = deps.random.ulid(nowMs);
      const story = { auditId, by: caller.keyId, action: "account.released", reason, at: nowMs };
      return {
        answer: { httpStatus: 200, body: accountView(freed) },
        writes: [
          release(lease, nowMs),
          checkEnded({ tenantId, redemptionId: owner }),
          audit(accountKey(tenantId, accountId), story),
        ],
      };
    },
  });
}
