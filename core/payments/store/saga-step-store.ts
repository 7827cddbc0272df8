import {
  Append,
  absent,
  anyOf,
  asSeen,
  type Clauses,
  type Fragment,
  Keep,
  oneOf,
  Plus,
} from "../../foundation/store/expression.ts";
import type { Write } from "../../foundation/store/table.ts";
import { check, update } from "../../foundation/store/write.ts";
import { cursorOf, OPEN, type PaymentStep, type StepState } from "../domain/payment-saga.ts";
import type { Saga, SagaStep, StepCallback, StepEvent } from "../domain/saga.ts";
import { stepKey } from "./keys.ts";

type SagaRef = Pick<Saga, "tenantId" | "sagaId">;

type StepChange = Partial<
  Pick<
    SagaStep,
    | ("executeData" | "compensateData" | "result" | "providerKey" | "compensationKey")
    | ("cancelSentAt" | "nextRetryAt" | "reason")
  >
>;

/** One without a row is PENDING. */
const isIn = (states: readonly StepState[]): Fragment =>
  states.includes("PENDING") ? anyOf(absent("state"), oneOf("state", states)) : oneOf("state", states);
const keyOf = ({ tenantId, sagaId }: SagaRef, step: PaymentStep) => stepKey(tenantId, sagaId, cursorOf(step));
const stepBase = (ref: SagaRef, step: PaymentStep, nowMs: number, event: string, detail?: string) => ({
  step,
  order: cursorOf(step),
  sagaId: ref.sagaId,
  events: new Append({ at: nowMs, event, ...(detail === undefined ? {} : { detail }) } satisfies StepEvent),
  updatedAt: nowMs,
});

/** Intent of an outside call: on record before the channel hears of it. */
export function intendStep(
  ref: SagaRef,
  step: PaymentStep,
  change: StepChange & { maxTries: number; lastSentAt: number },
  nowMs: number,
): Write {
  return update("step.send", keyOf(ref, step), {
    set: { ...stepBase(ref, step, nowMs, "sent"), ...change, state: "SENT", tries: new Plus(1) },
    remove: ["nextRetryAt"],
    // What was sent is looked up, and set back to PENDING by that alone: a task that runs twice sends once.
    only: { stateAllows: isIn(["PENDING"]) },
  });
}

/** A step of our own, done by the transaction that this is part of; or one whose call succeeded. */
export function succeedStep(ref: SagaRef, step: PaymentStep, change: StepChange, nowMs: number): Write {
  return update("step.succeed", keyOf(ref, step), {
    set: {
      ...stepBase(ref, step, nowMs, "succeeded"),
      ...change,
      state: "SUCCEEDED",
      tries: new Keep(1),
      maxTries: new Keep(1),
    },
    remove: ["nextRetryAt", "doubtSince", "reason"],
    only: { stateAllows: isIn(OPEN) },
  });
}

/**
 * Nothing was sent since the step was read. All runs of one execution's task share epoch and version: one that slept, while its
 * repetition has sent again, must not act upon what it found out before.
 */
export const sendAsSeen = (seen: SagaStep | undefined): Clauses => ({
  sendAsSeen: asSeen("lastSentAt", seen?.lastSentAt),
});
/** Nor was a call made that undoes it. */
export const cancelAsSeen = (seen: SagaStep | undefined): Clauses => ({
  cancelAsSeen: asSeen("cancels", seen?.cancels),
});

export function moveStep(
  ref: SagaRef,
  step: PaymentStep,
  to: StepState,
  sources: readonly StepState[],
  /** `reset`: an operator's retry starts counting anew. */
  change: StepChange & { lookups?: number; cancels?: number; reset?: boolean },
  nowMs: number,
  only: Clauses = {},
): Write & { kind: "update" } {
  const { lookups, cancels, reset, ...rest } = change;
  const plus = (count: number | undefined) => (count === undefined ? undefined : new Plus(count));
  const counts = reset
    ? { tries: 0, lookups: 0, cancels: 0 }
    : { tries: new Plus(0), lookups: plus(lookups), cancels: plus(cancels) };
  const doubtSince = reset ? nowMs : new Keep(nowMs);
  return update(`step.to-${to.toLowerCase()}`, keyOf(ref, step), {
    set: {
      ...stepBase(ref, step, nowMs, to.toLowerCase(), change.reason),
      ...rest,
      ...counts,
      ...(to === "UNKNOWN" ? { doubtSince } : {}),
      state: to,
    },
    remove: [...(to === "UNKNOWN" ? [] : ["doubtSince"]), ...(change.nextRetryAt === undefined ? ["nextRetryAt"] : [])],
    only: { stateAllows: isIn(sources), ...only },
  });
}

/** The wait's task token; whoever writes it sees whether the webhook was faster. */
export function rememberToken(ref: SagaRef, token: string, nowMs: number): Write {
  return update("step.remember-token", keyOf(ref, "AwaitPayment"), {
    set: { ...stepBase(ref, "AwaitPayment", nowMs, "waiting"), state: "SENT", token, tries: new Plus(1) },
    only: { stateAllows: isIn(OPEN) },
  });
}

const callbackIs =
  (type: StepCallback["type"]): Fragment =>
  (p) =>
    `${p.name("callback")}.${p.name("type")} = ${p.value(type)}`;

/** No verified webhook says that this was paid: what ends a wait unpaid must not overlook one. */
export function checkNotPaid(ref: SagaRef): Write {
  const notPaid = anyOf(absent("callback"), callbackIs("declined"));
  return check("step.not-paid", keyOf(ref, "AwaitPayment"), { notPaid });
}

const WAIT_ENDS = {
  FAILED: { name: "step.fail-wait" },
  SKIPPED: { name: "step.skip-wait" },
  // By an operator's word.
  SUCCEEDED: { name: "step.succeed-wait" },
} as const;

/** The customer's part comes to an end, and no webhook says that it was paid: one that does may name another trade. */
export function endWait(
  ref: SagaRef,
  to: keyof typeof WAIT_ENDS,
  sources: readonly StepState[],
  change: StepChange,
  nowMs: number,
): Write & { kind: "update" } {
  return { ...moveStep(ref, "AwaitPayment", to, sources, change, nowMs, checkNotPaid(ref).only), ...WAIT_ENDS[to] };
}

/** The first verified webhook stays, unless it said "declined" and this one says "paid". It moves nothing, the saga reads it. */
export function recordCallback(ref: SagaRef, callback: StepCallback, nowMs: number): Write & { kind: "update" } {
  return update("step.callback", keyOf(ref, "AwaitPayment"), {
    set: {
      ...stepBase(ref, "AwaitPayment", nowMs, "called back", callback.type),
      callback,
      state: new Keep("PENDING"),
      tries: new Plus(0),
    },
    only: {
      tellsMore: callback.type === "paid" ? anyOf(absent("callback"), callbackIs("declined")) : absent("callback"),
    },
  });
}
