import {
  afterDoubt,
  afterNotFound,
  callTimeoutMs,
  hasTimeForCall,
  sendTimesOf,
  settledAtOf,
} from "../../foundation/domain/call-bracket.ts";
import { InvariantError } from "../../foundation/domain/errors.ts";
import type { RefundJob } from "../../foundation/domain/jobs.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { lookAgainAt } from "../../foundation/services/backoff.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { openReview } from "../../foundation/store/review-store.ts";
import type { Order } from "../../orders/domain/order.ts";
import { orderKey } from "../../orders/store/keys.ts";
import type { PaymentChannel, RefundQueryOutcome } from "../domain/channel.ts";
import type { Payment, Refund } from "../domain/payment.ts";
import { paymentKey } from "../store/keys.ts";
import { readPayment } from "../store/payment-store.ts";
import { claimRefund, doubtRefund, endRefund, intendRefund, readRefund } from "../store/refund-store.ts";
import type { ChannelDeps } from "./deps.ts";
import { refundCallOf } from "./refund-call.ts";
import { refundsOf } from "./refund-reading.ts";
import { paidBack, returned } from "./refunds.ts";
import { channelSentTo } from "./sent-account.ts";

interface RefundWork {
  deps: Deps;
  refund: Refund;
  payment: Payment;
  port: PaymentChannel;
  /** Its mark, where it has one. */
  account: string | undefined;
  /** Until the channel's configuration is mended. */
  cannotCall: boolean;
  remainingMs: () => number;
}

/** Clocks differ, and timers round: a message that is this early is the row's own timer. */
const TIMER_SLACK_MS = 1000;

/** One step of a refund: claim -> intent -> call -> result, or claim -> lookup -> result. The rules are those of a redemption. */
export async function workRefund(deps: ChannelDeps, job: RefundJob, remainingMs: () => number): Promise<WorkResult> {
  const nowMs = deps.clock();
  const seen = await readRefund(deps.tables, job);
  if (!seen) throw new InvariantError("a message points to a refund that does not exist");
  if (seen.state !== "PENDING" && seen.state !== "SENT" && seen.state !== "UNKNOWN") return DONE;
  const wakeAt = Math.max(
    seen.leaseUntil === undefined ? 0 : seen.leaseUntil + 1,
    seen.state === "UNKNOWN" ? (seen.lookupAt ?? 0) : 0,
  );
  // Somebody is at work, or nothing is to do yet: the row has its own timer. Were each message kept, they would multiply.
  if (wakeAt > nowMs + TIMER_SLACK_MS) return DONE;
  if (wakeAt > nowMs) return { kind: "again", delayMs: wakeAt - nowMs };
  const payment = await readPayment(deps.tables, seen);
  if (!payment) throw new InvariantError("a refund's payment is gone");
  const { port, account, cannotCall = false } = await channelSentTo(deps, payment, seen.account);
  const leaseUntil = nowMs + deps.limits.refund.leaseMs;
  const lease = { leaseUntil, dueAt: leaseUntil + deps.limits.sweepGraceMs };
  const claimed = await deps.tables.write(claimRefund(seen, lease, nowMs));
  // Another message was faster: its worker goes on.
  if (!claimed.committed) return DONE;
  const refund: Refund = { ...seen, epoch: seen.epoch + 1, state: seen.state === "PENDING" ? "PENDING" : "UNKNOWN" };
  const work: RefundWork = { deps, refund, payment, port, account, cannotCall, remainingMs };
  return refund.state === "PENDING" ? send(work) : lookUp(work);
}

async function send(work: RefundWork): Promise<WorkResult> {
  const { deps, refund, port, account } = work;
  const nowMs = deps.clock();
  // No intent for a call that is not made: it would be one of few.
  if (work.cannotCall || !hasTime(work)) return { kind: "again", delayMs: deps.limits.refund.leaseMs };
  const times = sendTimesOf(refund, nowMs, deps.limits.restored);
  const settledBeforeMs = nowMs - deps.limits.refund.settleMs;
  const intent = await deps.tables.write(intendRefund(refund, account, times, nowMs, settledBeforeMs));
  if (!intent.committed) return DONE;
  const sent: RefundWork = {
    ...work,
    refund: { ...refund, state: "SENT", sends: refund.sends + 1, lastSentAt: times.lastSentAt },
  };
  if (!hasTime(work)) return stayUnknown(sent);
  if (times.asksFirst) return lookUp(sent);
  return apply(sent, await port.refund(callOf(sent)));
}

async function lookUp(work: RefundWork): Promise<WorkResult> {
  if (!hasTime(work)) return stayUnknown(work);
  const askedAt = work.deps.clock();
  return apply(work, await work.port.queryRefund(callOf(work)), askedAt);
}

