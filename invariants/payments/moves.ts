import { ORDER_STATES } from "../../core/orders/domain/order.ts";
/** I13 and I14 for payments: the states of a payment, its saga, steps, order and refunds, each by itself and against the others. */

import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { chargeKeyOf } from "../../core/payments/domain/channel.ts";
import { PAYMENT_STATES, type PaymentState, REFUND_STATES } from "../../core/payments/domain/payment.ts";
import {
  cursorOf,
  PAYMENT_SAGA,
  type PaymentStep,
  STEP_STATES,
  type StepState,
} from "../../core/payments/domain/payment-saga.ts";
import { SAGA_STATES, type Saga } from "../../core/payments/domain/saga.ts";
import type { Facts, Faults, Found } from "../snapshot.ts";
import { isForeign, OPEN_PAYMENT_STATES, type PaymentFacts, wasSettled } from "./facts.ts";

export function* paymentsFitTheirSagas(facts: Facts): Found {
  for (const payment of facts.payments.values()) {
    const { head, saga } = payment;
    const faults = [
      ...numberFaults(payment),
      ...(PAYMENT_STATES.includes(head.state) ? [] : [`is ${head.state}, which is no state`]),
      ...refundFaults(payment),
      ...(saga ? [...sagaFaults(payment, saga), ...stepFaults(payment, saga), ...orderFaults(payment, saga)] : []),
      ...(saga ? [] : ["has no saga"]),
    ];
    for (const detail of faults) yield [payment.id, detail];
  }
}

/** What a payment may be while, and after, its saga is in a state. */
function statesWith(saga: Saga): readonly PaymentState[] {
  const settled: PaymentState[] = ["SUCCEEDED", "PARTIALLY_REFUNDED", "REFUNDED"];
  switch (saga.state) {
    case "RUNNING":
      return OPEN_PAYMENT_STATES;
    case "PIVOTED":
      return saga.cursor > cursorOf("SettlePayment") ? settled : OPEN_PAYMENT_STATES;
    case "COMPLETED":
      return settled;
    case "COMPENSATING":
      return OPEN_PAYMENT_STATES;
    case "COMPENSATED":
      return [saga.endsAs ?? "CANCELLED", "REFUNDED"];
    case "NEEDS_REVIEW":
      return ["NEEDS_REVIEW"];
  }
}

function* sagaFaults({ head }: PaymentFacts, saga: Saga & { completedAt?: number }): Faults {
  if (!SAGA_STATES.includes(saga.state)) return yield `has a saga that is ${saga.state}, which is no state`;
  const { state, cursor, openSteps } = saga;
  if (saga.paymentId !== head.paymentId) yield `has the saga of ${saga.paymentId}`;
  if (!statesWith(saga).includes(head.state)) yield `is ${head.state} while its saga is ${state}`;
  if (head.state === "REFUNDED" && wasSettled(head) !== (state === "PIVOTED" || state === "COMPLETED"))
    yield `is REFUNDED as ${head.outcome} while its saga is ${state}`;
  if ((state === "COMPLETED") !== (cursor === PAYMENT_SAGA.length) || cursor < 0 || cursor > PAYMENT_SAGA.length)
    yield `has a saga that is ${state} at step ${cursor}`;
  if (state === "RUNNING" && cursor > cursorOf("AwaitPayment")) yield `has a saga that is RUNNING behind its pivot`;
  // Whom an operator or a sweeper has set going again may say so later.
  const isWaiting = state === "RUNNING" && cursor === cursorOf("AwaitPayment") && saga.resumes === 0;
  if (isWaiting && head.state === "PROCESSING") yield "waits for its customer and does not say so";
  const isOpen = openSteps > 0;
  if (state === "COMPENSATED" ? isOpen : state === "COMPENSATING" && !isOpen)
    yield `has a saga that is ${state} with ${openSteps} steps to undo`;
  if ((state === "NEEDS_REVIEW") !== (saga.parkedFrom !== undefined))
    yield `has a saga that is ${state} and was parked from ${saga.parkedFrom ?? "nothing"}`;
}

const DONE: readonly StepState[] = ["SUCCEEDED", "SKIPPED"];
/** How a compensation leaves its step. */
const UNDONE: readonly StepState[] = ["COMPENSATED", "SKIPPED", "FAILED"];
const UNDONE_STEPS: readonly PaymentStep[] = ["CreateOrder", "ChargePayment"];

