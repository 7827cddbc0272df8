import { cursorOf, PAYMENT_SAGA, type PaymentStep, type StepState } from "../domain/payment-saga.ts";
import {
  SAGA_TRANSITIONS,
  type Saga,
  type SagaEvent,
  type SagaState,
  type SagaStep,
  type StepCallback,
  type StepEvent,
} from "../domain/saga.ts";
import { sourcesOf } from "../domain/transitions.ts";
import { Append, absent, anyOf, below, type Clauses, equals, type Fragment, Keep, oneOf, Plus } from "./expression.ts";
import { dueSagas, listOfSagas, sagaKey, sagaPartition, shardOf, stepKey } from "./keys.ts";
import type { Tables, Write } from "./table.ts";

type SagaRef = Pick<Saga, "tenantId" | "sagaId">;
/** What an execution holds: every write of its carries both numbers. */
export type Driving = SagaRef & Pick<Saga, "epoch" | "version">;

const from = (event: SagaEvent): Clauses => ({
  stateAllows: oneOf("state", [...new Set(sourcesOf<SagaState, SagaEvent>(SAGA_TRANSITIONS, event))]),
});
const under = (driving: Driving): Clauses => ({
  epochIsMine: equals("epoch", driving.epoch),
  versionAsSeen: equals("version", driving.version),
});
const listed = (ref: SagaRef, state: SagaState) => ({
  state,
  statePk: listOfSagas(ref.tenantId, state, shardOf(ref.sagaId)),
});
const due = (ref: SagaRef, dueAt: number) => ({ duePk: dueSagas(shardOf(ref.sagaId)), dueAt });
const NOT_DUE = ["duePk", "dueAt"];

export function startSaga(saga: Saga, dueAt: number): Write {
  const item = { ...sagaKey(saga.tenantId, saga.sagaId), ...saga, ...listed(saga, "RUNNING"), ...due(saga, dueAt) };
  return { kind: "put", name: "saga.start", table: "main", item, only: { isNew: absent("pk") } };
}

export async function readSaga(
  tables: Tables,
  ref: SagaRef,
): Promise<{ saga?: Saga; steps: Map<PaymentStep, SagaStep>; audits: Record<string, unknown>[] }> {
  const { items } = await tables.query("main", {
    partition: ["pk", sagaPartition(ref.tenantId, ref.sagaId)],
    limit: 100,
  });
  const saga = items.find((item) => item.sk === "HEAD") as Saga | undefined;
  const steps = items.filter((item) => String(item.sk).startsWith("STEP#")) as unknown as SagaStep[];
  return {
    ...(saga ? { saga } : {}),
    steps: new Map(steps.filter(({ step }) => step !== undefined).map((step) => [step.step, step])),
    audits: items.filter((item) => String(item.sk).startsWith("AUDIT#")),
  };
}

/** An execution takes the saga over before it acts: the one named by `resumes`, or any once the lease is over. */
export function loadSaga(
  seen: Saga,
  driver: { name: string; isNamed: boolean; leaseUntil: number; dueAt: number },
  nowMs: number,
): Write & { kind: "update" } {
  return {
    kind: "update",
    name: "saga.load",
    table: "main",
    key: sagaKey(seen.tenantId, seen.sagaId),
    set: {
      epoch: seen.epoch + 1,
      driver: driver.name,
      leaseUntil: driver.leaseUntil,
      ...due(seen, driver.dueAt),
      updatedAt: nowMs,
    },
    only: {
      isOpen: oneOf("state", ["RUNNING", "PIVOTED", "COMPENSATING"]),
      epochAsSeen: equals("epoch", seen.epoch),
      mayTakeOver: driver.isNamed ? equals("resumes", seen.resumes) : below("leaseUntil", nowMs),
    },
  };
}

