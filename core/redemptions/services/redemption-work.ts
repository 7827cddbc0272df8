import { InvariantError } from "../../foundation/domain/errors.ts";
import type { RedemptionRef } from "../../foundation/domain/ids.ts";
import { delayMs } from "../../foundation/services/backoff.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import type { Write } from "../../foundation/store/table.ts";
import { isTooOld, nextClaim, type Redemption } from "../domain/redemption.ts";
import { leaseOf, moveFence, readAccount, release } from "../store/account-store.ts";
import { recordEvent, recordExpiry } from "../store/attempt-store.ts";
import { claim, fail, readRedemption, takeOver, yieldClaim } from "../store/redemption-store.ts";
import { acquireAccount } from "./account-selection.ts";
import type { ExchangeDeps } from "./deps.ts";
import { findPlan } from "./plans.ts";
import { lookUp, sendToExchange, type Work, wasNeverSent } from "./redemption-exchange.ts";

/**
 * One step of a redemption's journey, whatever state the message finds it in: claim -> account -> intent -> call -> result.
 * Every write carries the claim's epoch and the account's fence; whoever lost them writes nothing.
 */
export async function workRedemption(
  deps: ExchangeDeps,
  ref: RedemptionRef,
  remainingMs: () => number,
): Promise<WorkResult> {
  const nowMs = deps.clock();
  const seen = await readRedemption(deps.tables, ref);
  if (!seen) throw new InvariantError("a message points to a redemption that does not exist");
  const next = nextClaim(seen, nowMs);
  if (next.kind === "none") return DONE;
  if (next.kind === "unknown-state")
    throw new InvariantError("a redemption is in a state that this release does not know");
  if (next.kind === "wait") return waitFor(next.untilMs - nowMs);
  const plan = await findPlan(deps, seen.tenantId, seen.planId);
  if (!plan) throw new InvariantError("a redemption names a plan that does not exist");
  const work: Work = { deps, plan, remainingMs };
  return next.kind === "takeover" ? takeOverAndLookUp(work, seen, nowMs) : claimAndSend(work, seen, next.kind, nowMs);
}

/** Clocks differ, and timers round: a message that is this early is the row's own timer. */
const TIMER_SLACK_MS = 1000;

/**
 * A message that finds somebody at work, or nothing to do yet, ends here: the row is due, and has its own timer. If each came
 * back, every message that was ever sent twice would live as long as its redemption.
 */
function waitFor(delayMs: number): WorkResult {
  return delayMs <= TIMER_SLACK_MS ? { kind: "again", delayMs } : DONE;
}

async function claimAndSend(
  work: Work,
  seen: Redemption,
  kind: "claim" | "reclaim",
  nowMs: number,
): Promise<WorkResult> {
  const { deps } = work;
  const lease = leaseFrom(deps, nowMs);
  const claimed = await deps.tables.write(claim(seen, kind, lease, nowMs) as Write & { kind: "update" });
  // Another message was faster: its worker goes on.
  if (!claimed.committed) return DONE;
  if (kind === "reclaim") deps.metrics.count("TimeoutTakeover");
  const redemption: Redemption = { ...seen, ...lease, state: "CLAIMED", epoch: seen.epoch + 1 };
  if (isTooOld(redemption, nowMs, deps.limits) && (await wasNeverSent(work, redemption)))
    return expire(work, redemption, nowMs);

  const acquisition = await acquireAccount(deps, redemption, work.plan, nowMs);
  switch (acquisition.kind) {
    case "acquired":
      return sendToExchange(
        work,
        { ...redemption, accountId: acquisition.lease.accountId, accountFence: acquisition.lease.fence },
        acquisition.lease,
      );
    case "none-free":
      deps.metrics.count("NoAccountFree");
      return yieldBack(work, redemption, nowMs);
    case "overtaken":
      return DONE;
  }
}

/** No account is free. The message is not failed, so that waiting burns no receive count. */
async function yieldBack({ deps }: Work, redemption: Redemption, nowMs: number): Promise<WorkResult> {
  const { yield: waits, sweepGraceMs } = deps.limits;
  const delay = delayMs(deps, waits, redemption.yields);
  await deps.tables.transact([
    yieldClaim(redemption, { notBefore: nowMs + delay, dueAt: nowMs + delay + sweepGraceMs }, nowMs),
    ...(await releaseHeld(deps, redemption, nowMs)),
  ]);
  return { kind: "again", delayMs: delay };
}

/** Too old, and nothing was ever sent: it failed for good, without effect. */
async function expire({ deps }: Work, redemption: Redemption, nowMs: number): Promise<WorkResult> {
  const result = await deps.tables.transact([
    fail(redemption, "expire", "no-account", nowMs),
    recordExpiry(redemption, nowMs),
    ...(await releaseHeld(deps, redemption, nowMs)),
  ]);
  if (result.committed) deps.metrics.count("RedemptionFailed");
  return DONE;
}

/** The account that an earlier worker of this redemption leased and never used. */
async function releaseHeld(deps: Deps, redemption: Redemption, nowMs: number): Promise<Write[]> {
  if (redemption.accountId === undefined) return [];
  const account = await readAccount(deps.tables, redemption.tenantId, redemption.accountId);
  const lease = account && leaseOf(account, redemption.redemptionId);
  return lease ? [release(lease, nowMs)] : [];
}

/** A call may have taken effect: fence the last worker off, then ask the exchange. */
async function takeOverAndLookUp(work: Work, seen: Redemption, nowMs: number): Promise<WorkResult> {
  const { deps } = work;
  if (seen.accountId === undefined || seen.accountFence === undefined) {
    throw new InvariantError("a redemption was sent without an account");
  }
  const lease = leaseFrom(deps, nowMs);
  const holder = {
    tenantId: seen.tenantId,
    accountId: seen.accountId,
    redemptionId: seen.redemptionId,
    fence: seen.accountFence + 1,
  };
  const wasLost = seen.leaseUntil !== undefined;
  const result = await deps.tables.transact([
    takeOver(seen, lease, holder.fence, nowMs),
    moveFence(holder, lease.leaseUntil, nowMs),
    ...(wasLost ? [recordEvent(seen, { at: nowMs, event: "taken-over" })] : []),
  ]);
  if (!result.committed) {
    const [redemptionRefused, accountRefused] = result.refusals;
    if (accountRefused && !redemptionRefused)
      throw new InvariantError("an account is not leased by the redemption that was sent with it");
    return DONE;
  }
  if (wasLost) deps.metrics.count("TimeoutTakeover");
  const redemption: Redemption = {
    ...seen,
    ...lease,
    state: "UNKNOWN",
    epoch: seen.epoch + 1,
    accountFence: holder.fence,
  };
  const account = await readAccount(deps.tables, seen.tenantId, seen.accountId);
  const accountLease = account && leaseOf(account, seen.redemptionId);
  if (!accountLease || accountLease.fence !== holder.fence) return DONE;
  return lookUp(work, redemption, accountLease);
}

function leaseFrom(deps: Deps, nowMs: number) {
  const leaseUntil = nowMs + deps.limits.exchange.leaseMs;
  return { workerId: deps.random.ulid(nowMs), leaseUntil, dueAt: leaseUntil + deps.limits.sweepGraceMs };
}
