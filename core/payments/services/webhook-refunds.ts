/** Money that went back at the vendor without Tender, and refunds that came to nothing there after they had succeeded. */

import { callTimeoutMs, hasTimeForCall } from "../../foundation/domain/call-bracket.ts";
import { InvariantError } from "../../foundation/domain/errors.ts";
import { claimedTenantOf } from "../../foundation/domain/ids.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { closeInbox } from "../../foundation/store/inbox-store.ts";
import { refundEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import { takeOut } from "../../money/store/wallet-store.ts";
import type { TradeOutcome } from "../domain/channel.ts";
import { channelRefundId, type Payment, type Refund, refundsWith } from "../domain/payment.ts";
import { noteChannelRefund, recordChannelRefund } from "../store/channel-money-store.ts";
import { readPayment } from "../store/payment-store.ts";
import { pointToRefund, readRefunds, tellRefund } from "../store/refund-store.ts";
import { orderRefunded } from "./refunded-order.ts";
import {
  close,
  closeWithReview,
  type InboxRow,
  later,
  refuse,
  type Seen,
  tradeOf,
  type WebhookWork,
} from "./webhook-inbox.ts";

type Applied = Promise<WorkResult | "moved">;

/** What the vendor says of the event's trade now: events come in any order, so an older one may say less, or more, than is true. */
export async function askTrade(
  work: WebhookWork,
  { tenantId, channel, event }: InboxRow,
  providerReference = event.providerReference,
): Promise<TradeOutcome | undefined> {
  const { deps } = work;
  const configured = await deps.channels.find(tenantId, channel);
  // Gone or broken: what the event says itself is enough, or it waits until that is mended.
  if (!configured || configured.cannotCall)
    return event.refunded && event.paymentId !== undefined
      ? undefined
      : { outcome: "unknown", reason: "channel-unusable" };
  const { port } = configured;
  // This vendor's events say it all.
  if (providerReference === undefined || !port.trade) return undefined;
  const { webhook } = deps.limits;
  const leftMs = work.remainingMs();
  if (!hasTimeForCall(webhook, leftMs)) return { outcome: "unknown", reason: "no-time-left" };
  return port.trade({ providerReference, timeoutMs: callTimeoutMs(webhook, leftMs) });
}

/**
 * The vendor's total less ours is what went back without us. What of ours is still under way may be in that total: it is waited
 * for. An event's own total is that of its moment: where the vendor cannot be asked, the event of the last refund makes it whole.
 */
export async function applyRefunded(work: WebhookWork, seen: Seen): Applied {
  const { deps } = work;
  const { row, payment, saga } = seen;
  const { event } = row;
  if (isOfAnotherTrade(seen)) return close(deps, row, "another trade");
  if (isLeftToPerson(saga)) return close(deps, row, "left to a person");
  const refunds = await readRefunds(deps.tables, payment);
  const known = knownOf(seen, refunds);
  // Of a vendor's list each refund has an event of its own: what else has gone back is not this one.
  if (isOurs(event, payment, refunds) && (!event.refunded || isListed(row)))
    return close(deps, row, "a refund of ours");
  if (isUnderWay(seen, refunds)) return wait(work, seen, event.refunded?.amount, "saga");
  const total = await totalOf(work, seen);
  if (total === "unknown") return later(deps, row, "nobody");
  if (total === undefined) return refuse(deps, row, "refund-without-amount", `refunded ${event.eventId}`);
  if (total <= known) return close(deps, row, "known already");
  if (payment.outcome !== "succeeded") return unfit(work, seen, total, "refund-of-unsettled");
  const excess = total - known - payment.refundable;
  if (excess > 0 && excess <= heldIn(refunds)) return wait(work, seen, total, "bank");
  if (excess > 0) return (await hasMoved(deps, payment)) ? "moved" : unfit(work, seen, total, "refund-exceeds-payment");
  // Of a vendor's list each is itself and no more: what else has gone back may be one of ours, which comes back under its own id.
  const amount = isListed(row) && event.amount ? Math.min(event.amount.amount, total - known) : total - known;
  return record(work, seen, refunds, { total, amount });
}

/** The payment was read before its refunds: one of ours that ended between has changed what can be refunded of it. */
export async function hasMoved({ tables }: Deps, seen: Payment): Promise<boolean> {
  const payment = await readPayment(tables, seen);
  return payment?.refundable !== seen.refundable || payment.refunded !== seen.refunded;
}

/** Payment, wallet, ledger and a refund row of its own, together: what the vendor did is on the books once. */
async function record(
  work: WebhookWork,
  seen: Seen,
  refunds: readonly Refund[],
  { total, amount }: { total: number; amount: number },
): Applied {
  const { deps } = work;
  const { row, payment } = seen;
  const nowMs = deps.clock();
  const { tenantId, channel } = payment;
  const refund = channelRefund({ row, payment, refunds }, amount, nowMs);
  const isAll = payment.refunded + amount >= payment.amount.amount;
  const to = isAll ? "REFUNDED" : "PARTIALLY_REFUNDED";
  const ofOrder = isAll ? await orderRefunded(deps, payment, nowMs) : [];
  const result = await deps.tables.transact([
    closeInbox(row, "APPLIED", "refunded at the channel", nowMs),
    recordChannelRefund(payment, { amount, total, to, refunds: refundsWith(refunds, refund) }, nowMs),
    takeOut(tenantId, payment.amount.currency, amount),
    tellRefund(refund),
    pointToRefund(refund),
    post(refundEntry(refund, channel, { entryId: deps.random.ulid(nowMs), nowMs })),
    ...ofOrder,
  ]);
  if (result.committed) {
    deps.metrics.count("ChannelRefund");
    return DONE;
  }
  if (result.refusals[0]) return DONE;
  if (result.refusals[1]) return "moved";
  if (result.refusals[2]) return unfit(work, seen, total, "insufficient-balance");
  if (ofOrder.length === 0 || result.refusals.slice(0, -ofOrder.length).some((refusal) => refusal !== undefined))
    throw new InvariantError("a refund that was made at the channel is there, and its event open");
  await deps.tables.backOff(1);
  return "moved";
}

interface Told extends Pick<Seen, "row" | "payment"> {
  refunds: readonly Refund[];
}

function channelRefund(told: Told, amount: number, nowMs: number): Refund & { state: "SUCCEEDED" } {
  const { row, payment } = told;
  const { tenantId, paymentId, providerReference: tradeReference } = payment;
  const { refundReference: providerReference } = row.event;
  return {
    tenantId,
    paymentId,
    ...ownOf(told),
    amount: { amount, currency: payment.amount.currency },
    ...(tradeReference === undefined ? {} : { tradeReference }),
    ...(providerReference === undefined ? {} : { providerReference }),
    state: "SUCCEEDED",
    epoch: 0,
    lookups: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
}

/** One of ours that a restore took back comes again as itself; any other was made at the vendor, and has the id of its cause. */
function ownOf({ row, payment, refunds }: Told): Pick<Refund, "refundId" | "reason" | "origin" | "sends" | "takenUp"> {
  const { refundId } = row.event;
  if (refundId !== undefined && isTakenBack(row, refunds))
    return { refundId, reason: "given back before a restore", origin: "caller", sends: 1, takenUp: true };
  const ofItsCause = channelRefundId(payment, `event ${row.eventId}`, row.receivedAt);
  return { refundId: ofItsCause, reason: "given back at the channel", origin: "channel", sends: 0 };
}

/** A refund that succeeded came to nothing at the customer's bank: the money is the merchant's again, and no row can say so. */
export async function applyRefundFailed(work: WebhookWork, seen: Seen): Applied {
  const { deps } = work;
  const { row, payment } = seen;
  const { event } = row;
  if (isOfAnotherTrade(seen)) return close(deps, row, "another trade");
  const refunds = await readRefunds(deps.tables, payment);
  if (isUnderWay(seen, refunds)) return later(deps, row);
  const mine = refunds.find(({ refundId }) => refundId === event.refundId);
  if (mine?.state === "FAILED") return close(deps, row, "known already");
  const isMade = mine?.state === "SUCCEEDED" || isOurs(event, payment, refunds);
  const total = isMade ? undefined : await totalOf(work, seen);
  if (total === "unknown") return later(deps, row, "nobody");
  if (total !== undefined && total >= knownOf(seen, refunds)) return close(deps, row, "nothing to do");
  const cause = `failed ${event.refundReference ?? event.refundId ?? event.eventId}`;
  await closeWithReview(deps, row, "APPLIED", "refund-failed", cause);
  return DONE;
}

/** Of the same payment the customer may have paid two trades: what becomes of the other one is none of our books' business. */
export function isOfAnotherTrade({ row, payment, steps }: Seen): boolean {
  const { providerReference } = row.event;
  const ours = [
    payment.providerReference,
    payment.lateSuccess,
    steps.get("ChargePayment")?.result?.providerReference,
  ].filter((number) => number !== undefined);
  return providerReference !== undefined && ours.length > 0 && !ours.includes(providerReference);
}

/** What has gone back by our own rows: disputes are no refunds to a vendor. Before the pivot, a cancel gives back, too. */
function knownOf({ payment, steps }: Seen, refunds: readonly Refund[]): number {
  const made = refunds.filter(({ state, origin }) => state === "SUCCEEDED" && origin !== "dispute");
  const givenBack = payment.outcome === "succeeded" ? 0 : (steps.get("ChargePayment")?.result?.givenBack?.amount ?? 0);
  return made.reduce((sum, { amount }) => sum + amount.amount, givenBack);
}

/** The event by which a vendor's list tells of a refund after a restore. Not the form of a charge's: a vendor may give both one number. */
export const restoredRefund = (refundId: string): string => `restored-refund-${refundId}`;

/** It stands for an entry of the vendor's list, which a restore asks for. */
function isListed({ eventId, event: { refundId } }: InboxRow): boolean {
  return refundId !== undefined && eventId === restoredRefund(refundId);
}

/** The vendor's list names it by our number, and there is no such row. */
function isTakenBack(row: InboxRow, refunds: readonly Refund[]): boolean {
  const { tenantId, event } = row;
  const { refundId = "" } = event;
  const isKnown = refunds.some((refund) => refund.refundId === refundId);
  return isListed(row) && claimedTenantOf("ref", refundId) === tenantId && !isKnown;
}

function isOurs({ refundId }: InboxRow["event"], { paymentId }: Payment, refunds: readonly Refund[]): boolean {
  const isRow = refunds.some((refund) => refund.refundId === refundId && refund.state !== "FAILED");
  return refundId !== undefined && (isRow || refundId === `${paymentId}#cancel`);
}

/** Undone by a person's word. One who is resolving it right now is waited for, and one who says that it succeeded leaves it to us. */
function isLeftToPerson({ state, resolution }: Seen["saga"]): boolean {
  return state === "COMPENSATED" && resolution !== undefined && resolution !== "SUCCEEDED";
}

/** One of ours, that reserves what may yet come back. */
export function isOpen({ state, origin }: Refund): boolean {
  return state !== "SUCCEEDED" && state !== "FAILED" && origin !== "dispute";
}

/** Something of ours has not ended, and may be in the vendor's total: the saga, a refund, or a person's word on either. */
function isUnderWay({ payment, saga }: Seen, refunds: readonly Refund[]): boolean {
  const isSettled = payment.state === "SUCCEEDED" || payment.state === "PARTIALLY_REFUNDED";
  const isOver = isSettled || payment.state === "REFUNDED" || saga.state === "COMPENSATED";
  return !isOver || refunds.some(isOpen);
}

/** In the hands of a bank, and the merchant's again should the dispute be won. */
function heldIn(refunds: readonly Refund[]): number {
  const held = refunds.filter(({ state, origin }) => state === "NEEDS_REVIEW" && origin === "dispute");
  return held.reduce((sum, { amount }) => sum + amount.amount, 0);
}

/** Who decides about what is under way sees meanwhile what the vendor says. */
async function wait(
  { deps }: WebhookWork,
  { row, payment }: Seen,
  total: number | undefined,
  heldBy: "saga" | "bank",
): Promise<WorkResult> {
  await note({ deps }, payment, total ?? 0);
  return later(deps, row, heldBy);
}

/** Asked after the refunds that it is compared with were read. `undefined`: nobody says how much. */
async function totalOf(work: WebhookWork, { row, payment }: Seen): Promise<number | "unknown" | undefined> {
  const trade = await askTrade(work, row, row.event.providerReference ?? payment.providerReference);
  if (trade?.outcome === "unknown") return "unknown";
  const money = trade === undefined ? row.event.refunded : trade.outcome === "found" ? trade.refunded : undefined;
  return money?.currency === payment.amount.currency ? money.amount : undefined;
}

/** It does not fit our books: nothing of them is moved, the payment shows it, and a person looks. */
async function unfit(work: WebhookWork, { row, payment }: Seen, total: number, why: string): Promise<WorkResult> {
  const { deps } = work;
  await note(work, payment, total);
  return refuse(deps, row, why, `refunded ${total} of ${tradeOf(row)}`);
}

async function note({ deps }: Pick<WebhookWork, "deps">, payment: Payment, total: number): Promise<void> {
  if (total <= (payment.channelRefunded ?? 0)) return;
  await deps.tables.write(noteChannelRefund(payment, total, deps.clock()));
}
