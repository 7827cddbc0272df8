/** I12, I16, I19: who comes for the work that is left, and that none is left in the end. */

import { duePlaces } from "../core/foundation/store/keys.ts";
import { jobOf, type OutboxRow } from "../core/foundation/store/outbox-store.ts";
import { hasEnded, type RedemptionState } from "../core/redemptions/domain/redemption.ts";
import type { Expectations, Facts, Found, Row } from "./snapshot.ts";

const isParkedOrEnded = (state: RedemptionState) => hasEnded(state) || state === "NEEDS_REVIEW";

/** I12: a row with work left is due, a finished or parked one is not; what is parked is on the operators' list. */
export function* workLeftIsDue(facts: Facts): Found {
  for (const { id, head, review } of facts.redemptions.values()) {
    const { state } = head;
    if (isParkedOrEnded(state) === isDue(head)) yield [id, `is ${state} and ${isDue(head) ? "due" : "not due"}`];
    // A row in a partition that no sweeper reads is as good as not due.
    else if (isDue(head) && !duePlaces("redemption").includes(String(head.duePk)))
      yield [id, `is due in ${head.duePk}`];
    const isListed = review?.statePk !== undefined;
    if ((state === "NEEDS_REVIEW") !== isListed)
      yield [id, `is ${state} and ${isListed ? "on" : "not on"} the operators' list`];
  }
}

/** I12: so is what has to be sent. */
export function* messagesAreDue(facts: Facts): Found {
  for (const row of facts.outbox) {
    // Only an earlier release has left any that were sent.
    const isSent = row.sentAt !== undefined;
    if (isSent === isDue(row)) yield [`${row.pk} ${row.sk}`, `is ${isSent ? "sent and" : "neither sent nor"} due`];
  }
}

function isDue(row: Row): boolean {
  return row.duePk !== undefined && row.dueAt !== undefined;
}

/** I16: each acceptance has had its one outbox row, and in the end each is sent. */
export function* outboxIsSent(facts: Facts, { settled }: Expectations): Found {
  for (const { id, head, announced } of facts.redemptions.values()) {
    if (announced && announced.length !== head.attempt)
      yield [id, `was accepted ${head.attempt} times and had ${announced.length} outbox rows`];
  }
  for (const row of facts.announced ?? facts.outbox) {
    const { queue, body } = jobOf(row as unknown as OutboxRow);
    const isKnown = queue !== "redemptions" || facts.redemptions.has(body?.redemptionId ?? "");
    if (!isKnown) yield [`${row.pk} ${row.sk}`, "announces a redemption that does not exist"];
  }
  for (const { pk, sk, sentAt } of facts.outbox)
    if (settled && sentAt === undefined) yield [`${pk} ${sk}`, "was never sent"];
}

/** I19: with the faults off, everything ends in bounded time; a person is needed only where the model allows it. */
export function* everythingEnds(facts: Facts, { settled }: Expectations): Found {
  if (!settled) return;
  for (const { id, head } of facts.redemptions.values()) {
    const { state } = head;
    if (!isParkedOrEnded(state)) yield [id, `is ${state} after ${head.sends} sends, and no fault is left`];
    else if (state === "NEEDS_REVIEW" && !settled.mayNeedReview(id))
      yield [id, "is NEEDS_REVIEW, and could have been decided"];
  }
}
