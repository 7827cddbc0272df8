/** How a received event ends, or waits: what all kinds of events have in common. */

import { looseReviewId } from "../../foundation/domain/review.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { closeInbox, type ReceivedEvent } from "../../foundation/store/inbox-store.ts";
import { inboxKey } from "../../foundation/store/keys.ts";
import { postpone } from "../../foundation/store/outbox-store.ts";
import { openReviewOnce } from "../../foundation/store/review-store.ts";
import type { ChannelEvent, ChannelName } from "../domain/channel.ts";
import type { Payment } from "../domain/payment.ts";
import type { PaymentStep } from "../domain/payment-saga.ts";
import type { Saga, SagaStep } from "../domain/saga.ts";
import type { SagaDeps } from "./deps.ts";

export type InboxRow = ReceivedEvent<ChannelName, ChannelEvent>;

export interface WebhookWork {
  deps: SagaDeps;
  /** What is left of the function's time, in ms. */
  remainingMs: () => number;
}

/** An event, and what it is about as it stands. */
export interface Seen {
  row: InboxRow;
  payment: Payment;
  saga: Saga;
  steps: ReadonlyMap<PaymentStep, SagaStep>;
}

/** Not every vendor names the trade: its event then stands for it. */
export function tradeOf({ event }: InboxRow): string {
  return event.providerReference ?? event.eventId;
}

/** Charges alone: what moved at the vendor may have to wait for a person, and says nothing about how fast we are. */
function isTimed({ event }: InboxRow): boolean {
  return event.type === "paid" || event.type === "declined" || event.type === "closed";
}

export async function close(deps: Deps, row: InboxRow, result: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const closed = await deps.tables.transact([closeInbox(row, "APPLIED", result, nowMs)]);
  if (closed.committed) measureLag(deps, row, nowMs);
  return DONE;
}

export function measureLag(deps: Deps, row: InboxRow, nowMs: number): void {
  if (isTimed(row)) deps.metrics.gauge("InboxLag", nowMs - row.receivedAt, "Milliseconds");
}

/** The one review of the same cause is enough, open or closed: of a charge, its trade. */
export async function closeWithReview(
  deps: Deps,
  row: InboxRow,
  state: "APPLIED" | "REFUSED",
  result: string,
  cause = isTimed(row) ? tradeOf(row) : `${row.event.type} ${row.event.eventId}`,
): Promise<boolean> {
  const nowMs = deps.clock();
  const { tenantId, event } = row;
  const { paymentId = "", orderNo, amount } = event;
  const trade = tradeOf(row);
  const subjectId = looseReviewId(tenantId, paymentId, cause);
  const about = { paymentId, trade, channel: row.channel, ...(orderNo && { orderNo }), ...(amount && { amount }) };
  const review = openReviewOnce({ tenantId, subjectId, ...about, why: result }, deps.random.ulid(nowMs), nowMs);
  const closed = closeInbox(row, state, result, nowMs);
  const both = await deps.tables.transact([closed, review]);
  if (both.committed) {
    deps.metrics.count("ChargeParked");
    measureLag(deps, row, nowMs);
    return true;
  }
  if (!both.refusals[0]) await deps.tables.transact([closed]);
  return false;
}

/** It does not fit the payment. Money that has moved all the same is nobody's until a person has looked. */
export async function refuse(deps: Deps, row: InboxRow, why: string, cause?: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const isNothing = row.event.type === "declined" || (row.event.type === "closed" && why !== "closed-after-success");
  const refused = isNothing
    ? (await deps.tables.transact([closeInbox(row, "REFUSED", why, nowMs)])).committed
    : await closeWithReview(deps, row, "REFUSED", why, cause);
  if (refused) deps.metrics.count("WebhookMismatch");
  return DONE;
}

/** Not now: the row stays due, and its own timer brings it back. Were the message sent again too, they would multiply. */
export async function later(
  deps: Deps,
  row: InboxRow,
  heldBy: "saga" | "bank" | "nobody" = "saga",
): Promise<WorkResult> {
  const nowMs = deps.clock();
  const { backoffMs, backoffMaxMs } = deps.limits.webhook;
  // As long again as it has waited: what waits for a person is asked about less and less often.
  const dueAt = nowMs + Math.min(Math.max(nowMs - row.receivedAt, backoffMs), backoffMaxMs);
  // Not for want of a worker, but because something else has to end first.
  const held = heldBy === "nobody" ? undefined : { by: heldBy, until: dueAt };
  const due = { ...inboxKey(row.channel, row.tenantId, row.eventId), dueAt: row.dueAt ?? 0 };
  if (row.dueAt !== undefined) await deps.tables.write(postpone("inbox", due, dueAt, { held }));
  return DONE;
}
