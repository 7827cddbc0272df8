import { type BusinessRefusal, TerminalError } from "../../foundation/domain/errors.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Payment } from "../domain/payment.ts";
import { cursorOf, OPEN, type PaymentStep } from "../domain/payment-saga.ts";
import type { SagaStep, StepCallback } from "../domain/saga.ts";
import type { PaymentChange } from "../store/payment-store.ts";
import { checkNotPaid, endWait, moveStep } from "../store/saga-step-store.ts";
import type { Resumption } from "../store/saga-store.ts";
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

/** `found`: what was found out of the payment, for the write that takes it out of NEEDS_REVIEW. */
type Resolved = { writes: Write[]; to: Resumption; found?: PaymentChange } | Refused;

/** What a resolution writes of the steps, and how the saga goes on. The step that it names is parked. */
export function decide(whole: WholeSaga, input: SagaResolution, nowMs: number): Resolved {
  switch (input.resolution) {
    case "SUCCEEDED":
      return succeeded(whole, input, nowMs);
    case "FAILED":
      return failed(whole, input, nowMs);
    case "COMPENSATED":
      return compensated(whole, input, nowMs);
  }
}

const refused = (detail: string): Refused => ({ code: "step-not-resolvable", detail });

function succeeded({ saga, payment, steps }: WholeSaga, input: SagaResolution, nowMs: number): Resolved {
  if (saga.parkedFrom !== "RUNNING")
    return refused("the saga is being undone: a captured charge has to be compensated");
  const { amount = payment.amount, step } = input;
  if (amount.amount !== payment.amount.amount || amount.currency !== payment.amount.currency)
    return refused("another amount than the payment's cannot be settled");
  const callback = steps.get("AwaitPayment")?.callback;
  const told = callback?.type === "paid" ? callback.providerReference : undefined;
  if (told !== undefined && input.providerReference !== undefined && input.providerReference !== told)
    return refused("a verified webhook names another trade: that one is settled, give the other back");
  const providerReference = input.providerReference ?? callback?.providerReference ?? payment.providerReference;
  if (providerReference === undefined) throw tradeUnknown();
  const result = { amount, providerReference };
  const skip = () =>
    callback?.type === "paid"
      ? moveStep(saga, "AwaitPayment", "SKIPPED", OPEN, {}, nowMs)
      : // A webhook that says "paid" meanwhile may name another trade.
        endWait(saga, "SKIPPED", OPEN, {}, nowMs);
  return {
    to: { state: "PIVOTED", cursor: cursorOf("SettlePayment") },
    found: { outcome: "succeeded", providerReference },
    writes: [
      step === "AwaitPayment" && callback?.type !== "paid"
        ? endWait(saga, "SUCCEEDED", ["NEEDS_REVIEW"], { result }, nowMs)
        : moveStep(saga, step, "SUCCEEDED", ["NEEDS_REVIEW"], { result }, nowMs),
      ...(step === "ChargePayment" ? [skip()] : []),
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

function failed({ saga, steps }: WholeSaga, { step }: SagaResolution, nowMs: number): Resolved {
  if (saga.parkedFrom !== "RUNNING") return refused("the saga is being undone: the step was compensated or was not");
  if (steps.get("AwaitPayment")?.callback?.type === "paid")
    return refused("a verified webhook says that it was paid: compensate it instead");
  const writes =
    step === "AwaitPayment"
      ? [
          moveStep(saga, "ChargePayment", "FAILED", ["SUCCEEDED"], {}, nowMs),
          endWait(saga, "FAILED", ["NEEDS_REVIEW"], { reason: RESOLVED_FAILED }, nowMs),
        ]
      : [moveStep(saga, step, "FAILED", ["NEEDS_REVIEW"], { reason: RESOLVED_FAILED }, nowMs), checkNotPaid(saga)];
  return { writes, to: { state: "COMPENSATING", openSteps: 1, endsAs: "DECLINED" } };
}

/** The customer's money went back by hand, or never came. A verified webhook that says "paid" is not passed over: its trade has to be named. */
function compensated({ saga, payment, steps }: WholeSaga, input: SagaResolution, nowMs: number): Resolved {
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
  const writes = [
    closed(input.step === "AwaitPayment" ? "SUCCEEDED" : "NEEDS_REVIEW"),
    // What says "paid" stays for good, so only its absence can change under our feet.
    ...(isWaiting && paid ? [moveStep(saga, "AwaitPayment", "SKIPPED", [wait], {}, nowMs)] : []),
    ...(isWaiting && !paid ? [endWait(saga, "SKIPPED", [wait], {}, nowMs)] : []),
    ...(isWaiting || paid ? [] : [checkNotPaid(saga)]),
  ];
  return { writes, to: { state: "COMPENSATING", openSteps, endsAs: saga.endsAs ?? "CANCELLED" } };
}

/** The trade that an operator gave back: its webhook, told again, brings nothing new. */
function givenBack({ amount }: Payment, input: SagaResolution, paid: StepCallback | undefined): SagaStep["result"] {
  if (input.providerReference === undefined) return {};
  const providerReference = paid ? paid.providerReference : input.providerReference;
  return { givenBack: amount, ...(providerReference === undefined ? {} : { providerReference }) };
}
