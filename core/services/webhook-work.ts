import { InvariantError } from "../domain/errors.ts";
import type { WebhookJob } from "../domain/jobs.ts";
import type { Payment } from "../domain/payment.ts";
import type { PaymentStep } from "../domain/payment-saga.ts";
import { chargeReviewId } from "../domain/review.ts";
import { isExpected, type Saga, type SagaStep } from "../domain/saga.ts";
import { closeInbox, type InboxRow, postponeInbox, readInbox } from "../store/inbox-store.ts";
import { markLateSuccess, readPayment } from "../store/payment-store.ts";
import { openReviewOnce } from "../store/review-store.ts";
import { recordCallback } from "../store/saga-step-store.ts";
import { checkParked, nudgeSaga, readSaga } from "../store/saga-store.ts";
import type { Deps } from "./deps.ts";
import { go, isClosed } from "./payment-saga/drive.ts";
import { DONE, type WorkResult } from "./redemption-exchange.ts";
import { newRefund, refundWrites } from "./refunds.ts";

/** A saga moves within milliseconds; three readings find it standing still. */
const TRIES_MAX = 3;

interface Seen {
  row: InboxRow;
  payment: Payment;
  saga: Saga;
  steps: ReadonlyMap<PaymentStep, SagaStep>;
}

/** Applies one received event, once. It never moves a saga: it leaves a callback and wakes the wait, or starts a refund. */
export async function applyWebhook(deps: Deps, job: WebhookJob): Promise<WorkResult> {
  const row = await readInbox(deps.tables, { ...job, channel: job.channel as InboxRow["channel"] });
  if (!row) throw new InvariantError("a message points to a webhook that was never received");
  if (row.event.paymentId !== undefined) deps.log.note({ paymentId: row.event.paymentId });
  if (row.state !== "RECEIVED") return DONE;
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const payment = await readPayment(deps.tables, { tenantId: row.tenantId, paymentId: row.event.paymentId ?? "" });
    const mismatch = payment ? mismatchOf(row, payment) : "unknown-payment";
    if (!payment || mismatch) return refuse(deps, row, mismatch ?? "unknown-payment");
    const { saga, steps } = await readSaga(deps.tables, payment);
    if (!saga) throw new InvariantError("a payment names a saga that does not exist");
    deps.log.note({ sagaId: saga.sagaId });
    const result = await apply(deps, { row, payment, saga, steps });
    if (result !== "moved") return result;
  }
  return later(deps, row);
}

function apply(deps: Deps, seen: Seen): Promise<WorkResult | "moved"> {
  switch (seen.row.event.type) {
    case "paid":
      return applyPaid(deps, seen);
    case "declined":
    case "closed":
      return applyDeclined(deps, seen);
    default:
      return close(deps, seen.row, "nothing to do");
  }
}

/** Amount, currency, order and channel must be those of the payment. */
function mismatchOf({ event, channel }: InboxRow, payment: Payment): string | undefined {
  if (channel !== payment.channel) return "other-channel";
  if (event.orderNo !== undefined && event.orderNo !== payment.orderNo) return "other-order";
  if (event.amount && event.amount.currency !== payment.amount.currency) return "other-currency";
  if (event.amount && event.amount.amount !== payment.amount.amount) return "other-amount";
  if (event.type === "paid" && !event.amount) return "no-amount";
  return undefined;
}

async function applyPaid(deps: Deps, seen: Seen): Promise<WorkResult | "moved"> {
  const { row, payment, saga } = seen;
  switch (saga.state) {
    case "RUNNING":
      return callBack(deps, seen, "paid");
    case "NEEDS_REVIEW":
      // Parked after its charge was closed: when the rest is undone too, this is a late success.
      return isClosed(seen.steps.get("ChargePayment")) ? later(deps, row) : callBack(deps, seen, "paid");
    case "COMPENSATING":
      // Whether this was undone with it shows when that has ended.
      return later(deps, row);
    case "PIVOTED":
    case "COMPLETED":
      // The pivot writes both rows at once; this reading fell between.
      if (payment.outcome !== "succeeded") return "moved";
      return isKnownTrade(seen) ? close(deps, row, "known already") : secondCharge(deps, row);
    case "COMPENSATED":
      // Its last step moves both rows at once; this reading fell between.
      if (payment.state !== "DECLINED" && payment.state !== "CANCELLED" && payment.state !== "REFUNDED") return "moved";
      if (isKnownTrade(seen)) return close(deps, row, "given back already");
      // Whoever resolved it may have given it back by hand: it must not go back twice.
      return saga.resolution === undefined ? giveBack(deps, seen) : lateForPerson(deps, row);
    default:
      // A state of a newer release: its own workers know what to do.
      saga.state satisfies never;
      return later(deps, row);
  }
}

/** The trade that was settled, that went back with the compensation, or that is being refunded as a late success. */
function isKnownTrade({ row, payment, steps }: Seen): boolean {
  const charge = steps.get("ChargePayment");
  const wentBack = charge?.state === "COMPENSATED" && (charge.result?.givenBack?.amount ?? 0) > 0;
  const trade = tradeOf(row);
  if (payment.outcome === "succeeded")
    return [undefined, row.event.providerReference].includes(payment.providerReference);
  if (payment.lateSuccess !== undefined) return payment.lateSuccess === trade;
  return wentBack && [undefined, row.event.providerReference].includes(charge.result?.providerReference);
}

/** Not every vendor names the trade: its event then stands for it. */
function tradeOf({ event }: InboxRow): string {
  return event.providerReference ?? event.eventId;
}

function applyDeclined(deps: Deps, seen: Seen): Promise<WorkResult | "moved"> {
  const isOpen = seen.saga.state === "RUNNING" || seen.saga.state === "NEEDS_REVIEW";
  return isOpen ? callBack(deps, seen, "declined") : close(deps, seen.row, "out of order");
}

