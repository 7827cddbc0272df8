/** I12, I16, I17, I19 for payments: who comes for the work that is left, and that none is left in the end. */

import { reviewKindOf } from "../../core/foundation/domain/review.ts";
import { dueInbox, dueRefunds, dueSagas, shardOf } from "../../core/foundation/store/keys.ts";
import type { ChannelEvent } from "../../core/payments/domain/channel.ts";
import type { Refund } from "../../core/payments/domain/payment.ts";
import type { Expectations, Facts, Row, Violation } from "../snapshot.ts";
import { isForeign, isListed, isOpenRefund, netOf, type PaymentFacts, reviewOf, wasSettled } from "./facts.ts";

/** I12: sagas, refunds and webhooks that are under way are due, all others not; what is parked is on the operators' list. */
export function paymentWorkIsDue(facts: Facts): Violation<"I12">[] {
  const violations: Violation<"I12">[] = [];
  const found = (subject: string, detail: string) => violations.push({ invariant: "I12", subject, detail });
  const check = (subject: string, row: Row & { state: string }, isOpen: boolean, duePk: string) => {
    const isDue = row.duePk !== undefined && row.dueAt !== undefined;
    if (isDue !== isOpen) found(subject, `is ${row.state} and ${isDue ? "due" : "not due"}`);
    else if (isDue && row.duePk !== duePk) found(subject, `is due in ${row.duePk}`);
  };
  for (const payment of facts.payments.values()) {
    const { id, saga, refunds } = payment;
    if (saga) check(saga.sagaId, saga, isUnderWay(payment), dueSagas(shardOf(saga.sagaId)));
    for (const refund of refunds)
      check(refund.refundId, refund, isOpenRefund(refund), dueRefunds(shardOf(refund.refundId)));
    const parkable = [
      { subject: id, state: saga?.state },
      ...refunds.map((r) => ({ subject: r.refundId, state: r.state })),
    ];
    for (const { subject, state } of parkable) {
      const onList = isListed(reviewOf(payment, subject));
      if ((state === "NEEDS_REVIEW") !== onList)
        found(subject, `is ${state} and ${onList ? "on" : "not on"} the operators' list`);
    }
  }
  for (const row of facts.inbox)
    check(`${row.channel} ${row.eventId}`, row, row.state === "RECEIVED", dueInbox(shardOf(row.eventId)));
  return violations;
}

function isUnderWay({ saga }: PaymentFacts): boolean {
  return saga?.state === "RUNNING" || saga?.state === "PIVOTED" || saga?.state === "COMPENSATING";
}

/** I16: each execution that was named, each refund and each webhook has its one message on record. */
export function messagesAreAnnounced(facts: Facts): Violation<"I16">[] {
  const violations: Violation<"I16">[] = [];
  const found = (subject: string, detail: string) => violations.push({ invariant: "I16", subject, detail });
  const messages = Map.groupBy(facts.outbox, nameOf);
  const check = (name: string, wanted: number) => {
    const { length = 0 } = messages.get(name) ?? [];
    if (length !== wanted) found(name, `needs ${wanted} outbox rows and has ${length}`);
    messages.delete(name);
  };
  for (const { saga, refunds } of facts.payments.values()) {
    if (saga) check(`sagas ${saga.sagaId}`, saga.resumes + 1);
    for (const refund of refunds) check(`refunds ${refund.refundId}`, isForeign(refund) ? 0 : 1);
  }
  for (const { channel, tenantId, eventId } of facts.inbox) check(`webhooks ${channel} ${tenantId} ${eventId}`, 1);
  for (const [name] of messages) if (name !== undefined) found(name, "is announced and does not exist");
  return violations;
}

/** What a message is about; of redemptions' messages another check knows. */
function nameOf({ type, ref }: Row): string | undefined {
  const { sagaId, refundId, channel, tenantId, eventId } = ref as Record<string, string>;
  if (type === "sagas") return `sagas ${sagaId}`;
  if (type === "refunds") return `refunds ${refundId}`;
  return type === "webhooks" ? `webhooks ${channel} ${tenantId} ${eventId}` : undefined;
}

/** I17: whoever was said to have paid by a verified webhook has got what was paid for, or the money back, or a person looks at it. */
export function paidWebhooksAreHonoured(facts: Facts, { settled }: Expectations): Violation<"I17">[] {
  const violations: Violation<"I17">[] = [];
  for (const { channel, eventId, event, state, result } of facts.inbox) {
    if (event.type !== "paid") continue;
    const found = (detail: string) => violations.push({ invariant: "I17", subject: `${channel} ${eventId}`, detail });
    const payment = facts.payments.get(event.paymentId ?? "");
    if (state === "RECEIVED") {
      if (settled) found("says paid and was never applied");
    } else if (!payment) {
      if (state === "APPLIED") found("says paid, was applied, and its payment does not exist");
    } else if (!isHonoured(payment) && (settled || !isInFlight(payment)))
      found(`says paid and was ${state} (${result}), and its payment is ${payment.head.state}`);
  }
  return violations;
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
function waitsForPerson({ type }: ChannelEvent, payment: PaymentFacts | undefined): boolean {
  if (type === "paid" || type === "declined" || type === "closed") return false;
  return payment?.head.state === "NEEDS_REVIEW" || payment?.refunds.some(isParked) === true;
}

const isParked = ({ state, origin }: Refund) => state === "NEEDS_REVIEW" && origin !== "dispute";

function isInFlight(payment: PaymentFacts): boolean {
  return isUnderWay(payment) || payment.refunds.some(isOpenRefund);
}

/** I19: with the faults off, every payment, saga, refund and webhook ends; a person is needed only where the model allows it. */
export function paymentsEnd(facts: Facts, { settled }: Expectations): Violation<"I19">[] {
  if (!settled) return [];
  const violations: Violation<"I19">[] = [];
  const found = (subject: string, detail: string) => violations.push({ invariant: "I19", subject, detail });
  for (const payment of facts.payments.values()) {
    const { id, saga, refunds, reviews } = payment;
    if (isUnderWay(payment))
      found(id, `has a saga that is ${saga?.state} at step ${saga?.cursor}, and no fault is left`);
    for (const refund of refunds.filter(isOpenRefund))
      found(refund.refundId, `is ${refund.state}, and no fault is left`);
    const parked = reviews.filter(isListed).map(({ subjectId }) => String(subjectId));
    for (const subject of parked)
      if (!settled.mayNeedReview(subject)) found(subject, "waits for a person, and could have been decided");
  }
  for (const { channel, eventId, state, event } of facts.inbox)
    if (state === "RECEIVED" && !waitsForPerson(event, facts.payments.get(event.paymentId ?? "")))
      found(`${channel} ${eventId}`, "was received and never applied, and no fault is left");
  return violations;
}
