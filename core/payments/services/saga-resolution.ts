import { type BusinessRefusal, TerminalError } from "../../foundation/domain/errors.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Payment } from "../domain/payment.ts";
import { cursorOf, type PaymentStep } from "../domain/payment-saga.ts";
import type { SagaStep, StepCallback } from "../domain/saga.ts";
import { movePayment } from "../store/payment-store.ts";
import { checkNotPaid, failWait, moveStep, skipWait, succeedWait } from "../store/saga-step-store.ts";
import { resumeByOperator } from "../store/saga-store.ts";
import type { WholeSaga } from "./sagas.ts";

export interface SagaResolution {
  step: PaymentStep;
  resolution: "SUCCEEDED" | "FAILED" | "COMPENSATED";
  providerReference?: string | undefined;
  amount?: Money | undefined;
  reason: string;
}

/** Why it cannot be. */
type Refused = BusinessRefusal & { detail: string };

/** An operator's change: what it writes, or why it cannot be. */
export type Decision = { writes: Write[] } | Refused;

/** `resume`: how the payment leaves NEEDS_REVIEW; its state and what was found out are one row, so one write has both. */
type Resolved = { writes: Write[]; resume: Write } | Refused;

interface When {
  dueAt: number;
  nowMs: number;
}

/** What a resolution writes beside its audit row. The step that it names is parked. */
export function decide(whole: WholeSaga, input: SagaResolution, when: When): Resolved {
  switch (input.resolution) {
    case "SUCCEEDED":
      return succeeded(whole, input, when);
    case "FAILED":
      return failed(whole, input, when);
    case "COMPENSATED":
      return compensated(whole, input, when);
  }
}

const refused = (detail: string): Refused => ({ code: "step-not-resolvable", detail });

function succeeded({ saga, payment, steps }: WholeSaga, input: SagaResolution, { dueAt, nowMs }: When): Resolved {
  if (saga.parkedFrom !== "RUNNING")
    return refused("the saga is being undone: a captured charge has to be compensated");
  const { amount = payment.amount, step, resolution } = input;
  if (amount.amount !== payment.amount.amount || amount.currency !== payment.amount.currency)
    return refused("another amount than the payment's cannot be settled");
  const callback = steps.get("AwaitPayment")?.callback;
  const told = callback?.type === "paid" ? callback.providerReference : undefined;
  if (told !== undefined && input.providerReference !== undefined && input.providerReference !== told)
    return refused("a verified webhook names another trade: that one is settled, give the other back");
  const providerReference = input.providerReference ?? callback?.providerReference ?? payment.providerReference;
  if (providerReference === undefined) throw tradeUnknown();
  const result = { amount, providerReference };
  const open = ["PENDING", "SENT", "UNKNOWN"] as const;
  const skip = () =>
    callback?.type === "paid"
      ? moveStep(saga, "AwaitPayment", "SKIPPED", open, {}, nowMs)
      : // A webhook that says "paid" meanwhile may name another trade.
        skipWait(saga, nowMs, open);
  return {
    resume: movePayment(payment, "resume", "PROCESSING", { outcome: "succeeded", providerReference }, nowMs),
    writes: [
      step === "AwaitPayment" && callback?.type !== "paid"
        ? succeedWait(saga, result, nowMs)
        : moveStep(saga, step, "SUCCEEDED", ["NEEDS_REVIEW"], { result }, nowMs),
      ...(step === "ChargePayment" ? [skip()] : []),
      resumeByOperator(
        saga,
        "resolve",
        { state: "PIVOTED", cursor: cursorOf("SettlePayment"), dueAt, resolution },
        nowMs,
      ),
    ],
  };
}

/** A refund names the trade to the vendor: money of a trade that nobody knows could never be given back. */
function tradeUnknown(): TerminalError {
  return new TerminalError("request-invalid", "nobody knows which trade was captured", {
    errors: [{ pointer: "/providerReference", detail: "is required: nobody has named the trade that was captured" }],
  });
}

