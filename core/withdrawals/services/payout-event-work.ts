import { InvariantError } from "../../foundation/domain/errors.ts";
import type { WebhookJob } from "../../foundation/domain/jobs.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { closeInbox, readInbox } from "../../foundation/store/inbox-store.ts";
import { payoutProviderOf } from "../domain/payout-provider.ts";
import { isUnsent, netOf, WITHDRAWAL_STATES, type Withdrawal } from "../domain/withdrawal.ts";
import { notePaid } from "../store/withdrawal-end-store.ts";
import { readWithdrawal } from "../store/withdrawal-store.ts";
import { confirmPayout, declinePayout, type PayoutEnd } from "./payout-ends.ts";
import { applyReturns } from "./payout-returns.ts";
import { reviewPayout } from "./payout-review.ts";
import type { Received, ReceivedPayoutEvent } from "./received-payout-event.ts";

/** A worker moves a withdrawal within a call; three readings find it standing still. */
const TRIES_MAX = 3;

/**
 * Applies one received event, once. It ends a withdrawal by the transaction that its worker would have written, under the epoch
 * that it has read: whoever was overtaken reads again.
 */
export async function applyPayoutEvent(deps: Deps, job: WebhookJob): Promise<WorkResult> {
  const row = await readInbox<ReceivedPayoutEvent>(deps.tables, job);
  if (!row) throw new InvariantError("a message points to a webhook that was never received");
  if (row.state !== "RECEIVED") return DONE;
  const { tenantId, event } = row;
  const { withdrawalId } = event;
  deps.log.note({ withdrawalId });
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const seen = await readWithdrawal(deps.tables, { tenantId, withdrawalId });
    if (!seen || seen.provider !== payoutProviderOf(row.channel)) return refuse(deps, row, "unknown-payout");
    if (!WITHDRAWAL_STATES.includes(seen.state))
      throw new InvariantError("a withdrawal is in a state that this release does not know");
    const end = await apply(deps, { row, seen });
    if (end !== "moved") return DONE;
  }
  // The row stays due.
  return { kind: "again", delayMs: deps.limits.jobs.backoffMs };
}

function apply(deps: Deps, received: Received): Promise<PayoutEnd> {
  const { event } = received.row;
  switch (event.type) {
    case "paid":
      return applyPaid(deps, received, event.providerReference ?? event.eventId, event.amount);
    case "failed":
      return applyFailed(deps, received, event.reason);
    case "returned":
      return applyReturns(deps, received, event.returns);
  }
}

async function applyPaid(
  deps: Deps,
  { row, seen }: Received,
  reference: string,
  amount: { amount: number; currency: string } | undefined,
): Promise<PayoutEnd> {
  const nowMs = deps.clock();
  const applied = (result: string) => closeInbox(row, "APPLIED", result, nowMs);
  if (amount && (amount.amount !== netOf(seen) || amount.currency !== seen.amount.currency))
    return review(deps, { row, seen }, "other-amount", reference);
  switch (seen.state) {
    case "PAYING":
    case "UNKNOWN":
      return confirmPayout(deps, seen, reference, [applied("confirmed")]);
    case "CONFIRMED":
      // Paid under another number as well: twice.
      if (seen.providerReference !== undefined && seen.providerReference !== reference)
        return review(deps, { row, seen }, "paid-twice", reference);
      return close(deps, row, "known already");
    case "NEEDS_REVIEW": {
      // Who decides about it sees it.
      const noted = await deps.tables.transact([notePaid(seen, reference, nowMs), applied("noted")]);
      return noted.committed || !noted.refusals[0] ? "ended" : "moved";
    }
    case "CANCELLED":
      return review(deps, { row, seen }, "paid-after-cancel", reference);
    case "TRIED":
    case "AWAITING_APPROVAL":
      return review(deps, { row, seen }, "paid-unsent", reference);
  }
}

async function applyFailed(deps: Deps, { row, seen }: Received, reason: string): Promise<PayoutEnd> {
  const reference = row.event.providerReference ?? row.event.eventId;
  if (isUnsent(seen)) return close(deps, row, "was never sent");
  switch (seen.state) {
    case "PAYING":
    case "UNKNOWN":
      // What was said of an earlier send says nothing of the last: its worker asks.
      if (isOutdated(deps, row, seen)) return close(deps, row, "outdated");
      return declinePayout(deps, seen, reason, [closeInbox(row, "APPLIED", "declined", deps.clock())]);
    case "CONFIRMED":
      return review(deps, { row, seen }, "declined-after-payout", reference);
    default:
      return close(deps, row, seen.state === "CANCELLED" ? "known already" : "left to a person");
  }
}

/** With a margin, because it is stamped by another clock than the send. */
function isOutdated({ limits }: Deps, { receivedAt }: ReceivedPayoutEvent, { sends, lastSentAt = 0 }: Withdrawal) {
  return sends > 1 && receivedAt <= lastSentAt + limits.withdrawal.retentionMarginMs;
}

/** It contradicts what is on the books: nothing of them is flipped, a person looks. */
async function review(deps: Deps, { row, seen }: Received, why: string, reference: string): Promise<PayoutEnd> {
  const nowMs = deps.clock();
  const closed = closeInbox(row, "APPLIED", why, nowMs);
  const cause = `${why} ${reference}`;
  const both = await deps.tables.transact([closed, reviewPayout(deps, seen, { why, cause, trade: reference }, nowMs)]);
  if (both.committed) deps.metrics.count("PayoutMismatch");
  // The one review of the same cause is enough, open or closed.
  else if (!both.refusals[0]) await deps.tables.transact([closed]);
  return "ended";
}

async function refuse(deps: Deps, row: ReceivedPayoutEvent, why: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const { tenantId, event } = row;
  const subject = { tenantId, withdrawalId: event.withdrawalId };
  const trade = event.providerReference ?? event.eventId;
  const closed = closeInbox(row, "REFUSED", why, nowMs);
  const both = await deps.tables.transact([
    closed,
    reviewPayout(deps, subject, { why, cause: `${why} ${trade}`, trade }, nowMs),
  ]);
  if (!both.committed && !both.refusals[0]) await deps.tables.transact([closed]);
  if (both.committed) deps.metrics.count("PayoutMismatch");
  return DONE;
}

async function close(deps: Deps, row: ReceivedPayoutEvent, result: string): Promise<PayoutEnd> {
  await deps.tables.transact([closeInbox(row, "APPLIED", result, deps.clock())]);
  return "ended";
}
