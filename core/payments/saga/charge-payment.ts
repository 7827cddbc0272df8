import { settledAtOf } from "../../foundation/domain/call-bracket.ts";
import { CONTRACT } from "../../foundation/domain/limits.ts";
import { delayMs } from "../../foundation/services/backoff.ts";
import type { Write } from "../../foundation/store/table.ts";
import { type CancelOutcome, chargeKeyOf, type RefundOutcome } from "../domain/channel.ts";
import type { Payment } from "../domain/payment.ts";
import { OPEN, type TaskAnswer } from "../domain/payment-saga.ts";
import { returnUrlOf } from "../domain/return-url.ts";
import type { SagaStep } from "../domain/saga.ts";
import { cancelAsSeen, intendStep, moveStep } from "../store/saga-step-store.ts";
import { checkDriving, closeCompensation } from "../store/saga-store.ts";
import { applyOutcome, chargeSettledAtOf, declineUnsent, expire, isPaid } from "./charge-outcome.ts";
import {
  callTimeoutMs,
  channelOf,
  type Drive,
  elsewhere,
  go,
  hasTimeForCall,
  holdUntil,
  leaseUntil,
  needTimeForCall,
  record,
} from "./drive.ts";
import { allSettledAtOf, parkWhenSettled } from "./park.ts";

/** Asks the channel for the money, while the order can be paid. The intent is on record first; the key is the same for every send. */
export async function chargePayment(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const known = steps.get("ChargePayment");
  if (deps.clock() >= saga.deadline) return expire(drive);
  const { port, notifyUrl, cannotCall, account, version } = await channelOf(drive);
  const restored = known?.lastSentAt === undefined ? deps.limits.restored : undefined;
  const isFirst = known?.lastSentAt === undefined && !restored;
  // Where it was sent first: another account is sent nothing.
  const sentTo = known?.executeData ?? { account, version };
  if (cannotCall && isFirst) return declineUnsent(drive);
  needTimeForCall(drive);
  const nowMs = deps.clock();
  const providerKey = chargeKeyOf(payment.paymentId);
  const { paymentId, orderNo, amount, paymentMethod, customerId, description } = payment;
  // The same for every send, even when an operator has given the customer more time: it is part of what the key stands for.
  const expiresAtMs = Number(known?.executeData?.expiresAtMs ?? saga.deadline);
  const returnUrl = returnUrlFor(payment, known?.executeData);
  const intent = await deps.tables.transact([
    intendStep(
      saga,
      "ChargePayment",
      {
        providerKey,
        maxTries: CONTRACT.chargeSendsMax,
        lastSentAt: restored?.atMs ?? nowMs,
        executeData: {
          ...{ paymentId, orderNo, amount, channel: payment.channel, expiresAtMs },
          ...(returnUrl === undefined ? {} : { returnUrl }),
          ...(sentTo.account === undefined ? {} : { account: sentTo.account }),
          ...(sentTo.version === undefined ? {} : { version: sentTo.version }),
        },
        compensateData: { paymentId },
      },
      nowMs,
    ),
    checkDriving(saga),
  ]);
  if (!intent.committed) return elsewhere(drive);
  const sent = withCharge(drive, { state: "SENT", lastSentAt: restored?.atMs ?? nowMs });
  if (!hasTimeForCall(drive)) return applyOutcome(sent, { outcome: "unknown", reason: "no-time-left" });
  // What its row knows nothing of may have been sent before the restore: the channel is asked before it hears of it again.
  if (restored) return applyOutcome(sent, await port.query(refOf(sent)), nowMs);
  const outcome = await port.charge({
    providerKey,
    paymentId,
    orderNo,
    amount,
    paymentMethod,
    customerId,
    description,
    returnUrl,
    notifyUrl,
    expiresAtMs,
    timeoutMs: callTimeoutMs(drive),
  });
  // Not even let in, and there was no call before this one.
  const isRefusedAtTheDoor = isFirst && outcome.outcome === "unknown" && outcome.reason === "channel-unusable";
  return applyOutcome(sent, isRefusedAtTheDoor ? { outcome: "declined", reason: "channel-unusable" } : outcome);
}

/** As it went out first: the key stands for it, too. A send from before it was on record had the merchant's own. */
function returnUrlFor({ returnUrl, paymentId }: Payment, sent: SagaStep["executeData"]): string | undefined {
  if (returnUrl === undefined) return undefined;
  if (sent) return String(sent.returnUrl ?? returnUrl);
  // How it ends is not known yet: the customer comes back from a page whose answer only its vendor has.
  return returnUrlOf(returnUrl, paymentId, "PROCESSING");
}

