import type { Deps } from "../../foundation/services/deps.ts";
import type { AccountLease } from "../domain/account.ts";
import type { Plan } from "../domain/plan.ts";
import type { Redemption } from "../domain/redemption.ts";
import { acquire, leaseOf, pickFrom, readAccount } from "../store/account-store.ts";
import { selectProcessing, selectWaiting } from "../store/keys.ts";
import { bindAccount } from "../store/redemption-store.ts";

/** Enough that another worker's pick of the same row leaves four; few enough to read a constant 5 rows. */
const CANDIDATES_MAX = 5;

export type Acquisition =
  | { kind: "acquired"; lease: AccountLease }
  | { kind: "none-free" }
  /** Another worker has claimed the redemption since. */
  | { kind: "overtaken" };

/**
 * An account for a claimed redemption: its own when it had one before a crash, else one that its plan is filling, else a
 * waiting one. Reads at most four pages of five rows however many accounts there are: from a random position on, and once
 * from the beginning when the page was short, so that a few accounts are never missed.
 */
export async function acquireAccount(
  deps: Deps,
  redemption: Redemption,
  plan: Plan,
  nowMs: number,
): Promise<Acquisition> {
  if (redemption.accountId !== undefined) return reacquire(deps, redemption, redemption.accountId, nowMs);
  const { tenantId } = redemption;
  const sources = [
    { partition: selectProcessing(tenantId, plan.planId), previousStatus: "PROCESSING" as const },
    { partition: selectWaiting(tenantId, plan.country, plan.target.currency), previousStatus: "WAITING" as const },
  ];
  for (const { partition, previousStatus } of sources) {
    for (const candidate of await candidates(deps, partition)) {
      const lease: AccountLease = {
        tenantId,
        accountId: candidate.accountId,
        redemptionId: redemption.redemptionId,
        fence: candidate.fencingToken + 1,
        country: plan.country,
        currency: plan.target.currency,
        planId: plan.planId,
        previousStatus,
        balance: candidate.balance,
        loginStatus: "ACTIVE",
      };
      const result = await tryAcquire(deps, redemption, lease, nowMs);
      if (result !== "taken") return result;
    }
  }
  return { kind: "none-free" };
}

async function candidates(deps: Deps, partition: string) {
  const from = Math.floor(deps.random.fraction() * 2 ** 48)
    .toString(16)
    .padStart(12, "0");
  const onward = await pickFrom(deps.tables, partition, from, CANDIDATES_MAX);
  if (onward.length === CANDIDATES_MAX) return onward;
  const known = new Set(onward.map(({ accountId }) => accountId));
  const wrapped = await pickFrom(deps.tables, partition, "0", CANDIDATES_MAX);
  return [...onward, ...wrapped.filter(({ accountId }) => !known.has(accountId))].slice(0, CANDIDATES_MAX);
}

async function tryAcquire(
  deps: Deps,
  redemption: Redemption,
  lease: AccountLease,
  nowMs: number,
): Promise<Acquisition | "taken"> {
  const result = await deps.tables.transact([
    bindAccount(redemption, lease.accountId, lease.fence),
    acquire(lease, nowMs + deps.limits.exchange.leaseMs, nowMs),
  ]);
  if (result.committed) return { kind: "acquired", lease };
  return result.refusals[0] ? { kind: "overtaken" } : "taken";
}

/** After a crash between acquiring and sending: the same account, under the next fence. */
async function reacquire(deps: Deps, redemption: Redemption, accountId: string, nowMs: number): Promise<Acquisition> {
  const account = await readAccount(deps.tables, redemption.tenantId, accountId);
  const held = account && leaseOf(account, redemption.redemptionId);
  if (!held) return { kind: "overtaken" };
  const result = await tryAcquire(deps, redemption, { ...held, fence: held.fence + 1 }, nowMs);
  // Logged out meanwhile: it is given back with the claim.
  return result === "taken" ? { kind: "none-free" } : result;
}
