/** I12, I13, I19 and I29 for notifications: what reached its receiver, against what rows, sender and people say. */

import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { duePlaces } from "../../core/foundation/store/keys.ts";
import { hasEnded, NOTIFICATION_STATES, type NotificationState } from "../../core/notifications/domain/notification.ts";
import type { Expectations, Facts, Faults, Found } from "../snapshot.ts";
import type { NotificationFacts } from "./facts.ts";

/** Its attempt may have had an effect. */
const MAY_BE_OUT: readonly NotificationState[] = ["SENDING", "UNKNOWN", "NEEDS_REVIEW", "SENT"];

/** I29: what is SENT has reached its receiver, once; what has FAILED, or was never sent, has not. An operator's word is outside. */
export function* notificationsAreSentOnce({ notifications, strayMessages }: Facts): Found {
  for (const notification of notifications.values())
    for (const detail of effectFaults(notification)) yield [notification.id, detail];
  for (const id of strayMessages) yield [id, "was sent, and nobody asked for it"];
}

function* effectFaults({ head, effects, saidSent, saidFailed }: NotificationFacts): Faults {
  if (!effects) return;
  const { state, sender = "sandbox" } = head;
  // Of an attempt that a person called failed nobody knows for sure: each of these may have been one.
  const most = saidFailed + (MAY_BE_OUT.includes(state) ? 1 : 0);
  if (effects.length > most) yield `is ${state} and was sent ${effects.length} times`;
  // No other sender's book is read.
  const isKnown = sender === "sandbox" && saidSent === 0;
  if (state === "SENT" && isKnown && effects.length === 0) yield "is SENT, and nothing was sent";
  if (effects.some(({ key }) => key !== head.key)) yield "was sent under a key that is another's";
  // Another attempt may go elsewhere.
  const isElsewhere = effects.some(
    ({ receiver, channel }) => channel !== head.channel || (head.receiver !== undefined && receiver !== head.receiver),
  );
  if (saidFailed === 0 && isElsewhere) yield "was sent to somebody else than its receiver";
}

/** I12: what is under way is due, what has ended or is parked is not; what is parked is on the operators' list, and nothing else is. */
export function* notificationsAreDue({ notifications }: Facts): Found {
  for (const { id, head, review } of notifications.values()) {
    const { state, duePk } = head;
    const isDue = duePk !== undefined && head.dueAt !== undefined;
    const isParked = state === "NEEDS_REVIEW";
    if (isDue !== !(hasEnded(state) || isParked)) yield [id, `is ${state} and ${isDue ? "due" : "not due"}`];
    else if (isDue && !duePlaces("notification").includes(String(duePk))) yield [id, `is due in ${duePk}`];
    const isListed = review?.statePk !== undefined;
    if (isListed !== isParked) yield [id, `is ${state} and ${isListed ? "" : "not "}on the operators' list`];
  }
}

/** I13: its state is known, it was tried no more often than it may be, and what it says is kept just as long as it may have to be said. */
export function* notificationsAreSound({ notifications }: Facts): Found {
  for (const { id, head } of notifications.values()) {
    const { state, attempt, sends, sealed } = head;
    if (!NOTIFICATION_STATES.includes(state)) yield [id, `is ${state}, which is no state`];
    if (attempt < 1 || attempt > CONTRACT.attemptsMax) yield [id, `is at attempt ${attempt}`];
    if (sends > CONTRACT.notificationSendsMax) yield [id, `was sent ${sends} times in one attempt`];
    const isOver = hasEnded(state);
    if (isOver !== (sealed === undefined))
      yield [id, `is ${state} and ${isOver ? "still" : "no longer"} has what it says`];
  }
}

/** I19: with the faults off, every notification ends; a person is needed only where the model allows it. */
export function* notificationsEnd({ notifications }: Facts, { settled }: Expectations): Found {
  if (!settled) return;
  for (const { id, head } of notifications.values()) {
    if (head.state === "NEEDS_REVIEW") {
      if (!settled.mayNeedReview(id)) yield [id, "is NEEDS_REVIEW, and could have been decided"];
    } else if (!hasEnded(head.state)) yield [id, `is ${head.state} after ${head.sends} sends, and no fault is left`];
  }
}