/**
 * Leaves the callback on the wait while the saga is open, and makes the saga due: should the execution that waits be gone, the
 * sweeper finds it. Then it wakes the wait. The inbox row stays due until the token has been answered.
 */
async function callBack(deps: Deps, seen: Seen, type: "paid" | "declined"): Promise<WorkResult | "moved"> {
  const { row, saga } = seen;
  const nowMs = deps.clock();
  const { amount, providerReference, eventId } = row.event;
  const callback = {
    type,
    eventId,
    afterSend: seen.steps.get("ChargePayment")?.lastSentAt !== undefined,
    ...(amount ? { amount } : {}),
    ...(providerReference === undefined ? {} : { providerReference }),
    at: nowMs,
  };
  const held = saga.state === "NEEDS_REVIEW" ? checkParked(saga) : nudgeSaga(saga, nowMs + deps.limits.sweepGraceMs);
  const recorded = await deps.tables.transact([held, recordCallback(saga, callback, nowMs)]);
  if (!recorded.committed && recorded.refusals[0]) return "moved";
  const { steps } = await readSaga(deps.tables, saga);
  const wait = steps.get("AwaitPayment");
  if (wait?.token !== undefined && (wait.state === "SENT" || wait.state === "UNKNOWN"))
    await deps.executions.wake(wait.token, go("ReconcilePayment"));
  const known = wait?.callback;
  const isOther =
    type === "paid" &&
    known?.type === "paid" &&
    known.eventId !== eventId &&
    known.providerReference !== providerReference;
  // The channel is asked; what it does not settle is a second charge.
  if (saga.state === "RUNNING" && known?.type === "paid" && type === "paid" && !isExpected(known, seen.payment))
    return later(deps, row);
  if (isOther) return secondCharge(deps, row);
  return close(deps, row, recorded.committed ? `callback ${type}` : "a callback came before");
}

/** Paid after all, and nobody waits for it: it goes back. The wallet was never credited. */
async function giveBack(deps: Deps, seen: Seen): Promise<WorkResult | "moved"> {
  const { row, payment } = seen;
  const nowMs = deps.clock();
  if (payment.lateSuccess !== undefined) return secondCharge(deps, row);
  const { providerReference } = row.event;
  const refund = newRefund(
    deps,
    payment,
    {
      amount: payment.amount,
      reason: "paid after it had ended",
      origin: "late-success",
      ...(providerReference === undefined ? {} : { tradeReference: providerReference }),
    },
    nowMs,
  );
  const result = await deps.tables.transact([
    closeInbox(row, "APPLIED", "late success", nowMs),
    markLateSuccess(payment, tradeOf(row), nowMs),
    ...refundWrites(deps, refund, nowMs),
  ]);
  if (!result.committed) return result.refusals[0] ? DONE : "moved";
  deps.metrics.count("LateSuccess");
  measureLag(deps, row, nowMs);
  return DONE;
}

async function lateForPerson(deps: Deps, row: InboxRow): Promise<WorkResult> {
  const committed = await closeWithReview(deps, row, "APPLIED", "late success after a resolution");
  if (committed) deps.metrics.count("LateSuccess");
  return DONE;
}

/** A second success under another trade number is the customer's money twice: a person has to look. */
async function secondCharge(deps: Deps, row: InboxRow): Promise<WorkResult> {
  const committed = await closeWithReview(deps, row, "APPLIED", "second charge");
  if (committed) deps.metrics.count("SecondCharge");
  return DONE;
}

/** The one review of the same trade is enough, open or closed. */
async function closeWithReview(
  deps: Deps,
  row: InboxRow,
  state: "APPLIED" | "REFUSED",
  result: string,
): Promise<boolean> {
  const nowMs = deps.clock();
  const { tenantId, event } = row;
  const { paymentId = "" } = event;
  const trade = tradeOf(row);
  const subjectId = chargeReviewId(tenantId, paymentId, trade);
  const review = openReviewOnce({ tenantId, subjectId, paymentId, trade, why: result }, deps.random.ulid(nowMs), nowMs);
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

async function close(deps: Deps, row: InboxRow, result: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const closed = await deps.tables.transact([closeInbox(row, "APPLIED", result, nowMs)]);
  if (closed.committed) measureLag(deps, row, nowMs);
  return DONE;
}

function measureLag(deps: Deps, { receivedAt }: InboxRow, nowMs: number): void {
  deps.metrics.gauge("InboxLag", nowMs - receivedAt, "Milliseconds");
}

/** It does not fit the payment. Money that was paid all the same is nobody's until a person has looked. */
async function refuse(deps: Deps, row: InboxRow, why: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const refused =
    row.event.type === "paid"
      ? await closeWithReview(deps, row, "REFUSED", why)
      : (await deps.tables.transact([closeInbox(row, "REFUSED", why, nowMs)])).committed;
  if (refused) deps.metrics.count("WebhookMismatch");
  return DONE;
}

/** Not now: the row stays due, and its own timer brings it back. Were the message sent again too, they would multiply. */
async function later(deps: Deps, row: InboxRow): Promise<WorkResult> {
  const nowMs = deps.clock();
  const { webhookBackoffMs, webhookBackoffMaxMs } = deps.limits;
  // As long again as it has waited: what waits for a person is asked about less and less often.
  const dueAt = nowMs + Math.min(Math.max(nowMs - row.receivedAt, webhookBackoffMs), webhookBackoffMaxMs);
  if (row.dueAt !== undefined) await deps.tables.write(postponeInbox(row, row.dueAt, dueAt, true));
  return DONE;
}
