/** I12, I16, I17, I19 for payments: who comes for the work that is left, and that none is left in the end. */

import type { DueRows } from "../../core/foundation/domain/due-kinds.ts";
import { reviewKindOf } from "../../core/foundation/domain/review.ts";
import { duePlaces } from "../../core/foundation/store/keys.ts";
import type { ChannelEvent } from "../../core/payments/domain/channel.ts";
import type { Refund } from "../../core/payments/domain/payment.ts";
import type { Expectations, Facts, Found, Row } from "../snapshot.ts";
import { isForeign, isListed, isOpenRefund, netOf, type PaymentFacts, reviewOf, wasSettled } from "./facts.ts";

/** I12: sagas and refunds that are under way are due, all others not; what is parked is on the operators' list. */
export function* paymentWorkIsDue(facts: Facts): Found {
  for (const payment of facts.payments.values()) {
    const { id, saga, refunds } = payment;
    if (saga) yield* dueFaults(saga.sagaId, saga, isUnderWay(payment), "saga");
    for (const refund of refunds) yield* dueFaults(refund.refundId, refund, isOpenRefund(refund), "refund");
    const parkable = [
      { subject: id, state: saga?.state },
      ...refunds.map((r) => ({ subject: r.refundId, state: r.state })),
    ];
    for (const { subject, state } of parkable) {
      const onList = isListed(reviewOf(payment, subject));
      if ((state === "NEEDS_REVIEW") !== onList)
        yield [subject, `is ${state} and ${onList ? "on" : "not on"} the operators' list`];
    }
  }
}

/** I12: a webhook that is not applied is due, any other is not. */
export function* webhooksAreDue(facts: Facts): Found {
  for (const row of facts.inbox)
    yield* dueFaults(`${row.channel} ${row.eventId}`, row, row.state === "RECEIVED", "webhook");
}

function* dueFaults(subject: string, row: Row & { state: string }, isOpen: boolean, rows: DueRows): Found {
  const isDue = row.duePk !== undefined && row.dueAt !== undefined;
  if (isDue !== isOpen) yield [subject, `is ${row.state} and ${isDue ? "due" : "not due"}`];
  else if (isDue && !duePlaces(rows).includes(String(row.duePk))) yield [subject, `is due in ${row.duePk}`];
}

function isUnderWay({ saga }: PaymentFacts): boolean {
  return saga?.state === "RUNNING" || saga?.state === "PIVOTED" || saga?.state === "COMPENSATING";
}

/** I16: each execution that was named, each refund and each webhook has had its one message. */
export function* messagesAreAnnounced(facts: Facts): Found {
  if (!facts.announced) return;
  const messages = Map.groupBy(facts.announced, nameOf);
  const wanted = new Map<string, number>();
  for (const { saga, refunds } of facts.payments.values()) {
    if (saga) wanted.set(`sagas ${saga.sagaId}`, saga.resumes + 1);
    for (const refund of refunds) wanted.set(`refunds ${refund.refundId}`, isForeign(refund) || refund.takenUp ? 0 : 1);
  }
  for (const { channel, tenantId, eventId } of facts.inbox) wanted.set(`webhooks ${channel} ${tenantId} ${eventId}`, 1);
  for (const [name, count] of wanted) {
    const { length = 0 } = messages.get(name) ?? [];
    if (length !== count) yield [name, `needs ${count} outbox rows and had ${length}`];
  }
  for (const [name] of messages)
    if (name !== undefined && !wanted.has(name)) yield [name, "is announced and does not exist"];
}

/** What a message is about; of redemptions' messages another check knows. */
function nameOf({ type, ref }: Row): string | undefined {
  const { sagaId, refundId, channel, tenantId, eventId } = ref as Record<string, string>;
  if (type === "sagas") return `sagas ${sagaId}`;
  if (type === "refunds") return `refunds ${refundId}`;
  return type === "webhooks" ? `webhooks ${channel} ${tenantId} ${eventId}` : undefined;
}

