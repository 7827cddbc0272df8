import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { absent, below, type Clauses, equals, oneOf } from "../../foundation/store/expression.ts";
import { duePlace, placed, stateShard } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { check, put, update } from "../../foundation/store/write.ts";
import { PAYMENT_SAGA, type PaymentStep } from "../domain/payment-saga.ts";
import { SAGA_TRANSITIONS, type Saga, type SagaEvent, type SagaState, type SagaStep } from "../domain/saga.ts";
import { listOfSagas, sagaKey, sagaPartition } from "./keys.ts";

/** Until when an execution holds the saga, and when the sweeper looks after that. */
export interface Lease {
  leaseUntil: number;
  dueAt: number;
}

type SagaRef = Pick<Saga, "tenantId" | "sagaId">;
/** What an execution holds: every write of its carries both numbers. */
export type Driving = SagaRef & Pick<Saga, "epoch" | "version">;

const from = (event: SagaEvent): Clauses => ({
  stateAllows: oneOf("state", sourcesOf<SagaState, SagaEvent>(SAGA_TRANSITIONS, event)),
});
const under = (driving: Driving): Clauses => ({
  epochIsMine: equals("epoch", driving.epoch),
  versionAsSeen: equals("version", driving.version),
});
const keyOf = ({ tenantId, sagaId }: SagaRef) => sagaKey(tenantId, sagaId);
const listed = ({ tenantId, sagaId }: SagaRef, state: SagaState) => ({
  state,
  statePk: listOfSagas(tenantId, state, stateShard("SAGA", sagaId)),
});
const moved = (seen: SagaRef & Pick<Saga, "version">, state: SagaState, nowMs: number) => ({
  ...listed(seen, state),
  version: seen.version + 1,
  updatedAt: nowMs,
});
const isOpen: Clauses = { isOpen: oneOf("state", ["RUNNING", "PIVOTED", "COMPENSATING"]) };
const due = (ref: SagaRef, dueAt: number) => ({ duePk: duePlace("saga", ref.sagaId), dueAt });
const leased = (ref: SagaRef, { leaseUntil, dueAt }: Lease) => ({ leaseUntil, ...due(ref, dueAt) });
const NOT_DUE = ["duePk", "dueAt"];

export function startSaga(saga: Saga, dueAt: number): Write {
  const place = { ...listed(saga, "RUNNING"), ...placed("SAGA", saga.tenantId, saga.sagaId), ...due(saga, dueAt) };
  const item = { ...sagaKey(saga.tenantId, saga.sagaId), ...saga, ...place };
  return put("saga.start", item, { isNew: absent("pk") });
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
  driver: Lease & { name: string; isNamed: boolean; begins: boolean },
  nowMs: number,
): Write {
  return update("saga.load", keyOf(seen), {
    set: {
      epoch: seen.epoch + 1,
      ...(driver.begins ? { cursor: seen.cursor + 1, version: seen.version + 1 } : {}),
      driver: driver.name,
      ...leased(seen, driver),
      updatedAt: nowMs,
    },
    only: {
      ...isOpen,
      epochAsSeen: equals("epoch", seen.epoch),
      mayTakeOver: driver.isNamed ? equals("resumes", seen.resumes) : below("leaseUntil", nowMs),
      ...(driver.begins ? { versionAsSeen: equals("version", seen.version) } : {}),
    },
  });
}

/** Before a wait: the lease outlives it. */
export function extendLease(driving: Driving, lease: Lease): Write & { kind: "update" } {
  const only = { ...isOpen, ...under(driving) };
  return update("saga.extend-lease", keyOf(driving), { set: leased(driving, lease), only });
}

/** The cursor moves to `cursor`; the lease goes with it. */
export function advanceSaga(
  driving: Driving,
  event: "advance" | "pivot",
  state: "RUNNING" | "PIVOTED",
  cursor: number,
  lease: Lease,
  nowMs: number,
): Write {
  return update(`saga.${event}`, keyOf(driving), {
    set: { ...moved(driving, state, nowMs), cursor, ...leased(driving, lease) },
    only: { ...from(event), ...under(driving) },
  });
}

export function completeSaga(driving: Driving, nowMs: number): Write {
  return update("saga.complete", keyOf(driving), {
    set: { ...moved(driving, "COMPLETED", nowMs), cursor: PAYMENT_SAGA.length, completedAt: nowMs },
    remove: NOT_DUE,
    only: { ...from("complete"), ...under(driving) },
  });
}

