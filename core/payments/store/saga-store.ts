import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { absent, below, type Clauses, equals, oneOf } from "../../foundation/store/expression.ts";
import { dueSagas, listOfAll, listOfSagas, sagaKey, sagaPartition, shardOf } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { PAYMENT_SAGA, type PaymentStep } from "../domain/payment-saga.ts";
import { SAGA_TRANSITIONS, type Saga, type SagaEvent, type SagaState, type SagaStep } from "../domain/saga.ts";

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
  listPk: listOfAll("SAGA", ref.tenantId, shardOf(ref.sagaId)),
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

/**
 * An execution takes the saga over before it acts: the one named by `resumes`, or any once the lease is over. `begins`: its
 * transaction carries the first step.
 */
export function loadSaga(
  seen: Saga,
  driver: { name: string; isNamed: boolean; begins: boolean; leaseUntil: number; dueAt: number },
  nowMs: number,
): Write {
  return {
    kind: "update",
    name: "saga.load",
    table: "main",
    key: sagaKey(seen.tenantId, seen.sagaId),
    set: {
      epoch: seen.epoch + 1,
      ...(driver.begins ? { cursor: seen.cursor + 1, version: seen.version + 1 } : {}),
      driver: driver.name,
      leaseUntil: driver.leaseUntil,
      ...due(seen, driver.dueAt),
      updatedAt: nowMs,
    },
    only: {
      isOpen: oneOf("state", ["RUNNING", "PIVOTED", "COMPENSATING"]),
      epochAsSeen: equals("epoch", seen.epoch),
      mayTakeOver: driver.isNamed ? equals("resumes", seen.resumes) : below("leaseUntil", nowMs),
      ...(driver.begins ? { versionAsSeen: equals("version", seen.version) } : {}),
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
  back: {
    openSteps: number;
    endsAs: "DECLINED" | "CANCELLED";
    endsFor?: Saga["endsFor"];
    resume: boolean;
    dueAt: number;
  },
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
      endsFor: back.endsFor,
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
  event: "retry" | "compensate" | "resolve",
  to: {
    state: "RUNNING" | "PIVOTED" | "COMPENSATING";
    cursor: number;
    openSteps?: number;
    endsAs?: "DECLINED" | "CANCELLED";
    dueAt: number;
    deadline?: number;
    resolution?: Saga["resolution"];
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