/**
 * Closes the charge if it is unpaid, gives the money back if it is paid. A charge without a known outcome is looked up first,
 * and "nothing to undo" is believed only after the settle window of its last send, and never against a webhook that says paid.
 */
export async function cancelCharge(drive: Drive): Promise<TaskAnswer> {
  const charge = chargeIn(drive);
  const isUnsent = charge.state === "PENDING" && charge.lastSentAt === undefined && !drive.deps.limits.restored;
  // Paid although it was never sent: the channel is asked to undo it, and a person when it knows of nothing.
  if (isUnsent && !isPaid(drive)) return close(drive, "SKIPPED");
  needTimeForCall(drive);
  if (isInDoubt(charge) && !isPaid(drive)) {
    const { port } = await channelOf(drive);
    const askedAt = drive.deps.clock();
    const found = await port.query(refOf(drive));
    if (found.outcome === "unknown") return tryLater(drive, found.reason);
    if (found.outcome === "declined") return close(drive, "COMPENSATED");
    if (found.outcome === "not-found") return closeWhenSettled(drive, askedAt);
    needTimeForCall(drive);
  }
  return undo(drive);
}

const NEVER_SENT: SagaStep = { step: "ChargePayment", order: 1, state: "PENDING", tries: 0, maxTries: 1, updatedAt: 0 };
const chargeIn = ({ steps }: Drive): SagaStep => steps.get("ChargePayment") ?? NEVER_SENT;
const isInDoubt = ({ state }: SagaStep): boolean => OPEN.some((open) => open === state);

/** States of a charge that the channel may have heard of; PENDING: about to be sent again. */
const SENT_ONCE = [...OPEN, "SUCCEEDED", "COMPENSATING"] as const;

/** The drive with what an intent has just put on record of the charge. */
function withCharge(drive: Drive, change: Partial<SagaStep>): Drive {
  return { ...drive, steps: new Map(drive.steps).set("ChargePayment", { ...chargeIn(drive), ...change }) };
}

async function undo(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const before = chargeIn(drive);
  const { cancels = 0 } = before;
  // Used up: one more would put off for another settle window what a person has to decide.
  if (cancels >= CONTRACT.cancelsMax)
    return parkWhenSettled(drive, "ChargePayment", before.reason ?? "compensation-failed");
  const compensationKey = `${payment.paymentId}#cancel`;
  const nowMs = deps.clock();
  const change = { compensationKey, cancelSentAt: nowMs };
  const intent = await deps.tables.transact([
    moveStep(saga, "ChargePayment", "COMPENSATING", SENT_ONCE, { ...change, cancels: 1 }, nowMs, cancelAsSeen(before)),
    holdUntil(drive, nowMs),
  ]);
  if (!intent.committed) return elsewhere(drive);
  const sent = withCharge(drive, { ...change, state: "COMPENSATING", cancels: cancels + 1 });
  if (!hasTimeForCall(drive)) return tryLater(sent, "no-time-left");
  const { port } = await channelOf(drive);
  const askedAt = deps.clock();
  const outcome = await port.cancel({ ...refOf(drive), compensationKey });
  switch (outcome.outcome) {
    case "cancelled":
      if (outcome.amount === 0 && isPaid(sent)) return tryLater(sent, "contradiction");
      return close(sent, "COMPENSATED", { givenBack: { ...payment.amount, amount: outcome.amount } });
    case "not-found":
      return isPaid(sent) ? tryLater(sent, "contradiction") : closeWhenSettled(sent, askedAt);
    case "unknown":
      return tryLater(sent, outcome.reason);
    case "captured":
      return giveBack(sent, outcome);
  }
}

