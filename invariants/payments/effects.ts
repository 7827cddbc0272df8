/** I1 to I3 for payments and refunds: what took effect at the channel, against what the rows say of it. */

import { reviewKindOf } from "../../core/foundation/domain/review.ts";
import { chargeKeyOf } from "../../core/payments/domain/channel.ts";
import type { Refund } from "../../core/payments/domain/payment.ts";
import type { Expectations, Facts, Faults, Found } from "../snapshot.ts";
import { type ChannelEffect, isForeign, isOpenRefund, netOf, type PaymentFacts, wasSettled } from "./facts.ts";

/** I1: a payment is charged once, cancelled once, each refund is made once; an order number is paid once. */
export function* channelEffectsAtMostOnce({ payments, effects }: Facts): Found {
  const operations = Map.groupBy(effects.channel, ({ kind, paymentId, providerKey }) =>
    kind === "refund" || kind === "outside" ? `${kind} of ${providerKey}` : `${kind} of ${paymentId}`,
  );
  for (const [operation, { length }] of operations) if (length > 1) yield [operation, `took effect ${length} times`];
  const settled = [...payments.values()].filter(({ head }) => wasSettled(head));
  for (const [orderNo, paid] of Map.groupBy(settled, ({ head }) => `${head.tenantId} ${head.orderNo}`)) {
    if (paid.length > 1) yield [orderNo, `was paid by ${paid.map(({ id }) => id).join(", ")}`];
  }
}

/** I2: what was settled is one ledger row, and what was refunded one, of the same money. */
export function* settledIsBooked(facts: Facts): Found {
  for (const payment of facts.payments.values()) {
    const { head, settlements } = payment;
    const [booking] = settlements;
    if (settlements.length !== (wasSettled(head) ? 1 : 0))
      yield [payment.id, `is ${head.state} and has ${settlements.length} ledger rows of a settlement`];
    const credit = booking?.postings.find(({ ledgerAccount }) => ledgerAccount === `wallet:${head.tenantId}`);
    if (booking && !isSame(credit, head.amount))
      yield [payment.id, `is worth ${text(head.amount)} and booked ${text(credit)}`];
    for (const refund of payment.refunds)
      for (const detail of paybackFaults(payment, refund)) yield [refund.refundId, detail];
  }
}

function* paybackFaults({ head, paybacks }: PaymentFacts, { refundId, state, origin, amount }: Refund): Faults {
  const booked = paybacks.filter(({ subjectId }) => subjectId === refundId);
  // What came late never was in the wallet, so nothing leaves it.
  const bookings = state === "SUCCEEDED" && origin !== "late-success" ? 1 : 0;
  if (booked.length !== bookings) yield `is ${state} and has ${booked.length} ledger rows`;
  for (const { postings } of booked) {
    const debit = postings.find(({ ledgerAccount }) => ledgerAccount === `wallet:${head.tenantId}`);
    if (!debit || !isSame({ ...debit, amount: -debit.amount }, amount))
      yield `is ${text(amount)} and booked ${text(debit)}`;
  }
}

/** I2: what was settled is one charge, what was refunded one refund, of the same money; nothing is there of no payment. */
export function* settledIsCharged(facts: Facts): Found {
  for (const payment of facts.payments.values()) {
    for (const detail of [...chargeFaults(payment), ...unaskedEffects(payment)]) yield [payment.id, detail];
    for (const refund of payment.refunds)
      for (const detail of refundFaults(payment, refund)) yield [refund.refundId, detail];
    for (const { pk, subjectId } of payment.paybacks)
      if (!payment.refunds.some(({ refundId }) => refundId === subjectId)) yield [pk, "is a ledger row of no refund"];
  }
  for (const { providerKey } of facts.strayCharges) yield [providerKey, "took effect, and no payment asked for it"];
  for (const { pk } of facts.orphans) yield [pk, "belongs to a payment that does not exist"];
}

function* chargeFaults({ head, effects, isResolved }: PaymentFacts): Faults {
  if (isResolved || !wasSettled(head)) return;
  const charges = effects.filter(({ kind }) => kind === "charge");
  if (charges.length !== 1) yield `is ${head.state} and was charged ${charges.length} times`;
  if (effects.some(({ kind }) => kind === "void")) yield `is ${head.state}, and its charge was cancelled`;
  for (const charge of charges)
    if (!isSame(charge, head.amount)) yield `is worth ${text(head.amount)} and was charged ${text(charge)}`;
}

