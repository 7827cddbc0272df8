import {
  afterDoubt,
  afterNotFound,
  callTimeoutMs,
  hasTimeForCall,
  sendTimesOf,
  settledAtOf,
} from "../../foundation/domain/call-bracket.ts";
import { InvariantError } from "../../foundation/domain/errors.ts";
import type { WithdrawalJob } from "../../foundation/domain/jobs.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { lookAgainAt } from "../../foundation/services/backoff.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { openReview } from "../../foundation/store/review-store.ts";
import type { PayoutQueryOutcome, PayoutRef } from "../domain/payout-provider.ts";
import {
  isOldDoubt,
  isUnsent,
  keptSinceMs,
  netOf,
  timeOf,
  WITHDRAWAL_STATES,
  type Withdrawal,
} from "../domain/withdrawal.ts";
import { readDestination } from "../store/destination-store.ts";
import { endWithdrawal } from "../store/withdrawal-end-store.ts";
import { claimWithdrawal, doubtWithdrawal, intendPayout, readWithdrawal } from "../store/withdrawal-store.ts";
import type { PayoutDeps, PayoutPort } from "./deps.ts";
import { confirmPayout, declinePayout, type PayoutEnd } from "./payout-ends.ts";
import { reviewPayout } from "./payout-review.ts";
import { openAccount } from "./sealed-account.ts";
import { expire } from "./withdrawal-expiry.ts";

interface PayoutWork extends PayoutPort {
  deps: PayoutDeps;
  withdrawal: Withdrawal;
  remainingMs: () => number;
}

/** Clocks differ, and timers round: a message that is this early is the row's own timer. */
const TIMER_SLACK_MS = 1000;

/**
 * One step of a withdrawal: claim -> intent -> call -> result, or claim -> lookup -> result. No other code calls a payout
 * provider, and nothing but a provider's refusal gives the money of one that was sent back.
 */
export async function workWithdrawal(
  deps: PayoutDeps,
  job: WithdrawalJob,
  remainingMs: () => number,
): Promise<WorkResult> {
  const nowMs = deps.clock();
  const seen = await readWithdrawal(deps.tables, job);
  if (!seen) throw new InvariantError("a message points to a withdrawal that does not exist");
  if (!WITHDRAWAL_STATES.includes(seen.state))
    throw new InvariantError("a withdrawal is in a state that this release does not know");
  if (isUnsent(seen) && seen.expiresAt <= timeOf(seen, nowMs, deps.limits.restored)) {
    // Who has claimed it meanwhile finds that it may not be sent any more.
    await expire(deps, seen, nowMs);
    return DONE;
  }
  const wakeAt = wakeAtOf(seen);
  // Somebody is at work, or nothing is to do yet: the row has its own timer. Were each message kept, they would multiply.
  if (wakeAt > nowMs + TIMER_SLACK_MS) return DONE;
  if (wakeAt > nowMs) return { kind: "again", delayMs: wakeAt - nowMs };
  const leaseUntil = nowMs + deps.limits.withdrawal.leaseMs;
  const lease = { leaseUntil, dueAt: leaseUntil + deps.limits.sweepGraceMs };
  const claimed = await deps.tables.write(claimWithdrawal(seen, lease, nowMs));
  // Another message was faster: its worker goes on.
  if (!claimed.committed) return DONE;
  if (seen.leaseUntil !== undefined) deps.metrics.count("TimeoutTakeover");
  const withdrawal: Withdrawal = {
    ...seen,
    epoch: seen.epoch + 1,
    state: seen.state === "TRIED" ? "TRIED" : "UNKNOWN",
  };
  const work: PayoutWork = { deps, withdrawal, remainingMs, ...(await deps.payouts.port(seen.provider)) };
  return withdrawal.state === "TRIED" ? send(work) : lookUp(work);
}

/** When its state has something for a worker to do. */
function wakeAtOf({ state, leaseUntil, lookupAt }: Withdrawal): number {
  switch (state) {
    case "TRIED":
    case "PAYING":
      return leaseUntil === undefined ? 0 : leaseUntil + 1;
    case "UNKNOWN":
      return Math.max(leaseUntil === undefined ? 0 : leaseUntil + 1, lookupAt ?? 0);
    // Ended, or a person's.
    default:
      return Number.POSITIVE_INFINITY;
  }
}

async function send(work: PayoutWork): Promise<WorkResult> {
  const { deps, withdrawal, port } = work;
  const { withdrawal: limits } = deps.limits;
  // No intent for a call that is not made: it would be one of few.
  if (work.cannotCall || !hasTime(work)) return { kind: "again", delayMs: limits.leaseMs };
  const destination = await readDestination(deps.tables, withdrawal);
  if (!destination) throw new InvariantError("a withdrawal's destination is gone");
  // What does not open was never sent, and gives its amount back in the end.
  const account = openAccount(deps.vault, destination);
  const nowMs = deps.clock();
  const bounds = {
    timeMs: timeOf(withdrawal, nowMs, deps.limits.restored),
    settledBeforeMs: nowMs - limits.settleMs,
    keptSinceMs: keptSinceMs(withdrawal.provider, limits, nowMs),
  };
  const times = sendTimesOf(withdrawal, nowMs, deps.limits.restored);
  const intent = await deps.tables.write(intendPayout(withdrawal, times, nowMs, bounds));
  if (!intent.committed) return DONE;
  const sent: PayoutWork = {
    ...work,
    withdrawal: {
      ...withdrawal,
      state: "PAYING",
      sends: withdrawal.sends + 1,
      firstSentAt: withdrawal.firstSentAt ?? times.firstSentAt,
      lastSentAt: times.lastSentAt,
    },
  };
  if (!hasTime(work)) return stayUnknown(sent);
  if (times.asksFirst) return lookUp(sent);
  const { withdrawalNo } = withdrawal;
  return apply(sent, await port.pay({ ...refOf(sent), withdrawalNo, ...account }));
}