/** Before a wait: the lease outlives it. */
export function extendLease(driving: Driving, leaseUntil: number, dueAt: number): Write & { kind: "update" } {
  return {
    kind: "update",
    name: "saga.extend-lease",
    table: "main",
    key: sagaKey(driving.tenantId, driving.sagaId),
    set: { leaseUntil, ...due(driving, dueAt) },
    only: { isOpen: oneOf("state", ["RUNNING", "PIVOTED", "COMPENSATING"]), ...under(driving) },
  };
}

/** The cursor moves to `cursor`; the lease goes with it. */
export function advanceSaga(
  driving: Driving,
  event: "advance" | "pivot",
  state: "RUNNING" | "PIVOTED",
  cursor: number,
  lease: { leaseUntil: number; dueAt: number },
  nowMs: number,
): Write {
  return {
    kind: "update",
    name: `saga.${event}`,
    table: "main",
    key: sagaKey(driving.tenantId, driving.sagaId),
    set: {
      ...listed(driving, state),
      cursor,
      version: driving.version + 1,
      leaseUntil: lease.leaseUntil,
      ...due(driving, lease.dueAt),
      updatedAt: nowMs,
    },
    only: { ...from(event), ...under(driving) },
  };
}

export function completeSaga(driving: Driving, nowMs: number): Write {
  return {
    kind: "update",
    name: "saga.complete",
    table: "main",
    key: sagaKey(driving.tenantId, driving.sagaId),
    set: {
      ...listed(driving, "COMPLETED"),
      cursor: PAYMENT_SAGA.length,
      version: driving.version + 1,
      completedAt: nowMs,
      updatedAt: nowMs,
    },
    remove: NOT_DUE,
    only: { ...from("complete"), ...under(driving) },
  };
}

/**
 * Turns the saga round. `resume`: another execution than the one under way will drive it. Whoever does it from outside has
 * read which execution drives: one that has taken over meanwhile would not be stopped.
 */
export function turnBack(
  seen: Driving & Pick<Saga, "resumes">,
  event: "decline" | "abort",
  back: { openSteps: number; endsAs: "DECLINED" | "CANCELLED"; resume: boolean; dueAt: number },
  nowMs: number,
): Write {
  return {
    kind: "update",
    name: `saga.${event}`,
    table: "main",
    key: sagaKey(seen.tenantId, seen.sagaId),
    set: {
      ...listed(seen, "COMPENSATING"),
      version: seen.version + 1,
      openSteps: back.openSteps,
      endsAs: back.endsAs,
      ...(back.resume ? { resumes: seen.resumes + 1, ...due(seen, back.dueAt) } : {}),
      updatedAt: nowMs,
    },
    remove: ["parkedFrom"],
    only: {
      ...from(event),
      ...under(seen),
      ...(back.resume ? { resumesAsSeen: equals("resumes", seen.resumes) } : {}),
    },
  };
}

/** One compensation is closed; the last one closes the saga. */
export function closeCompensation(
  driving: Driving & Pick<Saga, "openSteps">,
  lease: { leaseUntil: number; dueAt: number },
  nowMs: number,
): Write {
  const isLast = driving.openSteps === 1;
  return {
    kind: "update",
    name: isLast ? "saga.compensated" : "saga.close-compensation",
    table: "main",
    key: sagaKey(driving.tenantId, driving.sagaId),
    set: {
      openSteps: driving.openSteps - 1,
      version: driving.version + 1,
      updatedAt: nowMs,
      ...(isLast
        ? { ...listed(driving, "COMPENSATED"), compensatedAt: nowMs }
        : { leaseUntil: lease.leaseUntil, ...due(driving, lease.dueAt) }),
    },
    remove: isLast ? NOT_DUE : [],
    only: { ...from("compensated"), ...under(driving), openStepsAsSeen: equals("openSteps", driving.openSteps) },
  };
}