/** Every effect is under a key of the payment, its cancel or one of its refunds; an operator may have made others by hand. */
function unaskedEffects({ id, refunds, effects, isResolved }: PaymentFacts): string[] {
  if (isResolved) return [];
  const keys: Record<Exclude<ChannelEffect["kind"], "outside">, string[]> = {
    charge: [chargeKeyOf(id)],
    void: [`${id}#cancel`],
    refund: [`${id}#cancel`, ...refunds.map(({ refundId }) => refundId)],
  };
  return effects
    .filter(({ kind, providerKey }) => kind !== "outside" && !keys[kind].includes(providerKey))
    .map(({ kind, providerKey }) => `nobody asked for the ${kind} under ${providerKey}`);
}

function* refundFaults({ effects }: PaymentFacts, refund: Refund): Faults {
  const { refundId, state, amount, resolvedAt } = refund;
  const given = effects.filter(({ kind, providerKey }) => kind === "refund" && providerKey === refundId);
  // By an operator's word it went back, whichever way.
  if (state === "SUCCEEDED" && !isForeign(refund) && resolvedAt === undefined && given.length !== 1)
    yield `is SUCCEEDED and took effect ${given.length} times`;
  for (const effect of given) if (!isSame(effect, amount)) yield `is ${text(amount)}, and ${text(effect)} went back`;
}

/** I2: what the vendor gave back unasked is on the books once, and none of it that did not; in the end a person sees what does not fit. */
export function* outsideIsBooked({ payments }: Facts, { settled }: Expectations): Found {
  for (const { id, head, refunds, effects, reviews } of payments.values()) {
    // By an operator's word on one of ours, the vendor's total says something else than the effects.
    if (refunds.some(({ resolvedAt, origin }) => resolvedAt !== undefined && origin !== "dispute")) continue;
    const gone = sumOf(effects.filter(({ kind }) => kind === "outside"));
    const booked = sumOf(refunds.filter(({ origin }) => origin === "channel").map(({ amount }) => amount));
    if (booked > gone) yield [id, `booked ${booked} as given back at the channel, where ${gone} was`];
    const isSeen = reviews.some(({ subjectId }) => reviewKindOf(String(subjectId))?.kind === "charge");
    const isParked = head.state === "NEEDS_REVIEW" || refunds.some(isWaitedFor);
    if (settled && wasSettled(head) && booked < gone && !isSeen && !isParked)
      yield [id, `booked ${booked} as given back at the channel, where ${gone} was, and nobody looks`];
  }
}

/** A refund of ours before a person: what the vendor tells meanwhile waits for the word on it. */
function isWaitedFor({ state, origin }: Refund): boolean {
  return state === "NEEDS_REVIEW" && origin !== "dispute";
}

function sumOf(amounts: readonly Amount[]): number {
  return amounts.reduce((sum, { amount }) => sum + amount, 0);
}

/** I3: what ended unpaid has cost its customer nothing, a refused refund gave nothing, a full refund gave everything. */
export function* failureCostsNothing({ payments }: Facts, { settled }: Expectations): Found {
  for (const { id, head, refunds, effects, inbox, isResolved } of payments.values()) {
    const byOperator = refunds.filter(({ resolvedAt }) => resolvedAt !== undefined);
    const failed = refunds.filter((refund) => refund.state === "FAILED" && !byOperator.includes(refund));
    const failedIds = failed.map(({ refundId }) => refundId);
    for (const { kind, providerKey } of effects)
      if (kind === "refund" && failedIds.includes(providerKey)) yield [providerKey, "is FAILED and took effect"];
    const late = refunds.filter(({ origin }) => origin === "late-success");
    if (late.length > 1) yield [id, `is given back ${late.length} times although it was paid late once`];
    if (isResolved || byOperator.length > 0) continue;
    const net = netOf(effects);
    // Paid after it had ended: on its way back, or before a person because it would not go.
    const isGoingBack =
      refunds.some((refund) => isOpenRefund(refund) || refund.state === "NEEDS_REVIEW") ||
      inbox.some(({ state, event }) => state === "RECEIVED" && event.type === "paid");
    // Paid a moment ago on a page that was closed: the channel's webhook is still on its way.
    const isUntold = !settled && !inbox.some(({ event }) => event.type === "paid");
    const ended = head.state === "DECLINED" || head.state === "CANCELLED" || head.state === "REFUNDED";
    if (ended && net !== 0 && !isGoingBack && !isUntold)
      yield [id, `is ${head.state}, and its customer has paid ${net} ${head.amount.currency}`];
  }
}

interface Amount {
  amount: number;
  currency: string;
}

function isSame(one: Amount | undefined, other: Amount): boolean {
  return one?.amount === other.amount && one.currency === other.currency;
}

function text(money: Amount | undefined): string {
  return money ? `${money.amount} ${money.currency}` : "nothing";
}