async function lookUp(work: PayoutWork): Promise<WorkResult> {
  if (!hasTime(work)) return stayUnknown(work);
  const askedAt = work.deps.clock();
  return apply(work, await work.port.query(refOf(work)), askedAt);
}

async function apply(work: PayoutWork, outcome: PayoutQueryOutcome, askedAt = work.deps.clock()): Promise<WorkResult> {
  const { deps, withdrawal } = work;
  switch (outcome.outcome) {
    case "paid":
      return ended(work, await confirmPayout(deps, withdrawal, outcome.providerReference), "CANCELLED");
    case "declined":
      return ended(work, await declinePayout(deps, withdrawal, outcome.reason), "CONFIRMED");
    case "unknown":
      return stayUnknown(work);
    case "not-found": {
      const { withdrawal: limits } = deps.limits;
      const next = afterNotFound(
        settledAtOf(withdrawal, askedAt, limits, deps.limits.restored),
        askedAt,
        mayResend(work),
      );
      if (next.kind === "wait") return stayUnknown(work, next.untilMs);
      // An intent that was only to ask ends as any doubt does; the next look-up has both ways open.
      if (withdrawal.state === "PAYING") return stayUnknown(work);
      return next.kind === "park" ? park(work, "not-found") : send(work);
    }
  }
}

/** Another has ended it, or works on it now. One that ended the other way round is for a person: no end is flipped. */
async function ended({ deps, withdrawal }: PayoutWork, end: PayoutEnd, opposite: Withdrawal["state"]) {
  if (end === "ended") return DONE;
  const now = await readWithdrawal(deps.tables, withdrawal);
  if (now?.state !== opposite) return DONE;
  const why = opposite === "CANCELLED" ? "paid-after-cancel" : "declined-after-payout";
  const nowMs = deps.clock();
  const review = reviewPayout(deps, withdrawal, { why, cause: why, trade: withdrawal.withdrawalId }, nowMs);
  if ((await deps.tables.transact([review])).committed) deps.metrics.count("PayoutMismatch");
  return DONE;
}

/** Only with the key that the provider still knows: any other way it could pay twice. */
function mayResend({ deps, withdrawal }: PayoutWork): boolean {
  const { withdrawal: limits } = deps.limits;
  const nowMs = deps.clock();
  const { sends, firstSentAt = nowMs, provider } = withdrawal;
  const isKept = firstSentAt > keptSinceMs(provider, limits, nowMs);
  return sends < CONTRACT.payoutSendsMax && isKept && !isOldDoubt(withdrawal, limits, nowMs);
}

async function stayUnknown(work: PayoutWork, atLatestMs = Number.POSITIVE_INFINITY): Promise<WorkResult> {
  const { deps, withdrawal } = work;
  const nowMs = deps.clock();
  const { withdrawal: limits, sweepGraceMs } = deps.limits;
  const settledAt = settledAtOf(withdrawal, nowMs, limits, deps.limits.restored);
  const next = afterDoubt(settledAt, nowMs, isOldDoubt(withdrawal, limits, nowMs));
  if (next.kind === "park") return park(work, "unknown");
  const when = { tries: withdrawal.lookups, nowMs, atLatestMs: Math.min(atLatestMs, next.untilMs) };
  const lookupAt = lookAgainAt(deps, limits, when);
  const dueAt = lookupAt + sweepGraceMs;
  const doubted = await deps.tables.write(doubtWithdrawal(withdrawal, { lookupAt, dueAt }, nowMs));
  if (doubted.committed) deps.metrics.count("PayoutUnknown");
  return { kind: "again", delayMs: lookupAt - nowMs };
}

/** Nobody says what became of it, and another send could pay twice: a person finds out. The money stays frozen. */
async function park({ deps, withdrawal }: PayoutWork, why: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const { tenantId, withdrawalId, amount, provider: channel, sends: tries } = withdrawal;
  const review = { tenantId, subjectId: withdrawalId, withdrawalId, amount, channel, tries, why };
  const result = await deps.tables.transact([
    endWithdrawal(withdrawal, "park", { reason: why }, nowMs),
    openReview(review, deps.random.ulid(nowMs), nowMs),
  ]);
  if (result.committed) deps.metrics.count("PayoutParked");
  return DONE;
}

function hasTime({ deps, remainingMs }: PayoutWork): boolean {
  return hasTimeForCall(deps.limits.withdrawal, remainingMs());
}

function refOf({ deps, withdrawal, remainingMs }: PayoutWork): PayoutRef {
  const { withdrawalId, amount } = withdrawal;
  const net = { amount: netOf(withdrawal), currency: amount.currency };
  return { withdrawalId, net, timeoutMs: callTimeoutMs(deps.limits.withdrawal, remainingMs()) };
}