export function parkSaga(driving: Driving & { state: "RUNNING" | "COMPENSATING" }, nowMs: number): Write {
  return {
    kind: "update",
    name: "saga.park",
    table: "main",
    key: sagaKey(driving.tenantId, driving.sagaId),
    set: {
      ...listed(driving, "NEEDS_REVIEW"),
      parkedFrom: driving.state,
      version: driving.version + 1,
      updatedAt: nowMs,
    },
    remove: NOT_DUE,
    only: { ...from("park"), ...under(driving) },
  };
}

/** An operator's word: the saga goes on in another execution. */
export function resumeByOperator(
  seen: Saga,
  event: "retry" | "resolve",
  to: {
    state: "RUNNING" | "PIVOTED" | "COMPENSATING";
    cursor: number;
    openSteps?: number;
    endsAs?: "DECLINED" | "CANCELLED";
    dueAt: number;
    deadline?: number;
  },
  nowMs: number,
): Write {
  const { state, cursor, dueAt, ...rest } = to;
  return {
    kind: "update",
    name: `saga.${event}`,
    table: "main",
    key: sagaKey(seen.tenantId, seen.sagaId),
    set: {
      ...listed(seen, state),
      cursor,
      ...rest,
      resumes: seen.resumes + 1,
      version: seen.version + 1,
      ...due(seen, dueAt),
      updatedAt: nowMs,
    },
    remove: ["parkedFrom"],
    only: { ...from(event), versionAsSeen: equals("version", seen.version) },
  };
}

/** The sweeper's: the driver is dead, another execution is named. */
export function resumeSaga(seen: Saga, dueAt: number): Write {
  return {
    kind: "update",
    name: "saga.resume",
    table: "main",
    key: sagaKey(seen.tenantId, seen.sagaId),
    set: { resumes: seen.resumes + 1, ...due(seen, dueAt) },
    only: {
      isOpen: oneOf("state", ["RUNNING", "PIVOTED", "COMPENSATING"]),
      resumesAsSeen: equals("resumes", seen.resumes),
      epochAsSeen: equals("epoch", seen.epoch),
    },
  };
}

export function postponeSaga(ref: SagaRef, seenDueAt: number, dueAt: number): Write & { kind: "update" } {
  return {
    kind: "update",
    name: "saga.postpone",
    table: "main",
    key: sagaKey(ref.tenantId, ref.sagaId),
    set: { dueAt },
    only: { dueAsSeen: equals("dueAt", seenDueAt) },
  };
}

/** A webhook has come: somebody must look soon, should the execution that waits for it be gone. */
export function nudgeSaga(ref: SagaRef, dueAt: number): Write {
  return {
    kind: "update",
    name: "saga.nudge",
    table: "main",
    key: sagaKey(ref.tenantId, ref.sagaId),
    set: due(ref, dueAt),
    only: { isForward: equals("state", "RUNNING") },
  };
}

/** Parked: a webhook may be added to what the operator sees, and nothing is due. */
export function checkParked(ref: SagaRef): Write {
  return {
    kind: "check",
    name: "saga.parked",
    table: "main",
    key: sagaKey(ref.tenantId, ref.sagaId),
    only: { isParked: equals("state", "NEEDS_REVIEW") },
  };
}

/** The saga must still be on its way, under this execution, when a step's intent is written. */
export function checkDriving(driving: Driving): Write {
  return {
    kind: "check",
    name: "saga.driving",
    table: "main",
    key: sagaKey(driving.tenantId, driving.sagaId),
    only: { isForward: oneOf("state", ["RUNNING", "PIVOTED"]), epochIsMine: equals("epoch", driving.epoch) },
  };
}

export interface StepChange {
  executeData?: Record<string, unknown>;
  compensateData?: Record<string, unknown>;
  result?: SagaStep["result"];
  providerKey?: string;
  compensationKey?: string;
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
  return {
    kind: "update",
    name: "step.send",
    table: "main",
    key: stepKey(ref.tenantId, ref.sagaId, cursorOf(step)),
    set: { ...stepBase(ref, step, nowMs, "sent"), ...change, state: "SENT", tries: new Plus(1), lastSentAt: nowMs },
    remove: ["nextRetryAt"],
    // What was sent is looked up, and set back to PENDING by that alone: a task that runs twice sends once.
    only: { stateAllows: anyOf(absent("state"), equals("state", "PENDING")) },
  };
}