/** I17: whoever was said to have paid by a verified webhook has got what was paid for, or the money back, or a person looks at it. */
export function* paidWebhooksAreHonoured(facts: Facts, { settled }: Expectations): Found {
  for (const { channel, eventId, event, state, result } of facts.inbox) {
    if (event.type !== "paid" || isOfPayouts(channel)) continue;
    const payment = facts.payments.get(event.paymentId ?? "");
    if (state === "RECEIVED") {
      if (settled) yield [`${channel} ${eventId}`, "says paid and was never applied"];
    } else if (!payment) {
      if (state === "APPLIED")
        yield [`${channel} ${eventId}`, "says paid, was applied, and its payment does not exist"];
    } else if (!isHonoured(payment) && (settled || !isInFlight(payment)))
      yield [
        `${channel} ${eventId}`,
        `says paid and was ${state} (${result}), and its payment is ${payment.head.state}`,
      ];
  }
}

function isHonoured({ head, saga, steps, refunds, reviews, effects }: PaymentFacts): boolean {
  if (wasSettled(head) || head.state === "REFUNDED" || head.state === "NEEDS_REVIEW") return true;
  // Whoever has looked at the payment before knows nothing of it: only a review of the trade itself counts then.
  const wasNamed = steps.get("ChargePayment")?.result?.givenBack !== undefined;
  const isEndedByWord = saga?.resolution === "FAILED" || (saga?.resolution === "COMPENSATED" && !wasNamed);
  const isPassedOver = isEndedByWord && steps.get("AwaitPayment")?.callback?.type === "paid";
  const telling = isPassedOver
    ? reviews.filter(({ subjectId }) => reviewKindOf(String(subjectId))?.kind === "charge")
    : reviews;
  if (telling.length > 0) return true;
  // Cancelled while it was being paid: the cancel itself gave it back.
  const wasGivenBack = effects.some(({ kind, amount }) => kind !== "charge" && amount > 0) && netOf(effects) === 0;
  return wasGivenBack || refunds.some(({ state }) => state === "NEEDS_REVIEW");
}

/** What moved at the vendor may be explained by what an operator has yet to decide. */
/** Who tells of money that went out says nothing about payments. */
function isOfPayouts(channel: string): boolean {
  return channel.startsWith("payouts-");
}

function waitsForPerson({ type }: ChannelEvent, payment: PaymentFacts | undefined): boolean {
  if (type === "paid" || type === "declined" || type === "closed") return false;
  return payment?.head.state === "NEEDS_REVIEW" || payment?.refunds.some(isParked) === true;
}

const isParked = ({ state, origin }: Refund) => state === "NEEDS_REVIEW" && origin !== "dispute";

function isInFlight(payment: PaymentFacts): boolean {
  return isUnderWay(payment) || payment.refunds.some(isOpenRefund);
}

/** I19: with the faults off, every payment, saga, refund and webhook ends; a person is needed only where the model allows it. */
export function* paymentsEnd(facts: Facts, { settled }: Expectations): Found {
  if (!settled) return;
  for (const payment of facts.payments.values()) {
    const { id, saga, refunds, reviews } = payment;
    if (isUnderWay(payment))
      yield [id, `has a saga that is ${saga?.state} at step ${saga?.cursor}, and no fault is left`];
    for (const refund of refunds.filter(isOpenRefund))
      yield [refund.refundId, `is ${refund.state}, and no fault is left`];
    const parked = reviews.filter(isListed).map(({ subjectId }) => String(subjectId));
    for (const subject of parked)
      if (!settled.mayNeedReview(subject)) yield [subject, "waits for a person, and could have been decided"];
  }
  for (const { channel, eventId, state, event } of facts.inbox)
    if (state === "RECEIVED" && !waitsForPerson(event, facts.payments.get(event.paymentId ?? "")))
      yield [`${channel} ${eventId}`, "was received and never applied, and no fault is left"];
}
