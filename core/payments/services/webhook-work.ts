import { InvariantError } from "../../foundation/domain/errors.ts";
import { claimedTenantOf } from "../../foundation/domain/ids.ts";
import type { WebhookJob } from "../../foundation/domain/jobs.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { closeInbox, readInbox } from "../../foundation/store/inbox-store.ts";
import type { Payment } from "../domain/payment.ts";
import { isExpected } from "../domain/saga.ts";
import { go, isClosed } from "../saga/drive.ts";
import { markLateSuccess, readPayment } from "../store/payment-store.ts";
import { recordCallback } from "../store/saga-step-store.ts";
import { checkParked, nudgeSaga, readSaga } from "../store/saga-store.ts";
import type { SagaDeps } from "./deps.ts";
import { newRefund, refundWrites } from "./refunds.ts";
import { applyDisputed } from "./webhook-disputes.ts";
import {
  close,
  closeWithReview,
  type InboxRow,
  later,
  measureLag,
  refuse,
  type Seen,
  tradeOf,
  type WebhookWork,
} from "./webhook-inbox.ts";
import { applyRefunded, applyRefundFailed, askTrade } from "./webhook-refunds.ts";

/** A saga moves within milliseconds; three readings find it standing still. */
const TRIES_MAX = 3;

/**
 * Applies one received event, once. It never moves a saga: it leaves a callback and wakes the wait, starts a refund, or puts on
 * record what has moved at the vendor.
 */
export async function applyWebhook(deps: SagaDeps, job: WebhookJob, remainingMs: () => number): Promise<WorkResult> {
  const received = await readInbox<InboxRow>(deps.tables, job);
  if (!received) throw new InvariantError("a message points to a webhook that was never received");
  if (received.state !== "RECEIVED") return DONE;
  const named = await nameOf({ deps, remainingMs }, received);
  if ("kind" in named) return named;
  const { row, paymentId } = named;
  deps.log.note({ paymentId });
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const payment = await readPayment(deps.tables, { tenantId: row.tenantId, paymentId });
    const mismatch = payment ? mismatchOf(row, payment) : "unknown-payment";
    if (!payment || mismatch) return refuse(deps, row, mismatch ?? "unknown-payment");
    const { saga, steps } = await readSaga(deps.tables, payment);
    if (!saga) throw new InvariantError("a payment names a saga that does not exist");
    deps.log.note({ sagaId: saga.sagaId });
    const result = await apply({ deps, remainingMs }, { row, payment, saga, steps });
    if (result !== "moved") return result;
  }
  return later(deps, row);
}

/** The payment that it is about. Refunds and disputes that were made at the vendor name their trade alone, so that is asked. */
async function nameOf(work: WebhookWork, row: InboxRow): Promise<{ row: InboxRow; paymentId: string } | WorkResult> {
  const { deps } = work;
  const { event, tenantId } = row;
  if (event.paymentId !== undefined) return { row, paymentId: event.paymentId };
  const trade = await askTrade(work, row);
  if (trade?.outcome === "unknown") return later(deps, row, "nobody");
  const { paymentId } = trade?.outcome === "found" ? trade : {};
  if (paymentId !== undefined && claimedTenantOf("pay", paymentId) === tenantId)
    return { row: { ...row, event: { ...event, paymentId } }, paymentId };
  deps.metrics.count("WebhookIgnored");
  return close(deps, row, "no trade of ours");
}

function apply(work: WebhookWork, seen: Seen): Promise<WorkResult | "moved"> {
  const { deps } = work;
  const type: string = seen.row.event.type;
  switch (seen.row.event.type) {
    case "paid":
      return applyPaid(deps, seen);
    case "declined":
    case "closed":
      return applyDeclined(deps, seen);
    case "refunded":
      return applyRefunded(work, seen);
    case "refund-failed":
      return applyRefundFailed(work, seen);
    case "disputed":
      return applyDisputed(deps, seen);
    default:
      seen.row.event.type satisfies never;
      // An earlier release kept what says nothing about money. Any other is a newer one's, whose own workers know what to do.
      return type === "other" ? close(deps, seen.row, "nothing to do") : later(deps, seen.row);
  }
}

/** Amount, currency, order and channel must be those of the payment. */
function mismatchOf({ event, channel }: InboxRow, payment: Payment): string | undefined {
  if (channel !== payment.channel) return "other-channel";
  if (event.orderNo !== undefined && event.orderNo !== payment.orderNo) return "other-order";
  const told = [event.amount, event.refunded].filter((money) => money !== undefined);
  if (told.some(({ currency }) => currency !== payment.amount.currency)) return "other-currency";
  const isCharge = event.type === "paid" || event.type === "declined" || event.type === "closed";
  if (isCharge && event.amount && event.amount.amount !== payment.amount.amount) return "other-amount";
  if (event.type === "paid" && !event.amount) return "no-amount";
  return undefined;
}

async function applyPaid(deps: SagaDeps, seen: Seen): Promise<WorkResult | "moved"> {
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

function applyDeclined(deps: SagaDeps, seen: Seen): Promise<WorkResult | "moved"> {
  const isOpen = seen.saga.state === "RUNNING" || seen.saga.state === "NEEDS_REVIEW";
  const { state, outcome } = seen.payment;
  // A vendor closes what was paid only when it has given everything back.
  if (seen.row.event.type === "closed" && outcome === "succeeded" && state !== "REFUNDED")
    return refuse(deps, seen.row, "closed-after-success");
  return isOpen ? callBack(deps, seen, "declined") : close(deps, seen.row, "out of order");
}

/**
 * Leaves the callback on the wait while the saga is open, and makes the saga due: should the execution that waits be gone, the
 * sweeper finds it. Then it wakes the wait. The inbox row stays due until the token has been answered.
 */
async function callBack(deps: SagaDeps, seen: Seen, type: "paid" | "declined"): Promise<WorkResult | "moved"> {
  const { row, saga } = seen;
  const nowMs = deps.clock();
  const { amount, providerReference, eventId } = row.event;
  const sentAt = seen.steps.get("ChargePayment")?.lastSentAt;
  const callback = {
    type,
    eventId,
    // When it was received, not when it is applied; after a second send this costs a question at most.
    afterSend: sentAt !== undefined && row.receivedAt >= sentAt,
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