/** Not the vendor's word, but an operator's. */
const RESOLVED_FAILED = "resolved-failed";

function failed(
  { saga, payment, steps }: WholeSaga,
  { step, resolution }: SagaResolution,
  { dueAt, nowMs }: When,
): Resolved {
  if (saga.parkedFrom !== "RUNNING") return refused("the saga is being undone: the step was compensated or was not");
  if (steps.get("AwaitPayment")?.callback?.type === "paid")
    return refused("a verified webhook says that it was paid: compensate it instead");
  const moves =
    step === "AwaitPayment"
      ? [
          moveStep(saga, "ChargePayment", "FAILED", ["SUCCEEDED"], {}, nowMs),
          failWait(saga, RESOLVED_FAILED, nowMs, ["NEEDS_REVIEW"]),
        ]
      : [moveStep(saga, step, "FAILED", ["NEEDS_REVIEW"], { reason: RESOLVED_FAILED }, nowMs), checkNotPaid(saga)];
  const end = {
    state: "COMPENSATING",
    cursor: saga.cursor,
    openSteps: 1,
    endsAs: "DECLINED",
    dueAt,
    resolution,
  } as const;
  return {
    resume: movePayment(payment, "resume", "PROCESSING", {}, nowMs),
    writes: [...moves, resumeByOperator(saga, "resolve", end, nowMs)],
  };
}

/** The customer's money went back by hand, or never came. A verified webhook that says "paid" is not passed over: its trade has to be named. */
function compensated(whole: WholeSaga, input: SagaResolution, { dueAt, nowMs }: When): Resolved {
  const { saga, payment, steps } = whole;
  const openSteps = saga.parkedFrom === "COMPENSATING" ? saga.openSteps - 1 : 1;
  if (openSteps < 1) return refused("retry it instead: only our own rows are left to undo");
  const callback = steps.get("AwaitPayment")?.callback;
  const paid = callback?.type === "paid" ? callback : undefined;
  if (paid && input.providerReference !== (paid.providerReference ?? paid.eventId))
    return refused(
      "a verified webhook says that it was paid: compensate it, or give it back and name its trade as providerReference",
    );
  const result = { ...steps.get("ChargePayment")?.result, ...givenBack(payment, input, paid) };
  const closed = (from: "NEEDS_REVIEW" | "SUCCEEDED") =>
    moveStep(saga, "ChargePayment", "COMPENSATED", [from], { result }, nowMs);
  const wait = steps.get("AwaitPayment")?.state ?? "PENDING";
  const isWaiting = wait === "NEEDS_REVIEW" || wait === "SENT" || wait === "UNKNOWN";
  const moves = [
    closed(input.step === "AwaitPayment" ? "SUCCEEDED" : "NEEDS_REVIEW"),
    // What says "paid" stays for good, so only its absence can change under our feet.
    ...(isWaiting && paid ? [moveStep(saga, "AwaitPayment", "SKIPPED", [wait], {}, nowMs)] : []),
    ...(isWaiting && !paid ? [skipWait(saga, nowMs, [wait])] : []),
    ...(isWaiting || paid ? [] : [checkNotPaid(saga)]),
  ];
  const { resolution } = input;
  const endsAs = saga.endsAs ?? "CANCELLED";
  const end = { state: "COMPENSATING", cursor: saga.cursor, openSteps, endsAs, dueAt, resolution } as const;
  return {
    resume: movePayment(payment, "resume", "PROCESSING", {}, nowMs),
    writes: [...moves, resumeByOperator(saga, "resolve", end, nowMs)],
  };
}

/** The trade that an operator gave back: its webhook, told again, brings nothing new. */
function givenBack({ amount }: Payment, input: SagaResolution, paid: StepCallback | undefined): SagaStep["result"] {
  if (input.providerReference === undefined) return {};
  const providerReference = paid ? paid.providerReference : input.providerReference;
  return { givenBack: amount, ...(providerReference === undefined ? {} : { providerReference }) };
}
