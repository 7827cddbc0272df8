import {
  afterDoubt,
  afterNotFound,
  callTimeoutMs,
  hasTimeForCall,
  type Next,
  sendTimesOf,
  settledAtOf,
} from "../../foundation/domain/call-bracket.ts";
import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { lookAgainAt } from "../../foundation/services/backoff.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { openReview } from "../../foundation/store/review-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { creditEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import type { AccountLease } from "../domain/account.ts";
import type { DeclineReason } from "../domain/outcome.ts";
import type { Plan } from "../domain/plan.ts";
import { isSelfRefusal, isTooOld, mayResend, providerKeyOf, type Redemption } from "../domain/redemption.ts";
import { credit, leaseOf, readAccount, release } from "../store/account-store.ts";
import { recordEvent, recordSend } from "../store/attempt-store.ts";
import { doubt, fail, intend, park, succeed } from "../store/redemption-store.ts";
import type { ExchangeDeps } from "./deps.ts";
import { accountOf } from "./paid-account.ts";

export interface Work {
  deps: ExchangeDeps;
  plan: Plan;
  /** What is left of the function's time, in ms: no call starts that could not end before it is killed. */
  remainingMs: () => number;
}

/** A login status changes under a lease only by the API: three readings find it still. */
const CREDIT_TRIES_MAX = 3;

/** Intent, call, result. The intent is on record before the exchange hears of it. */
export async function sendToExchange(work: Work, claimed: Redemption, lease: AccountLease): Promise<WorkResult> {
  const { deps } = work;
  const nowMs = deps.clock();
  if (!hasTime(work)) return { kind: "again", delayMs: Math.max((claimed.leaseUntil ?? nowMs) - nowMs, 0) };
  if (claimed.codeCipher === undefined) throw new InvariantError("a redemption under way has no code");
  const code = deps.vault.open(claimed.redemptionId, claimed.codeCipher);
  const times = sendTimesOf(claimed, nowMs, deps.limits.restored);
  const intent = await deps.tables.transact([
    intend(claimed, times, nowMs, nowMs - deps.limits.exchange.settleMs),
    recordSend(claimed, lease.accountId, nowMs, times.asksFirst ? "before-restore" : undefined),
  ]);
  if (!intent.committed) return DONE;
  const sent: Redemption = {
    ...claimed,
    state: "SENDING",
    sends: claimed.sends + 1,
    firstSentAt: claimed.firstSentAt ?? times.firstSentAt,
    lastSentAt: times.lastSentAt,
  };
  if (times.asksFirst) return lookUp(work, sent, lease);
  // The intent may have taken long: a call that could outlive the function is not made, and nobody knows that but us.
  if (!hasTime(work)) return stayUnknown(work, sent, "no-time-left");
  const { accountId, country, currency } = lease;
  const outcome = await deps.exchange.redeem({
    providerKey: providerKeyOf(sent),
    code,
    account: { accountId, country, currency },
    timeoutMs: callTimeoutMs(deps.limits.exchange, work.remainingMs()),
  });
  switch (outcome.outcome) {
    case "succeeded":
      return finish(work, sent, lease, outcome.amount, outcome.providerReference);
    case "declined":
      if (isSelfRefusal(sent, outcome.reason, deps.limits))
        return stayUnknown(work, { ...sent, selfRefusal: true }, outcome.reason);
      return decline(work, sent, lease, outcome.reason);
    case "unknown":
      return stayUnknown(work, sent, outcome.reason);
  }
}

/** Asks what came of the sends so far; "not found" counts only after the settle window. */
export async function lookUp(work: Work, redemption: Redemption, lease: AccountLease): Promise<WorkResult> {
  const { deps } = work;
  const { accountId, country, currency } = lease;
  if (!hasTime(work)) return stayUnknown(work, redemption, "no-time-left");
  const goOn = (seen: Redemption, why: string, next: Next) => {
    // An intent that is only to ask ends as any doubt does; the next look-up has both ways open.
    if (seen.state === "SENDING" && next.kind !== "wait") return stayUnknown(work, seen, why);
    if (next.kind === "resend") return sendToExchange(work, seen, lease);
    return next.kind === "park" ? parkForReview(work, seen, why) : stayUnknown(work, seen, why, next.untilMs);
  };
  const askedAt = deps.clock();
  const settledAt = settledAtOf(redemption, askedAt, deps.limits.exchange, deps.limits.restored);
  const found = await deps.exchange.lookup({
    providerKey: redemption.providerKey ?? providerKeyOf(redemption),
    ...(redemption.codeCipher ? { code: deps.vault.open(redemption.redemptionId, redemption.codeCipher) } : {}),
    account: { accountId, country, currency },
    timeoutMs: callTimeoutMs(deps.limits.exchange, work.remainingMs()),
  });
  switch (found.outcome) {
    case "succeeded": {
      const { amount, providerReference } = found;
      const paid = await accountOf(work, redemption, lease, found.accountId);
      if (paid.kind === "held") return finish(work, paid.redemption, paid.lease, amount, providerReference);
      const isOver = paid.kind === "unknown" || isTooOld(redemption, askedAt, deps.limits);
      return goOn(redemption, `account-${paid.kind}`, afterDoubt(settledAt, askedAt, isOver));
    }
    case "declined":
      return isSelfRefusal(redemption, found.reason, deps.limits)
        ? goOn({ ...redemption, selfRefusal: true }, found.reason, afterDoubt(settledAt, askedAt, true))
        : decline(work, redemption, lease, found.reason);
    case "unknown":
      return goOn(redemption, found.reason, afterDoubt(settledAt, askedAt, isTooOld(redemption, askedAt, deps.limits)));
    case "not-found":
      return goOn(
        redemption,
        "not-found",
        afterNotFound(settledAt, askedAt, mayResend(redemption, askedAt, deps.limits)),
      );
  }
}

/** Redemption, account, ledger and attempt end together. */
async function finish(
  work: Work,
  redemption: Redemption,
  held: AccountLease,
  amount: Money,
  providerReference: string,
): Promise<WorkResult> {
  const { deps } = work;
  const nowMs = deps.clock();
  const ended = await endUnderLease(work, redemption, held, (lease) => [
    succeed(redemption, amount, providerReference, nowMs),
    credit(lease, amount, work.plan.target, nowMs),
    post(creditEntry(redemption, lease.accountId, amount, { entryId: deps.random.ulid(nowMs), nowMs })),
    recordEvent(redemption, { at: nowMs, event: "succeeded" }, { outcome: "SUCCEEDED", providerReference }),
  ]);
  if (ended) {
    deps.metrics.count("RedemptionSucceeded");
    if (redemption.attempt > 1) deps.metrics.count("RetrySucceeded");
  }
  return DONE;
}

/** Refused for good: the account goes back to what it was. */
async function decline(
  work: Work,
  redemption: Redemption,
  held: AccountLease,
  reason: DeclineReason,
): Promise<WorkResult> {
  const { deps } = work;
  const nowMs = deps.clock();
  const ended = await endUnderLease(work, redemption, held, (lease) => [
    fail(redemption, "decline", reason, nowMs),
    release(lease, nowMs),
    recordEvent(redemption, { at: nowMs, event: "failed", detail: reason }, { outcome: "FAILED" }),
  ]);
  if (ended) deps.metrics.count("RedemptionFailed");
  return DONE;
}

/**
 * One transaction {redemption, account, ...}. Fenced off: nothing is written, and whoever took over ends it. A login status
 * changed under the lease: once more with the account as it is.
 */
async function endUnderLease(
  work: Work,
  redemption: Redemption,
  held: AccountLease,
  writesFor: (lease: AccountLease) => Write[],
): Promise<boolean> {
  let lease = held;
  for (let tries = 0; tries < CREDIT_TRIES_MAX; tries++) {
    const result = await work.deps.tables.transact(writesFor(lease));
    if (result.committed) return true;
    const [redemptionRefused, accountRefused] = result.refusals;
    if (redemptionRefused) return false;
    if (!accountRefused) throw new InvariantError("a redemption that has not ended has a ledger row, or no attempt");
    const current = await currentLease(work, redemption, held);
    if (!current) return false;
    lease = current;
  }
  throw new InvariantError("an account under our lease keeps changing");
}

/** The account as it is now, when the lease is still ours: a login status may have changed under it. */
async function currentLease(
  { deps }: Work,
  redemption: Redemption,
  held: AccountLease,
): Promise<AccountLease | undefined> {
  const account = await readAccount(deps.tables, held.tenantId, held.accountId);
  const lease = account && leaseOf(account, redemption.redemptionId);
  return lease?.fence === held.fence ? lease : undefined;
}

async function stayUnknown(
  work: Work,
  redemption: Redemption,
  why: string,
  atLatestMs = Number.POSITIVE_INFINITY,
): Promise<WorkResult> {
  const { deps } = work;
  const nowMs = deps.clock();
  const { exchange, sweepGraceMs } = deps.limits;
  const lookupAt = lookAgainAt(deps, exchange, { tries: redemption.lookups, nowMs, atLatestMs });
  const event = why === "not-found" ? "not-found" : "unknown";
  const writes: Write[] = [
    doubt(
      redemption,
      { lookupAt, dueAt: lookupAt + sweepGraceMs, selfRefusal: redemption.selfRefusal ?? false },
      nowMs,
    ),
    recordEvent(redemption, { at: nowMs, event, ...(event === "unknown" ? { detail: why } : {}) }),
  ];
  const result = await deps.tables.transact(writes);
  if (!result.committed) return DONE;
  deps.metrics.count("OutcomeUnknown");
  deps.metrics.gauge("UnknownAge", nowMs - (redemption.firstSentAt ?? nowMs), "Milliseconds");
  return { kind: "again", delayMs: lookupAt - nowMs };
}

/** For a person. The account stays leased: its balance is in doubt. */
async function parkForReview(work: Work, redemption: Redemption, why: string): Promise<WorkResult> {
  const { deps } = work;
  const { tenantId, redemptionId } = redemption;
  const nowMs = deps.clock();
  const result = await deps.tables.transact([
    park(redemption, nowMs),
    openReview({ tenantId, subjectId: redemptionId, tries: redemption.sends, why }, deps.random.ulid(nowMs), nowMs),
    recordEvent(redemption, { at: nowMs, event: "parked", detail: why }, { outcome: "NEEDS_REVIEW" }),
  ]);
  if (result.committed) deps.metrics.count("RedemptionParked");
  return DONE;
}

function hasTime({ deps, remainingMs }: Work): boolean {
  return hasTimeForCall(deps.limits.exchange, remainingMs());
}

/** Its row says so; after a restore the exchange has to. */
export async function wasNeverSent(work: Work, redemption: Redemption): Promise<boolean> {
  const { deps, plan } = work;
  if (!deps.limits.restored) return true;
  if (!hasTime(work)) return false;
  const askedAt = deps.clock();
  const found = await deps.exchange.lookup({
    providerKey: providerKeyOf(redemption),
    account: { accountId: redemption.accountId ?? "", country: plan.country, currency: plan.target.currency },
    timeoutMs: callTimeoutMs(deps.limits.exchange, work.remainingMs()),
  });
  return (
    found.outcome === "not-found" &&
    askedAt > settledAtOf(redemption, askedAt, deps.limits.exchange, deps.limits.restored)
  );
}