/** A step of our own, done by the transaction that this is part of; or one whose call succeeded. */
export function succeedStep(ref: SagaRef, step: PaymentStep, change: StepChange, nowMs: number): Write {
  return {
    kind: "update",
    name: "step.succeed",
    table: "main",
    key: stepKey(ref.tenantId, ref.sagaId, cursorOf(step)),
    set: {
      ...stepBase(ref, step, nowMs, "succeeded"),
      ...change,
      state: "SUCCEEDED",
      tries: new Keep(1),
      maxTries: new Keep(1),
    },
    remove: ["nextRetryAt", "doubtSince", "reason"],
    only: { stateAllows: anyOf(absent("state"), oneOf("state", ["PENDING", "SENT", "UNKNOWN"])) },
  };
}

export function moveStep(
  ref: SagaRef,
  step: PaymentStep,
  to: StepState,
  sources: readonly StepState[],
  /** `reset`: an operator's retry starts counting anew. */
  change: StepChange & { lookups?: number; cancels?: number; reset?: boolean },
  nowMs: number,
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
  return {
    kind: "update",
    name: `step.to-${to.toLowerCase()}`,
    table: "main",
    key: stepKey(ref.tenantId, ref.sagaId, cursorOf(step)),
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
    },
  };
}

/** The wait's task token; whoever writes it sees whether the webhook was faster. */
export function rememberToken(ref: SagaRef, token: string, nowMs: number): Write {
  return {
    kind: "update",
    name: "step.remember-token",
    table: "main",
    key: stepKey(ref.tenantId, ref.sagaId, cursorOf("AwaitPayment")),
    set: { ...stepBase(ref, "AwaitPayment", nowMs, "waiting"), state: "SENT", token, tries: new Plus(1) },
    only: { stateAllows: anyOf(absent("state"), oneOf("state", ["PENDING", "SENT", "UNKNOWN"])) },
  };
}

const callbackIs =
  (type: StepCallback["type"]): Fragment =>
  (p) =>
    `${p.name("callback")}.${p.name("type")} = ${p.value(type)}`;

/** No verified webhook says that this was paid: what ends a wait unpaid must not overlook one. */
export function checkNotPaid(ref: SagaRef): Write {
  return {
    kind: "check",
    name: "step.not-paid",
    table: "main",
    key: stepKey(ref.tenantId, ref.sagaId, cursorOf("AwaitPayment")),
    only: { notPaid: anyOf(absent("callback"), callbackIs("declined")) },
  };
}

/** The customer's part has failed, and no webhook says otherwise. */
export function failWait(
  ref: SagaRef,
  reason: string,
  nowMs: number,
  sources: readonly StepState[] = ["PENDING", "SENT", "UNKNOWN"],
): Write & { kind: "update" } {
  const write = moveStep(ref, "AwaitPayment", "FAILED", sources, { reason }, nowMs);
  const { only } = checkNotPaid(ref);
  return { ...write, name: "step.fail-wait", only: { ...write.only, ...only } };
}

/** The first verified webhook stays, unless it said "declined" and this one says "paid". It moves nothing, the saga reads it. */
export function recordCallback(ref: SagaRef, callback: StepCallback, nowMs: number): Write & { kind: "update" } {
  return {
    kind: "update",
    name: "step.callback",
    table: "main",
    key: stepKey(ref.tenantId, ref.sagaId, cursorOf("AwaitPayment")),
    set: {
      ...stepBase(ref, "AwaitPayment", nowMs, "called back", callback.type),
      callback,
      state: new Keep("PENDING"),
      tries: new Plus(0),
    },
    only: {
      tellsMore: callback.type === "paid" ? anyOf(absent("callback"), callbackIs("declined")) : absent("callback"),
    },
  };
}