/** Captured, and this vendor voids no capture: refunded. A refund that may have been sent is looked up before it is sent again. */
async function giveBack(
  drive: Drive,
  { amount, providerReference }: Extract<CancelOutcome, { outcome: "captured" }>,
): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  if (!hasTimeForCall(drive)) return tryLater(drive, "no-time-left");
  const { port } = await channelOf(drive);
  const { paymentId, orderNo } = payment;
  const refundId = `${paymentId}#cancel`;
  const ids = { providerKey: refundId, refundId, paymentId, orderNo, providerReference };
  const callNow = () => ({ ...ids, amount, chargeAmount: payment.amount, timeoutMs: callTimeoutMs(drive) });
  const ended = (refunded: RefundOutcome, by = drive) =>
    refunded.outcome === "succeeded"
      ? close(by, "COMPENSATED", {
          givenBack: amount,
          ...(providerReference === undefined ? {} : { providerReference }),
        })
      : tryLater(by, refunded.reason);
  const charge = chargeIn(drive);
  const { restored } = deps.limits;
  const sentAt = charge.compensateData?.refundSentAt ?? restored?.atMs;
  if (typeof sentAt === "number") {
    const askedAt = deps.clock();
    const settledAt = settledAtOf({ lastSentAt: sentAt }, askedAt, deps.limits.charge, restored);
    const found = await port.queryRefund(callNow());
    if (found.outcome !== "not-found") return ended(found);
    if (askedAt <= settledAt) return waitToCancel(drive, settledAt + 1);
  }
  const nowMs = deps.clock();
  const change = { compensateData: { ...charge.compensateData, refundSentAt: nowMs }, cancelSentAt: nowMs };
  // Of two runs that know of no refund, or of the same one, one sends it.
  const seen = cancelAsSeen(charge);
  const move = moveStep(saga, "ChargePayment", "COMPENSATING", ["COMPENSATING"], change, nowMs, seen);
  const intent = await deps.tables.transact([move, holdUntil(drive, nowMs)]);
  if (!intent.committed) return elsewhere(drive);
  const sent = withCharge(drive, change);
  if (!hasTimeForCall(drive)) return tryLater(sent, "no-time-left");
  return ended(await port.refund(callNow()), sent);
}

async function closeWhenSettled(drive: Drive, askedAt: number): Promise<TaskAnswer> {
  const settledAt = chargeSettledAtOf(drive, askedAt);
  return askedAt > settledAt ? close(drive, "COMPENSATED") : waitToCancel(drive, settledAt + 1);
}

/** `found`: what its compensation gave back, and of which trade. */
function close(drive: Drive, to: "COMPENSATED" | "SKIPPED", found: SagaStep["result"] = {}): Promise<TaskAnswer> {
  const { deps, saga, steps } = drive;
  const nowMs = deps.clock();
  const sources = to === "SKIPPED" ? (["PENDING"] as const) : SENT_ONCE;
  const wait = steps.get("AwaitPayment")?.state;
  const change = to === "SKIPPED" ? {} : { result: { ...chargeIn(drive).result, ...found } };
  const writes = [
    moveStep(saga, "ChargePayment", to, sources, change, nowMs),
    ...(wait === "SENT" || wait === "UNKNOWN" ? [moveStep(saga, "AwaitPayment", "SKIPPED", OPEN, {}, nowMs)] : []),
    closeCompensation(saga, leaseUntil(deps, nowMs), nowMs),
  ];
  return record(drive, writes, go("CancelOrder"));
}

/** A compensation repeats with backoff; one that keeps failing is parked, never dropped. */
async function tryLater(drive: Drive, reason: string): Promise<TaskAnswer> {
  const { deps, saga } = drive;
  const charge = chargeIn(drive);
  const { cancels = 0, lookups = 0 } = charge;
  const nowMs = deps.clock();
  const doubtful = isInDoubt(charge);
  const isOver = doubtful
    ? nowMs - (charge.doubtSince ?? nowMs) > deps.limits.charge.ageMaxMs
    : cancels >= CONTRACT.cancelsMax;
  const settledAt = allSettledAtOf(drive);
  if (isOver && nowMs > settledAt) return parkWhenSettled(drive, "ChargePayment", reason);
  const wakeAt = isOver ? settledAt + 1 : nowMs + delayMs(deps, deps.limits.charge, cancels + lookups);
  const change = { reason, nextRetryAt: wakeAt };
  const move = doubtful
    ? moveStep(saga, "ChargePayment", "UNKNOWN", OPEN, { ...change, lookups: 1 }, nowMs)
    : moveStep(saga, "ChargePayment", "COMPENSATING", ["COMPENSATING"], change, nowMs);
  return waitToCancel(drive, wakeAt, move);
}

function waitToCancel(drive: Drive, wakeAt: number, ...moves: Write[]): Promise<TaskAnswer> {
  const wait = go("WaitToCancel", wakeAt - drive.deps.clock());
  return record(drive, [...moves, holdUntil(drive, wakeAt)], wait);
}

function refOf(drive: Drive) {
  const { paymentId, orderNo, amount } = drive.payment;
  const providerReference =
    drive.payment.providerReference ?? drive.steps.get("ChargePayment")?.result?.providerReference;
  return { paymentId, orderNo, amount, providerReference, timeoutMs: callTimeoutMs(drive) };
}
