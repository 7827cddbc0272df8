import type { ChargeQueryOutcome } from "../../domain/channel.ts";
import { CONTRACT } from "../../domain/limits.ts";
import { cursorOf, type PaymentStep, type TaskAnswer } from "../../domain/payment-saga.ts";
import { movePayment, recordCapture } from "../../store/payment-store.ts";
import { advanceSaga, extendLease, moveStep, succeedStep, turnBack } from "../../store/saga-store.ts";
import type { Write } from "../../store/table.ts";
import { delayMs } from "../backoff.ts";
import { type Drive, elsewhere, go, leaseUntil } from "./drive.ts";
import { park } from "./park.ts";

/** The step whose outcome is being found out: the charge itself, or the customer's part of it. */
export function openStepOf({ saga }: Drive): PaymentStep {
  return saga.cursor === cursorOf("AwaitPayment") ? "AwaitPayment" : "ChargePayment";
}

/** What a charge, a query or a webhook says, on record with its consequences in one transaction. */
export async function applyOutcome(drive: Drive, outcome: ChargeQueryOutcome): Promise<TaskAnswer> {
  switch (outcome.outcome) {
    case "succeeded":
      return capture(drive, outcome.providerReference);
    case "requires-action":
      return askCustomer(drive, outcome.paymentUrl, outcome.providerReference);
    case "declined":
      return decline(drive, outcome.reason);
    case "not-found":
      return afterNotFound(drive);
    case "unknown":
      return stayUnknown(drive, outcome.reason);
  }
}

/** The pivot: from here on only forward. */
async function capture(drive: Drive, providerReference: string): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const nowMs = deps.clock();
  const result = { providerReference, amount: payment.amount };
  const waited = openStepOf(drive) === "AwaitPayment";
  const writes: Write[] = waited
    ? [succeedStep(saga, "AwaitPayment", { result }, nowMs)]
    : [
        succeedStep(saga, "ChargePayment", { result }, nowMs),
        moveStep(saga, "AwaitPayment", "SKIPPED", ["PENDING"], {}, nowMs),
      ];
  const done = await deps.tables.transact([
    ...writes,
    advanceSaga(saga, "pivot", "PIVOTED", cursorOf("SettlePayment"), leaseUntil(deps, nowMs), nowMs),
    recordCapture(payment, providerReference, nowMs),
  ]);
  return done.committed ? go("SettlePayment") : elsewhere(drive);
}

async function askCustomer(
  drive: Drive,
  told: string | undefined,
  providerReference: string | undefined,
): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const nowMs = deps.clock();
  const charge = steps.get("ChargePayment");
  const paymentUrl = told ?? charge?.result?.paymentUrl;
  if (paymentUrl === undefined) {
    // This vendor does not repeat the page's address in a query: the same key again brings it back.
    return (charge?.tries ?? 0) < CONTRACT.sendsMax
      ? go("ChargePayment")
      : park(drive, "ChargePayment", "no-payment-url");
  }
  if (openStepOf(drive) === "AwaitPayment") return nowMs < saga.deadline ? waitAgain(drive, paymentUrl) : expire(drive);
  const result = { paymentUrl, ...(providerReference === undefined ? {} : { providerReference }) };
  const done = await deps.tables.transact([
    succeedStep(saga, "ChargePayment", { result }, nowMs),
    advanceSaga(saga, "advance", "RUNNING", cursorOf("AwaitPayment"), leaseUntil(deps, nowMs), nowMs),
    movePayment(payment, "ask-customer", "REQUIRES_ACTION", { paymentUrl, providerReference }, nowMs),
  ]);
  return done.committed ? go("AwaitPayment") : elsewhere(drive);
}