async function apply(work: RefundWork, outcome: RefundQueryOutcome, askedAt = work.deps.clock()): Promise<WorkResult> {
  const { refund } = work;
  switch (outcome.outcome) {
    case "succeeded":
      return succeed(work, outcome.providerReference);
    case "declined":
      return fail(work, outcome.reason);
    case "unknown":
      return stayUnknown(work);
    case "not-found": {
      const settledAt = settledAtOf(refund, askedAt, work.deps.limits.refund, work.deps.limits.restored);
      const next = afterNotFound(settledAt, askedAt, refund.sends < CONTRACT.refundSendsMax);
      if (next.kind === "wait") return stayUnknown(work, next.untilMs);
      // An intent that was only to ask ends as any doubt does; the next look-up has both ways open.
      if (refund.state === "SENT") return stayUnknown(work);
      return next.kind === "park" ? park(work, "not-found") : send(work);
    }
  }
}

/** Each is lost to another refund of the payment, or to what the user of an offer's order has got or given back meanwhile. */
const TRIES_MAX = 5;

async function succeed(work: RefundWork, providerReference: string): Promise<WorkResult> {
  const { deps, refund } = work;
  const nowMs = deps.clock();
  const done: Refund = { ...refund, state: "SUCCEEDED", providerReference, updatedAt: nowMs };
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    if (tries > 0) await deps.tables.backOff(1);
    const { money, ofOrder } = await paidBack(deps, done, await readPlace(work), nowMs);
    const ended = endRefund(refund, "succeed", { providerReference }, nowMs);
    const result = await deps.tables.transact([ended, ...money, ...ofOrder]);
    if (result.committed) {
      deps.metrics.count("RefundSucceeded");
      return DONE;
    }
    if (result.refusals[0]) return DONE;
    const isOrderRefused = result.refusals.slice(1 + money.length).some((refusal) => refusal !== undefined);
    if (!result.refusals[1] && !isOrderRefused)
      throw new InvariantError("a refund's ledger row or frozen amount is not as it must be");
  }
  return { kind: "again", delayMs: deps.limits.jobs.backoffMs };
}

/**
 * The payment as it is by now, with the order that it made by itself, in one request; then those of its refunds that it shows: one
 * that ends in between has the write on the payment refused.
 */
async function readPlace({ deps, refund, payment: { paysPurchase, orderId } }: RefundWork) {
  const { tenantId, paymentId } = refund;
  const ofOrder = paysPurchase ? [] : [orderKey(tenantId, orderId)];
  const [payment, order] = await deps.tables.getMany("main", [paymentKey(tenantId, paymentId), ...ofOrder]);
  if (!payment) throw new InvariantError("a refund's payment is gone");
  return {
    payment: payment as unknown as Payment,
    refunds: await refundsOf(deps, refund),
    order: order as unknown as Order | undefined,
  };
}

/** Refused for good: payment and wallet get the amount back. A late success cannot be left paid: a person has to look. */
async function fail(work: RefundWork, failure: string): Promise<WorkResult> {
  const { deps, refund } = work;
  const nowMs = deps.clock();
  if (refund.origin === "late-success") return park(work, failure);
  const result = await deps.tables.transact([
    endRefund(refund, "fail", { failure }, nowMs),
    ...returned(refund, nowMs),
  ]);
  if (result.committed) deps.metrics.count("RefundFailed");
  else if (!result.refusals[0]) throw new InvariantError("a refund's payment or frozen amount is not as it must be");
  return DONE;
}

async function stayUnknown(work: RefundWork, atLatestMs = Number.POSITIVE_INFINITY): Promise<WorkResult> {
  const { deps, refund } = work;
  const nowMs = deps.clock();
  const { refund: limits, sweepGraceMs } = deps.limits;
  const isOld = nowMs - refund.createdAt > limits.ageMaxMs;
  const next = afterDoubt(settledAtOf(refund, nowMs, limits, deps.limits.restored), nowMs, isOld);
  if (next.kind === "park") return park(work, "unknown");
  const when = { tries: refund.lookups, nowMs, atLatestMs: Math.min(atLatestMs, next.untilMs) };
  const lookupAt = lookAgainAt(deps, limits, when);
  await deps.tables.write(doubtRefund(refund, { lookupAt, dueAt: lookupAt + sweepGraceMs }, nowMs));
  return { kind: "again", delayMs: lookupAt - nowMs };
}

async function park({ deps, refund, payment }: RefundWork, why: string): Promise<WorkResult> {
  const nowMs = deps.clock();
  const { tenantId, refundId, paymentId, amount, sends: tries } = refund;
  const { sagaId, orderNo, channel } = payment;
  const about = { tenantId, subjectId: refundId, paymentId, sagaId, orderNo, amount, channel, tries };
  const result = await deps.tables.transact([
    endRefund(refund, "park", {}, nowMs),
    openReview({ ...about, why }, deps.random.ulid(nowMs), nowMs),
  ]);
  if (result.committed) deps.metrics.count("RefundParked");
  return DONE;
}

function hasTime({ deps, remainingMs }: RefundWork): boolean {
  return hasTimeForCall(deps.limits.refund, remainingMs());
}

function callOf({ deps, refund, payment, remainingMs }: RefundWork) {
  return refundCallOf(refund, payment, callTimeoutMs(deps.limits.refund, remainingMs()));
}