function* stepFaults({ id, steps }: PaymentFacts, saga: Saga): Faults {
  const isForward = saga.state === "RUNNING" || saga.state === "PIVOTED" || saga.state === "COMPLETED";
  for (const [order, { step }] of PAYMENT_SAGA.entries()) {
    const row = steps.get(step);
    const state = row?.state ?? "PENDING";
    if (!STEP_STATES.includes(state)) yield `has ${step} ${state}, which is no state`;
    if (isForward && order < saga.cursor && !DONE.includes(state)) yield `is beyond ${step}, which is ${state}`;
    if (isForward && order >= saga.cursor && state === "SUCCEEDED") yield `is not yet beyond ${step}`;
    if (saga.state === "COMPENSATED" && UNDONE_STEPS.includes(step) && !UNDONE.includes(state))
      yield `is undone, and ${step} is ${state}`;
    if (saga.state === "COMPENSATED" && (state === "SENT" || state === "UNKNOWN"))
      yield `is undone, and ${step} still waits`;
    if (step !== "AwaitPayment" && (row?.tries ?? 0) > CONTRACT.chargeSendsMax)
      yield `sent ${step} ${row?.tries} times`;
  }
  const key = steps.get("ChargePayment")?.providerKey;
  if (key !== undefined && key !== chargeKeyOf(id)) yield `was charged under ${key}`;
  const parked = [...steps.values()].filter(({ state }) => state === "NEEDS_REVIEW");
  if (parked.length !== (saga.state === "NEEDS_REVIEW" ? 1 : 0))
    yield `has ${parked.length} parked steps while its saga is ${saga.state}`;
}

function orderFaults({ id, head, order, steps }: PaymentFacts, saga: Saga): string[] {
  const isCreated = steps.get("CreateOrder")?.state === "SUCCEEDED";
  // Where nothing was paid, the order may be another payment's by now.
  const isTakenOver = order !== undefined && order.paymentId !== id;
  if (saga.state === "COMPENSATED" && (order === undefined || isTakenOver)) return [];
  if (order === undefined || isTakenOver) return isCreated ? ["has lost its order"] : [];
  if (!ORDER_STATES.includes(order.state)) return [`has an order that is ${order.state}, which is no state`];
  let expected = "PENDING";
  if (saga.cursor > cursorOf("SettlePayment")) expected = "PAID";
  if (saga.cursor > cursorOf("FulfilOrder")) expected = "FINISHED";
  if (saga.state === "COMPENSATED") expected = "CANCELLED";
  if (!isCreated && saga.state !== "COMPENSATED") return [];
  // All of its money went back, by whatever way: before it was delivered, too.
  // A row of an earlier release stands in no list, and may be left as it was.
  const moves = order.listPk !== undefined || order.state === "REFUNDED";
  if (head.state === "REFUNDED" && wasSettled(head) && moves) expected = "REFUNDED";
  return order.state === expected ? [] : [`has an order that is ${order.state} and must be ${expected}`];
}

/** Its order number is its own until it has ended without money; and then it may be another one's. */
function numberFaults({ id, head, orderNoHolder }: PaymentFacts): string[] {
  if (orderNoHolder === undefined) return [`has lost its order number`];
  const isFree = head.state === "DECLINED" || head.state === "CANCELLED" || head.state === "REFUNDED";
  if (orderNoHolder === id || (isFree && !wasSettled(head))) return [];
  return [`is ${head.state}, and ${orderNoHolder} has its order number`];
}

function* refundFaults({ refunds }: PaymentFacts): Faults {
  for (const { refundId, state, sends, amount, leaseUntil, origin } of refunds) {
    const isOver = state === "SUCCEEDED" || state === "FAILED" || state === "NEEDS_REVIEW";
    if (!REFUND_STATES.includes(state)) yield `${refundId} is ${state}, which is no state`;
    if (sends > CONTRACT.refundSendsMax) yield `${refundId} was sent ${sends} times`;
    if (isForeign({ origin })) {
      if (sends > 0) yield `${refundId} moved at the channel by itself and was sent ${sends} times`;
    } else if (sends === 0 && state !== "PENDING") yield `${refundId} is ${state} and was never sent`;
    if (amount.amount <= 0) yield `${refundId} is worth ${amount.amount}`;
    if (isOver && leaseUntil !== undefined) yield `${refundId} is ${state} and still leased`;
  }
}

/** I14: no saga compensates after its pivot, and what was undone is never settled. */
export function* pivotIsFinal({ payments }: Facts): Found {
  for (const { id, head, saga, steps, settlements } of payments.values()) {
    if (!saga) continue;
    const turned = saga.state === "COMPENSATING" || saga.state === "COMPENSATED" || saga.parkedFrom === "COMPENSATING";
    const pivoted = saga.state === "PIVOTED" || saga.state === "COMPLETED";
    if (turned && head.outcome === "succeeded") yield [id, `is ${saga.state} although its money was captured`];
    if (turned && (settlements.length > 0 || steps.get("SettlePayment")?.state === "SUCCEEDED"))
      yield [id, `is ${saga.state} although it was settled`];
    const undone = ["CreateOrder", "ChargePayment"] as const;
    for (const step of undone) {
      const state = steps.get(step)?.state;
      if (pivoted && (state === "COMPENSATING" || state === "COMPENSATED"))
        yield [id, `is ${saga.state}, and ${step} ${state}`];
    }
  }
}

/** I14: nor is a charge cancelled then. */
export function* capturedStaysCharged({ payments }: Facts): Found {
  for (const { id, saga, effects } of payments.values()) {
    const pivoted = saga?.state === "PIVOTED" || saga?.state === "COMPLETED";
    if (pivoted && effects.some(({ kind }) => kind === "void"))
      yield [id, `is ${saga.state}, and its charge was cancelled`];
  }
}
