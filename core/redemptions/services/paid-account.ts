import type { AccountLease } from "../domain/account.ts";
import type { Plan } from "../domain/plan.ts";
import { isFromBefore, type Redemption } from "../domain/redemption.ts";
import { acquire, readAccount, release } from "../store/account-store.ts";
import { recordEvent } from "../store/attempt-store.ts";
import { rebind } from "../store/redemption-store.ts";
import type { ExchangeDeps } from "./deps.ts";

export type PaidAccount =
  | { kind: "held"; redemption: Redemption; lease: AccountLease }
  /** The exchange says that there was an effect, and not where. */
  | { kind: "unknown" }
  /** Another redemption holds it; or it is in no state to be taken. */
  | { kind: "busy" };

/**
 * The account that the card went into. What was sent before a restore was sent with an account that its row has lost: where the
 * exchange names it, it takes the place of the one that is bound now, in one transaction; where it does not, nobody guesses.
 */
export async function accountOf(
  { deps, plan }: { deps: ExchangeDeps; plan: Plan },
  redemption: Redemption,
  lease: AccountLease,
  accountId: string | undefined,
): Promise<PaidAccount> {
  if (!isFromBefore(redemption, deps.limits) || accountId === lease.accountId)
    return { kind: "held", redemption, lease };
  if (accountId === undefined) return { kind: "unknown" };
  const { tenantId, redemptionId } = redemption;
  const account = await readAccount(deps.tables, tenantId, accountId);
  if (!account || (account.status !== "WAITING" && account.status !== "PROCESSING")) return { kind: "busy" };
  const nowMs = deps.clock();
  const paid: AccountLease = {
    tenantId,
    accountId,
    redemptionId,
    fence: account.fencingToken + 1,
    country: account.country,
    currency: account.currency,
    planId: plan.planId,
    previousStatus: account.status,
    balance: account.balance,
    loginStatus: account.loginStatus,
  };
  const moved = await deps.tables.transact([
    rebind(redemption, paid),
    release(lease, nowMs),
    acquire(paid, redemption.leaseUntil ?? nowMs + deps.limits.exchange.leaseMs, nowMs),
    recordEvent(redemption, { at: nowMs, event: "account-found" }, { accountId }),
  ]);
  if (!moved.committed) return { kind: "busy" };
  return { kind: "held", redemption: { ...redemption, accountId, accountFence: paid.fence }, lease: paid };
}