/** The channel still waits for the customer, and so do we. */
async function waitAgain(drive: Drive, paymentUrl: string): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const wait = steps.get("AwaitPayment");
  // A webhook says paid, the channel does not yet: its page lags behind its own event.
  if (wait?.callback?.type === "paid") return stayUnknown(drive, "not-found");
  if (wait?.state !== "UNKNOWN") return go("AwaitPayment");
  const nowMs = deps.clock();
  const done = await deps.tables.transact([
    moveStep(saga, "AwaitPayment", "PENDING", ["UNKNOWN"], {}, nowMs),
    movePayment(payment, "ask-customer", "REQUIRES_ACTION", { paymentUrl }, nowMs),
    extendLease(saga, leaseUntil(deps, nowMs).leaseUntil, leaseUntil(deps, nowMs).dueAt),
  ]);
  return done.committed ? go("AwaitPayment") : elsewhere(drive);
}

/** Time is up and nothing was paid: undone like a cancelled payment, by this very execution. */
async function expire(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga } = drive;
  const nowMs = deps.clock();
  const back = { openSteps: 2, endsAs: "CANCELLED" as const, resume: false, dueAt: 0 };
  const done = await deps.tables.transact([turnBack(saga, "abort", back, nowMs)]);
  return done.committed ? go("CancelCharge") : elsewhere(drive);
}

/** Refused for good: what came before is undone. */
async function decline(drive: Drive, reason: string): Promise<TaskAnswer> {
  const { deps, saga, payment } = drive;
  const nowMs = deps.clock();
  const waited = openStepOf(drive) === "AwaitPayment";
  const done = await deps.tables.transact([
    moveStep(saga, "ChargePayment", "FAILED", waited ? ["SUCCEEDED"] : ["SENT", "UNKNOWN"], { reason }, nowMs),
    ...(waited ? [moveStep(saga, "AwaitPayment", "FAILED", ["PENDING", "SENT", "UNKNOWN"], { reason }, nowMs)] : []),
    turnBack(saga, "decline", { openSteps: 1, endsAs: "DECLINED", resume: false, dueAt: 0 }, nowMs),
    movePayment(payment, "decline", "DECLINED", { outcome: "declined", reason }, nowMs),
  ]);
  return done.committed ? go("CancelOrder") : elsewhere(drive);
}

/** "Not found" proves nothing before the settle window of the last send is over; after it the same key is sent again. */
async function afterNotFound(drive: Drive): Promise<TaskAnswer> {
  const { deps, steps } = drive;
  const nowMs = deps.clock();
  const charge = steps.get("ChargePayment");
  const settledAt = (charge?.lastSentAt ?? nowMs) + deps.limits.channelSettleMs;
  if (openStepOf(drive) === "AwaitPayment") return stayUnknown(drive, "not-found");
  if (nowMs <= settledAt) return stayUnknown(drive, "not-found", settledAt + 1);
  if ((charge?.tries ?? 0) >= CONTRACT.sendsMax) return park(drive, "ChargePayment", "not-found");
  return go("ChargePayment");
}

export async function stayUnknown(
  drive: Drive,
  reason: string,
  atLatestMs = Number.POSITIVE_INFINITY,
): Promise<TaskAnswer> {
  const { deps, saga, payment, steps } = drive;
  const nowMs = deps.clock();
  const step = openStepOf(drive);
  const known = steps.get(step);
  if (nowMs - (known?.doubtSince ?? nowMs) > deps.limits.channelDoubtMaxMs && reason !== "not-found")
    return park(drive, step, reason);
  const { channelBackoffMs, channelBackoffMaxMs } = deps.limits;
  const wait = delayMs(deps, { firstMs: channelBackoffMs, maxMs: channelBackoffMaxMs, tries: known?.lookups ?? 0 });
  const wakeAt = Math.min(nowMs + wait, Math.max(atLatestMs, nowMs));
  const lease = leaseUntil(deps, wakeAt);
  const done = await deps.tables.transact([
    moveStep(saga, step, "UNKNOWN", ["PENDING", "SENT", "UNKNOWN"], { reason, nextRetryAt: wakeAt, lookups: 1 }, nowMs),
    movePayment(payment, "doubt", "UNKNOWN", { reason }, nowMs),
    extendLease(saga, lease.leaseUntil, lease.dueAt),
  ]);
  if (!done.committed) return elsewhere(drive);
  deps.metrics.count("ChargeUnknown");
  return go("WaitForPayment", wakeAt - nowMs);
}
