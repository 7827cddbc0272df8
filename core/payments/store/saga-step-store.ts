import {
  Append,
  absent,
  anyOf,
  asSeen,
  type Clauses,
  equals,
  type Fragment,
  Keep,
  oneOf,
  Plus,
} from "../../foundation/store/expression.ts";
import { stepKey } from "../../foundation/store/keys.ts";
import type { Write } from "../../foundation/store/table.ts";
import { check, update } from "../../foundation/store/write.ts";
import { cursorOf, type PaymentStep, type StepState } from "../domain/payment-saga.ts";
import type { Saga, SagaStep, StepCallback, StepEvent } from "../domain/saga.ts";

type SagaRef = Pick<Saga, "tenantId" | "sagaId">;

export interface StepChange {
  executeData?: Record<string, unknown>;
  compensateData?: Record<string, unknown>;
  result?: SagaStep["result"];
  providerKey?: string;
  compensationKey?: string;
  cancelSentAt?: number;
  nextRetryAt?: number;
  reason?: string | undefined;
}

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
  change: StepChange & { maxTries: number },
  nowMs: number,
): Write {
  return update("step.send", stepKey(ref.tenantId, ref.sagaId, cursorOf(step)), {
    set: { ...stepBase(ref, step, nowMs, "sent"), ...change, state: "SENT", tries: new Plus(1), lastSentAt: nowMs },
    remove: ["nextRetryAt"],
    // What was sent is looked up, and set back to PENDING by that alone: a task that runs twice sends once.
    only: { stateAllows: anyOf(absent("state"), equals("state", "PENDING")) },
  });
}

/** A step of our own, done by the transaction that this is part of; or one whose call succeeded. */
export function succeedStep(ref: SagaRef, step: PaymentStep, change: StepChange, nowMs: number): Write {
  return update("step.succeed", stepKey(ref.tenantId, ref.sagaId, cursorOf(step)), {
    set: {
      ...stepBase(ref, step, nowMs, "succeeded"),
      ...change,
      state: "SUCCEEDED",
      tries: new Keep(1),
      maxTries: new Keep(1),
    },
    remove: ["nextRetryAt", "doubtSince", "reason"],
    only: { stateAllows: anyOf(absent("state"), oneOf("state", ["PENDING", "SENT", "UNKNOWN"])) },
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
  const counts = reset
    ? { tries: 0, lookups: 0, cancels: 0, ...(to === "UNKNOWN" ? { doubtSince: nowMs } : {}) }
    : {
        tries: new Plus(0),
        ...(lookups === undefined ? {} : { lookups: new Plus(lookups) }),
        ...(cancels === undefined ? {} : { cancels: new Plus(cancels) }),
        ...(to === "UNKNOWN" ? { doubtSince: new Keep(nowMs) } : {}),
      };
  return update(`step.to-${to.toLowerCase()}`, stepKey(ref.tenantId, ref.sagaId, cursorOf(step)), {
    set: {
      ...stepBase(ref, step, nowMs, to.toLowerCase(), change.reason),
      ...rest,
      ...counts,
      state: to,
    },
    remove: [...(to === "UNKNOWN" ? [] : ["doubtSince"]), ...(change.nextRetryAt === undefined ? ["nextRetryAt"] : [])],
    only: {
      stateAllows: sources.includes("PENDING")
        ? anyOf(absent("state"), oneOf("state", sources))
        : oneOf("state", sources),
      ...only,
    },
  });
}

/** The wait's task token; whoever writes it sees whether the webhook was faster. */
export function rememberToken(ref: SagaRef, token: string, nowMs: number): Write {
  return update("step.remember-token", stepKey(ref.tenantId, ref.sagaId, cursorOf("AwaitPayment")), {
    set: { ...stepBase(ref, "AwaitPayment", nowMs, "waiting"), state: "SENT", token, tries: new Plus(1) },
    only: { stateAllows: anyOf(absent("state"), oneOf("state", ["PENDING", "SENT", "UNKNOWN"])) },
  });
}

const callbackIs =
  (type: StepCallback["type"]): Fragment =>
  (p) =>
    `${p.name("callback")}.${p.name("type")} = ${p.value(type)}`;

/** No verified webhook says that this was paid: what ends a wait unpaid must not overlook one. */
export function checkNotPaid(ref: SagaRef): Write {
  return check("step.not-paid", stepKey(ref.tenantId, ref.sagaId, cursorOf("AwaitPayment")), {
    notPaid: anyOf(absent("callback"), callbackIs("declined")),
  });
}

/** The customer's part comes to an end, and no webhook says that it was paid. */
function endWait(
  ref: SagaRef,
  end: { name: string; to: StepState; sources: readonly StepState[]; change?: StepChange },
  nowMs: number,
): Write & { kind: "update" } {
  const write = moveStep(ref, "AwaitPayment", end.to, end.sources, end.change ?? {}, nowMs, checkNotPaid(ref).only);
  return { ...write, name: end.name };
}

export function failWait(
  ref: SagaRef,
  reason: string,
  nowMs: number,
  sources: readonly StepState[] = ["PENDING", "SENT", "UNKNOWN"],
): Write & { kind: "update" } {
  return endWait(ref, { name: "step.fail-wait", to: "FAILED", sources, change: { reason } }, nowMs);
}

export function skipWait(ref: SagaRef, nowMs: number, sources: readonly StepState[]): Write & { kind: "update" } {
  return endWait(ref, { name: "step.skip-wait", to: "SKIPPED", sources }, nowMs);
}

/** Paid by an operator's word: a webhook that says so, too, may name another trade. */
export function succeedWait(
  ref: SagaRef,
  result: NonNullable<SagaStep["result"]>,
  nowMs: number,
): Write & { kind: "update" } {
  const end = { name: "step.succeed-wait", to: "SUCCEEDED", sources: ["NEEDS_REVIEW"], change: { result } } as const;
  return endWait(ref, end, nowMs);
}

/** The first verified webhook stays, unless it said "declined" and this one says "paid". It moves nothing, the saga reads it. */
export function recordCallback(ref: SagaRef, callback: StepCallback, nowMs: number): Write & { kind: "update" } {
  return update("step.callback", stepKey(ref.tenantId, ref.sagaId, cursorOf("AwaitPayment")), {
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