/** Turns the saga round. Whoever does it from outside has read which execution drives: one that has taken over meanwhile would not be stopped. */
export function turnBack(
  seen: Driving & Pick<Saga, "resumes">,
  event: "decline" | "abort",
  back: {
    openSteps: number;
    endsAs: "DECLINED" | "CANCELLED";
    endsFor?: Saga["endsFor"];
    /** Another execution than the one under way will drive it; this is when the sweeper looks for it. */
    resumeDueAt?: number;
  },
  nowMs: number,
): Write {
  const { resumeDueAt, ...end } = back;
  const isHandedOn = resumeDueAt !== undefined;
  return update(`saga.${event}`, keyOf(seen), {
    set: {
      ...moved(seen, "COMPENSATING", nowMs),
      ...end,
      ...(isHandedOn ? { resumes: seen.resumes + 1, ...due(seen, resumeDueAt) } : {}),
    },
    remove: ["parkedFrom"],
    only: {
      ...from(event),
      ...under(seen),
      ...(isHandedOn ? { resumesAsSeen: equals("resumes", seen.resumes) } : {}),
    },
  });
}

/** One compensation is closed; the last one closes the saga. */
export function closeCompensation(driving: Driving & Pick<Saga, "openSteps">, lease: Lease, nowMs: number): Write {
  const isLast = driving.openSteps === 1;
  return update(isLast ? "saga.compensated" : "saga.close-compensation", keyOf(driving), {
    set: {
      openSteps: driving.openSteps - 1,
      version: driving.version + 1,
      updatedAt: nowMs,
      ...(isLast ? { ...listed(driving, "COMPENSATED"), compensatedAt: nowMs } : leased(driving, lease)),
    },
    remove: isLast ? NOT_DUE : [],
    only: { ...from("compensated"), ...under(driving), openStepsAsSeen: equals("openSteps", driving.openSteps) },
  });
}

export function parkSaga(driving: Driving & { state: "RUNNING" | "COMPENSATING" }, nowMs: number): Write {
  return update("saga.park", keyOf(driving), {
    set: { ...moved(driving, "NEEDS_REVIEW", nowMs), parkedFrom: driving.state },
    remove: NOT_DUE,
    only: { ...from("park"), ...under(driving) },
  });
}

/** How a parked saga goes on; what is not said stays as it was. */
export type Resumption = { state: "RUNNING" | "PIVOTED" | "COMPENSATING" } & Partial<
  Pick<Saga, "cursor" | "openSteps" | "endsAs" | "deadline" | "resolution">
>;

/** An operator's word: the saga goes on in another execution. */
export function resumeByOperator(
  seen: Saga,
  event: "retry" | "compensate" | "resolve",
  { state, ...rest }: Resumption,
  dueAt: number,
  nowMs: number,
): Write {
  return update(`saga.${event}`, keyOf(seen), {
    set: { ...moved(seen, state, nowMs), ...rest, resumes: seen.resumes + 1, ...due(seen, dueAt) },
    remove: ["parkedFrom"],
    only: { ...from(event), versionAsSeen: equals("version", seen.version) },
  });
}

/** The sweeper's: the driver is dead, another execution is named. */
export function resumeSaga(seen: Saga, dueAt: number): Write {
  return update("saga.resume", keyOf(seen), {
    set: { resumes: seen.resumes + 1, ...due(seen, dueAt) },
    only: { ...isOpen, resumesAsSeen: equals("resumes", seen.resumes), epochAsSeen: equals("epoch", seen.epoch) },
  });
}

/** A webhook has come: somebody must look soon, should the execution that waits for it be gone. */
export function nudgeSaga(ref: SagaRef, dueAt: number): Write {
  return update("saga.nudge", keyOf(ref), { set: due(ref, dueAt), only: { isForward: equals("state", "RUNNING") } });
}

/** Parked: a webhook may be added to what the operator sees, and nothing is due. */
export function checkParked(ref: SagaRef): Write {
  return check("saga.parked", keyOf(ref), { isParked: equals("state", "NEEDS_REVIEW") });
}

/** The saga must still be on its way, under this execution, when a step's intent is written. */
export function checkDriving(driving: Driving): Write {
  const isForward = oneOf("state", ["RUNNING", "PIVOTED"]);
  return check("saga.driving", keyOf(driving), { isForward, epochIsMine: equals("epoch", driving.epoch) });
}
