/** Disputes: the customer's bank takes the money, and months later one side keeps it. Meanwhile it is held. */

import { isDeepStrictEqual } from "node:util";
import type { Deps } from "../../foundation/services/deps.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { closeInbox } from "../../foundation/store/inbox-store.ts";
import { openReview } from "../../foundation/store/review-store.ts";
import { freeze } from "../../money/store/wallet-store.ts";
import type { ChannelEvent } from "../domain/channel.ts";
import { channelRefundId, type Dispute, isOutdated, type Payment, type Refund } from "../domain/payment.ts";
import { holdDisputed, noteDispute } from "../store/channel-money-store.ts";
import { pointToRefund, readRefunds, tellRefund } from "../store/refund-store.ts";
import { close, later, refuse, type Seen } from "./webhook-inbox.ts";
import { hasMoved, isOfAnotherTrade, isOpen } from "./webhook-refunds.ts";

/**
 * What a bank has taken is held like a refund before a person: out of what can be refunded, frozen in the wallet. The operator's
 * word on it books it or gives it back. The payment shows the newest word of the vendor.
 */
export async function applyDisputed(deps: Deps, seen: Seen): Promise<WorkResult | "moved"> {
  const { row, payment, saga } = seen;
  const { event, receivedAt } = row;
  if (!event.dispute || !event.amount) return refuse(deps, row, "dispute-unreadable", `dispute ${event.eventId}`);
  const { reference, status, stage } = event.dispute;
  const cause = `dispute ${reference}`;
  if (isOfAnotherTrade(seen)) return refuse(deps, row, "dispute-of-another-trade", cause);
  const isSettled = payment.state === "SUCCEEDED" || payment.state === "PARTIALLY_REFUNDED";
  const isOver = isSettled || payment.state === "REFUNDED" || saga.state === "COMPENSATED";
  const dispute: Dispute = { reference, status, amount: event.amount, at: event.at ?? receivedAt };
  const isNews = !isOutdated(dispute, payment.dispute);
  const note = async () => !isNews || (await deps.tables.write(noteDispute(payment, dispute, deps.clock()))).committed;
  if (!isOver) return (await note()) ? later(deps, row) : "moved";
  const refundId = channelRefundId(payment, cause, payment.createdAt);
  const held = (await readRefunds(deps.tables, payment)).find((refund) => refund.refundId === refundId);
  if (stage === "taken" && isSettled && !held && isNews)
    return hold(deps, seen, disputeRefund(payment, refundId, dispute, deps.clock()), dispute);
  if (!(await note())) return "moved";
  if (isNews && isAgainst(event.dispute, held))
    return refuse(deps, row, "dispute-against-resolution", `${cause} ${status}`);
  if (stage === "over" || held || !isNews) return close(deps, row, `dispute ${stage}`);
  // An inquiry, that a person should answer; or money that was never in the wallet, or has left it.
  const why = payment.outcome === "succeeded" ? "dispute-exceeds-payment" : "dispute-of-unsettled";
  return refuse(deps, row, stage === "inquiry" ? "dispute-inquiry" : why, cause);
}

/** An operator has said that the money is gone, and the bank leaves it here; or the other way round. */
function isAgainst({ status, stage }: ChannelEvent["dispute"] & object, held: Refund | undefined): boolean {
  return (held?.state === "SUCCEEDED" && stage === "over") || (held?.state === "FAILED" && status === "lost");
}

async function hold(deps: Deps, seen: Seen, refund: Refund & { state: "NEEDS_REVIEW" }, dispute: Dispute) {
  const { row, payment } = seen;
  const nowMs = deps.clock();
  const { tenantId, paymentId, refundId, amount } = refund;
  const { sagaId, orderNo, channel } = payment;
  const about = { tenantId, subjectId: refundId, paymentId, sagaId, orderNo, amount, channel };
  const result = await deps.tables.transact([
    closeInbox(row, "APPLIED", "disputed", nowMs),
    holdDisputed(payment, dispute, nowMs),
    freeze(tenantId, amount.currency, amount.amount),
    tellRefund(refund),
    pointToRefund(refund),
    openReview({ ...about, why: "dispute" }, deps.random.ulid(nowMs), nowMs),
  ]);
  if (result.committed) {
    deps.metrics.count("DisputeOpened");
    return DONE;
  }
  if (result.refusals[0]) return DONE;
  // Another event of the same dispute was faster.
  if (result.refusals[3]) return "moved" as const;
  const seenNow = result.refusals[1]?.old as Payment | undefined;
  if (seenNow && (seenNow.refundable !== payment.refundable || !isDeepStrictEqual(seenNow.dispute, payment.dispute)))
    return "moved" as const;
  // What a refund of ours has reserved may come back.
  const isReserved = (await readRefunds(deps.tables, payment)).some(isOpen);
  if (!isReserved && (await hasMoved(deps, payment))) return "moved" as const;
  if (!(await deps.tables.write(noteDispute(payment, dispute, nowMs))).committed) return "moved" as const;
  if (isReserved) return later(deps, row);
  const why = result.refusals[1] ? "dispute-exceeds-payment" : "insufficient-balance";
  return refuse(deps, row, why, `dispute ${dispute.reference}`);
}

function disputeRefund(payment: Payment, refundId: string, dispute: Dispute, nowMs: number) {
  const { tenantId, paymentId, providerReference: tradeReference } = payment;
  const refund: Refund & { state: "NEEDS_REVIEW" } = {
    tenantId,
    paymentId,
    refundId,
    amount: dispute.amount,
    reason: "disputed by the customer's bank",
    origin: "dispute",
    ...(tradeReference === undefined ? {} : { tradeReference }),
    providerReference: dispute.reference,
    state: "NEEDS_REVIEW",
    epoch: 0,
    sends: 0,
    lookups: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
  return refund;
}
