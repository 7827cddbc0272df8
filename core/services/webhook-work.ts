import type { ChannelEvent } from "../domain/channel.ts";
import { InvariantError } from "../domain/errors.ts";
import type { WebhookJob } from "../domain/jobs.ts";
import type { Payment } from "../domain/payment.ts";
import { closeInbox, type InboxRow, readInbox } from "../store/inbox-store.ts";
import { readPayment, readPaymentStory } from "../store/payment-store.ts";
import { openReview } from "../store/review-store.ts";
import { readSaga, recordCallback } from "../store/saga-store.ts";
import type { Deps } from "./deps.ts";
import { go } from "./payment-saga/drive.ts";
import { DONE, type WorkResult } from "./redemption-exchange.ts";
import { newRefund, refundWrites } from "./refunds.ts";

/** Applies one received event, once. It never moves a saga: it leaves a callback and wakes the wait, or starts a refund. */
export async function applyWebhook(deps: Deps, job: WebhookJob): Promise<WorkResult> {
  const row = await readInbox(deps.tables, { ...job, channel: job.channel as InboxRow["channel"] });
  if (!row) throw new InvariantError("a message points to a webhook that was never received");
  if (row.state !== "RECEIVED") return DONE;
  const payment = await readPayment(deps.tables, { tenantId: row.tenantId, paymentId: row.event.paymentId });
  const mismatch = payment ? mismatchOf(row.event, payment) : "unknown-payment";
  if (!payment || mismatch) return refuse(deps, row, mismatch ?? "unknown-payment");
  switch (row.event.type) {
    case "paid":
      return applyPaid(deps, row, payment);
    case "declined":
    case "closed":
      return callBack(deps, row, payment, "declined");
    default:
      return close(deps, row, "nothing to do");
  }
}

/** Amount, currency, order and channel must be those of the payment. */
function mismatchOf(event: ChannelEvent, payment: Payment): string | undefined {
  if (event.orderNo !== undefined && event.orderNo !== payment.orderNo) return "other-order";
  if (event.amount && event.amount.currency !== payment.amount.currency) return "other-currency";
  if (event.amount && event.amount.amount !== payment.amount.amount) return "other-amount";
  if (event.type === "paid" && !event.amount) return "no-amount";
  return undefined;
}

async function applyPaid(deps: Deps, row: InboxRow, payment: Payment): Promise<WorkResult> {
  const { event } = row;
  switch (payment.state) {
    case "PROCESSING":
    case "REQUIRES_ACTION":
    case "UNKNOWN":
    case "NEEDS_REVIEW": {
      const { saga } = await readSaga(deps.tables, payment);
      // It is being undone: whether this was undone with it shows when that has ended.
      if (saga?.state === "COMPENSATING") return { kind: "again", delayMs: deps.limits.channelBackoffMs };
      return callBack(deps, row, payment, "paid");
    }
    case "DECLINED":
    case "CANCELLED":
      return giveBack(deps, row, payment);
    case "SUCCEEDED":
    case "REFUNDED":
    case "PARTIALLY_REFUNDED":
      if (event.providerReference === undefined || event.providerReference === payment.providerReference)
        return close(deps, row, "known already");
      return secondCharge(deps, row, payment);
    default:
      return payment.state satisfies never;
  }
}

/** Leaves the first callback on the wait, then wakes it. The inbox row stays due until the token has been answered. */
async function callBack(deps: Deps, row: InboxRow, payment: Payment, type: "paid" | "declined"): Promise<WorkResult> {
  const { event } = row;
  const nowMs = deps.clock();
  if (
    payment.state !== "PROCESSING" &&
    payment.state !== "REQUIRES_ACTION" &&
    payment.state !== "UNKNOWN" &&
    payment.state !== "NEEDS_REVIEW"
  ) {
    return close(deps, row, "out of order");
  }
  const { amount, providerReference, eventId } = event;
  const callback = {
    type,
    eventId,
    ...(amount ? { amount } : {}),
    ...(providerReference === undefined ? {} : { providerReference }),
    at: nowMs,
  };
  const recorded = await deps.tables.write(recordCallback(payment, callback, nowMs));
  const { steps } = await readSaga(deps.tables, payment);
  const wait = steps.get("AwaitPayment");
  if (
    !recorded.committed &&
    wait?.callback?.eventId !== eventId &&
    type === "paid" &&
    wait?.callback?.type !== "paid"
  ) {
    // The other one, "declined", came first: the saga asks the channel, so this event has nothing to add but its wake-up.
    deps.log.info("webhooks out of order", { paymentId: payment.paymentId });
  }
  if (wait?.token !== undefined && (wait.state === "SENT" || wait.state === "UNKNOWN"))
    await deps.executions.wake(wait.token, go("ReconcilePayment"));
  return close(deps, row, recorded.committed ? `callback ${type}` : "a callback came before");
}

/** Paid after all, and nobody waits for it: it goes back. The wallet was never credited. */
async function giveBack(deps: Deps, row: InboxRow, payment: Payment): Promise<WorkResult> {
  const nowMs = deps.clock();
  const { event } = row;
  const { refunds } = await readPaymentStory(deps.tables, payment);
  const known = refunds.some(
    (refund) => refund.origin === "late-success" && refund.tradeReference === event.providerReference,
  );
  if (known) return close(deps, row, "being given back already");
  const { providerReference } = event;
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
    ...refundWrites(deps, refund, nowMs),
  ]);
  if (result.committed) deps.metrics.count("LateSuccess");
  return DONE;
}

/** A second success under another trade number is the customer's money twice: a person has to look. */
async function secondCharge(deps: Deps, row: InboxRow, payment: Payment): Promise<WorkResult> {
  const nowMs = deps.clock();
  const subject = {
    tenantId: payment.tenantId,
    subjectId: `${payment.paymentId}#${row.event.providerReference ?? ""}`,
  };
  const result = await deps.tables.transact([
    closeInbox(row, "APPLIED", "second charge", nowMs),
    openReview(subject, deps.random.ulid(nowMs), nowMs),
  ]);
  if (result.committed) deps.metrics.count("SecondCharge");
  return DONE;
}

async function close(deps: Deps, row: InboxRow, result: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const closed = await deps.tables.transact([closeInbox(row, "APPLIED", result, nowMs)]);
  if (closed.committed) deps.metrics.gauge("InboxLag", nowMs - row.receivedAt, "Milliseconds");
  return DONE;
}

async function refuse(deps: Deps, row: InboxRow, why: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const closed = await deps.tables.transact([closeInbox(row, "REFUSED", why, nowMs)]);
  if (closed.committed) deps.metrics.count("WebhookRefused");
  return DONE;
}
