import { postpone } from "../../../../core/foundation/store/outbox-store.ts";
import type { Item } from "../../../../core/foundation/store/table.ts";
import { OPEN } from "../../../../core/payments/domain/payment-saga.ts";
import type { Saga, SagaStep } from "../../../../core/payments/domain/saga.ts";
import { sagaKey } from "../../../../core/payments/store/keys.ts";
import {
  cancelAsSeen,
  checkNotPaid,
  endWait,
  intendStep,
  moveStep,
  recordCallback,
  rememberToken,
  sendAsSeen,
  succeedStep,
} from "../../../../core/payments/store/saga-step-store.ts";
import {
  advanceSaga,
  checkDriving,
  checkParked,
  closeCompensation,
  completeSaga,
  extendLease,
  loadSaga,
  nudgeSaga,
  parkSaga,
  resumeByOperator,
  resumeSaga,
  startSaga,
  turnBack,
} from "../../../../core/payments/store/saga-store.ts";
import type { WriteCase } from "../../foundation/store/write-cases.ts";

const NOW = 1_000_000;
const ref = { tenantId: "acme", sagaId: "sag-1" };
/** Under its execution, as the writes below have seen it. */
const running = {
  ...ref,
  paymentId: "pay-1",
  state: "RUNNING",
  cursor: 1,
  version: 3,
  epoch: 2,
  resumes: 1,
  driver: "sag-1-r1",
  leaseUntil: NOW + 10,
  dueAt: NOW,
};
const seen = running as unknown as Saga;
const pivoted = { ...running, state: "PIVOTED" };
const compensating = { ...running, state: "COMPENSATING", openSteps: 2 };
const parked = { ...running, state: "NEEDS_REVIEW", parkedFrom: "RUNNING" };
const lease = { leaseUntil: NOW + 100, dueAt: NOW + 200 };

const overtaken = (row: Item): Record<string, Record<string, Item>> => ({
  epochIsMine: { "a saga that another execution has taken over": { ...row, epoch: 3 } },
  versionAsSeen: { "a saga that has moved on": { ...row, version: 4 } },
});
const load = (isNamed: boolean, begins = false) =>
  loadSaga(seen, { name: "sag-1-r1", isNamed, begins, leaseUntil: NOW + 100, dueAt: NOW + 200 }, NOW);
const leaseIsOver = { ...running, leaseUntil: NOW - 1 };
const ended = { "a saga that has ended": { ...running, state: "COMPLETED" }, "a parked saga": parked };

const SAGA_HEAD_WRITES: WriteCase[] = [
  {
    write: startSaga(seen, NOW),
    accepts: { "a new saga": undefined },
    refuses: { isNew: { "a saga that is there": running } },
  },
  {
    write: load(true),
    accepts: { "the saga that names this execution": running, "one that is being undone": compensating },
    refuses: {
      isOpen: ended,
      epochAsSeen: { "a saga that another execution has taken over": { ...running, epoch: 3 } },
      mayTakeOver: { "a saga that names a newer execution by now": { ...running, resumes: 2 } },
    },
  },
  {
    write: load(false),
    accepts: { "a saga whose lease is over": leaseIsOver },
    refuses: {
      isOpen: { "a saga that has ended": { ...leaseIsOver, state: "COMPENSATED" } },
      epochAsSeen: { "a saga that another execution has taken over": { ...leaseIsOver, epoch: 3 } },
      mayTakeOver: {
        "a saga that is driven": running,
        "a lease that ends this moment": { ...running, leaseUntil: NOW },
      },
    },
  },
  {
    write: load(true, true),
    accepts: { "the saga that names this execution": running },
    refuses: {
      isOpen: ended,
      epochAsSeen: { "a saga that another execution has taken over": { ...running, epoch: 3 } },
      mayTakeOver: { "a saga that names a newer execution by now": { ...running, resumes: 2 } },
      versionAsSeen: { "a saga that has moved on": { ...running, version: 4 } },
    },
  },
  {
    write: extendLease(seen, lease),
    accepts: { "the saga that it drives": running, "after the pivot": pivoted, "while it undoes": compensating },
    refuses: { isOpen: ended, ...overtaken(running) },
  },
  {
    write: advanceSaga(seen, "advance", "RUNNING", 2, lease, NOW),
    accepts: { "the saga that it drives": running, "after the pivot": pivoted },
    refuses: {
      stateAllows: { "a saga that was turned round": compensating, "a parked saga": parked },
      ...overtaken(running),
    },
  },
  {
    write: advanceSaga(seen, "pivot", "PIVOTED", 3, lease, NOW),
    accepts: { "the saga before its pivot": running },
    refuses: {
      stateAllows: { "a saga that was turned round": compensating, "a saga after its pivot": pivoted },
      ...overtaken(running),
    },
  },
  {
    write: completeSaga(seen, NOW),
    accepts: { "the saga after its pivot": pivoted },
    refuses: { stateAllows: { "a saga before its pivot": running }, ...overtaken(pivoted) },
  },
  {
    write: turnBack(seen, "decline", { openSteps: 1, endsAs: "DECLINED" }, NOW),
    accepts: { "the saga before its pivot": running },
    refuses: { stateAllows: { "a saga after its pivot": pivoted, "a parked saga": parked }, ...overtaken(running) },
  },
  {
    write: turnBack(seen, "abort", { openSteps: 2, endsAs: "CANCELLED", resumeDueAt: NOW }, NOW),
    accepts: { "the saga before its pivot": running },
    refuses: {
      stateAllows: {
        "a saga after its pivot": pivoted,
        "one that is being undone": compensating,
        "a parked one": parked,
      },
      ...overtaken(running),
      resumesAsSeen: { "a saga that the sweeper gives to another execution": { ...running, resumes: 2 } },
    },
  },
  {
    write: closeCompensation({ ...seen, openSteps: 2 }, lease, NOW),
    accepts: { "a saga that is being undone": compensating },
    refuses: {
      stateAllows: { "a saga that goes forward": { ...compensating, state: "RUNNING" } },
      ...overtaken(compensating),
      openStepsAsSeen: { "a saga with another count of open steps": { ...compensating, openSteps: 1 } },
    },
  },
  {
    write: closeCompensation({ ...seen, openSteps: 1 }, lease, NOW),
    accepts: { "a saga with its last step": { ...compensating, openSteps: 1 } },
    refuses: {
      stateAllows: { "a saga that is parked": { ...compensating, openSteps: 1, state: "NEEDS_REVIEW" } },
      ...overtaken({ ...compensating, openSteps: 1 }),
      openStepsAsSeen: { "a saga with steps left": compensating },
    },
  },
  {
    write: parkSaga({ ...seen, state: "RUNNING" }, NOW),
    accepts: { "the saga before its pivot": running, "a saga that is being undone": compensating },
    refuses: { stateAllows: { "a saga after its pivot": pivoted }, ...overtaken(running) },
  },
  ...(["retry", "compensate", "resolve"] as const).map((event) => ({
    write: resumeByOperator(seen, event, { state: "COMPENSATING" }, NOW, NOW),
    accepts: { "a parked saga": parked },
    refuses: {
      stateAllows: { "a saga that waits for nobody": running },
      versionAsSeen: {
        "a saga that another operator has sent on, and that is parked again": { ...parked, version: 5 },
      },
    },
  })),
  {
    write: resumeSaga(seen, NOW),
    accepts: { "a saga whose driver is dead": running, "after the pivot": pivoted, "while it undoes": compensating },
    refuses: {
      isOpen: ended,
      resumesAsSeen: { "a saga that another sweep has resumed": { ...running, resumes: 2 } },
      epochAsSeen: { "a saga that an execution has taken over meanwhile": { ...running, epoch: 3 } },
    },
  },
  {
    write: postpone("saga", { ...sagaKey(ref.tenantId, ref.sagaId), dueAt: NOW }, NOW + 100),
    accepts: { "a saga that is due as it was": running },
    refuses: { dueAsSeen: { "a saga that another sweep has taken": { ...running, dueAt: NOW + 1 } } },
  },
  {
    write: nudgeSaga(ref, NOW),
    accepts: { "a saga that waits": running },
    refuses: {
      isForward: { "a saga after its pivot": pivoted, "a parked saga": parked, "one that is undone": compensating },
    },
  },
  {
    write: checkParked(ref),
    accepts: { "a parked saga": parked },
    refuses: { isParked: { "a saga that was sent on": running } },
  },
  {
    write: checkDriving(seen),
    accepts: { "a saga that goes forward": running, "after the pivot": pivoted },
    refuses: {
      isForward: { "a saga that was turned round": compensating, "a parked saga": parked },
      epochIsMine: { "a saga that another execution has taken over": { ...running, epoch: 3 } },
    },
  },
];

const inState = (...states: string[]): Record<string, Item> =>
  Object.fromEntries(states.map((state) => [`a step that is ${state}`, { state }]));
const neverWritten = { "a step that was never written": undefined };
const paid = { type: "paid", eventId: "e1", at: NOW } as const;
const declined = { ...paid, type: "declined" } as const;
const notPaid = { notPaid: { "a wait whose webhook says paid": { state: "SENT", callback: paid } } };

const sentOnce = { lastSentAt: NOW - 1 } as SagaStep;
const cancelledOnce = { cancels: 1 } as SagaStep;
const sentAgain = { sendAsSeen: { "one that was sent again meanwhile": { state: "UNKNOWN", lastSentAt: NOW } } };

const SAGA_STEP_WRITES: WriteCase[] = [
  {
    write: intendStep(ref, "ChargePayment", { maxTries: 5, lastSentAt: NOW }, NOW),
    accepts: { ...neverWritten, ...inState("PENDING") },
    refuses: {
      stateAllows: inState("SENT", "UNKNOWN", "SUCCEEDED", "FAILED", "SKIPPED", "COMPENSATED", "NEEDS_REVIEW"),
    },
  },
  {
    write: succeedStep(ref, "ChargePayment", {}, NOW),
    accepts: { ...neverWritten, ...inState("PENDING", "SENT", "UNKNOWN") },
    refuses: { stateAllows: inState("SUCCEEDED", "FAILED", "SKIPPED", "COMPENSATING", "COMPENSATED", "NEEDS_REVIEW") },
  },
  {
    write: moveStep(ref, "ChargePayment", "UNKNOWN", ["SENT", "UNKNOWN"], { lookups: 1, nextRetryAt: NOW }, NOW),
    accepts: inState("SENT", "UNKNOWN"),
    refuses: { stateAllows: { ...inState("SUCCEEDED", "PENDING"), ...neverWritten } },
  },
  {
    write: moveStep(ref, "ChargePayment", "PENDING", ["SENT", "UNKNOWN"], {}, NOW, sendAsSeen(sentOnce)),
    accepts: { "the send that was looked up": { state: "UNKNOWN", lastSentAt: NOW - 1 } },
    refuses: {
      stateAllows: { "one that has succeeded": { state: "SUCCEEDED", lastSentAt: NOW - 1 } },
      ...sentAgain,
    },
  },
  {
    write: moveStep(ref, "ChargePayment", "FAILED", ["SENT", "UNKNOWN"], {}, NOW, sendAsSeen(sentOnce)),
    accepts: { "the send that was refused": { state: "SENT", lastSentAt: NOW - 1 } },
    refuses: {
      stateAllows: { "one that has succeeded": { state: "SUCCEEDED", lastSentAt: NOW - 1 } },
      ...sentAgain,
    },
  },
  {
    write: moveStep(ref, "ChargePayment", "FAILED", ["PENDING"], {}, NOW, sendAsSeen(undefined)),
    accepts: { ...neverWritten, ...inState("PENDING") },
    refuses: {
      stateAllows: inState("SENT"),
      sendAsSeen: { "one that was sent meanwhile, and may be sent again": { state: "PENDING", lastSentAt: NOW } },
    },
  },
  {
    write: moveStep(ref, "ChargePayment", "NEEDS_REVIEW", ["UNKNOWN", "COMPENSATING"], {}, NOW, {
      ...sendAsSeen(sentOnce),
      ...cancelAsSeen(sentOnce),
    }),
    accepts: { "the send that was looked up": { state: "UNKNOWN", lastSentAt: NOW - 1 } },
    refuses: {
      stateAllows: { "one that has succeeded": { state: "SUCCEEDED", lastSentAt: NOW - 1 } },
      ...sentAgain,
      cancelAsSeen: {
        "one that is being undone meanwhile": { state: "COMPENSATING", lastSentAt: NOW - 1, cancels: 1 },
      },
    },
  },
  {
    write: moveStep(ref, "ChargePayment", "COMPENSATING", ["COMPENSATING"], {}, NOW, cancelAsSeen(cancelledOnce)),
    accepts: { "the cancel that was looked up": { state: "COMPENSATING", cancels: 1 } },
    refuses: {
      stateAllows: { "one that is undone": { state: "COMPENSATED", cancels: 1 } },
      cancelAsSeen: { "one that was cancelled again meanwhile": { state: "COMPENSATING", cancels: 2 } },
    },
  },
  {
    write: moveStep(ref, "ChargePayment", "SKIPPED", ["PENDING"], {}, NOW),
    accepts: { ...neverWritten, ...inState("PENDING") },
    refuses: { stateAllows: inState("SENT", "SUCCEEDED", "SKIPPED") },
  },
  {
    write: moveStep(ref, "ChargePayment", "COMPENSATING", ["NEEDS_REVIEW"], { reset: true }, NOW),
    accepts: inState("NEEDS_REVIEW"),
    refuses: { stateAllows: inState("COMPENSATED", "SENT") },
  },
  {
    write: rememberToken(ref, "token-1", NOW),
    accepts: { ...neverWritten, ...inState("PENDING", "SENT", "UNKNOWN") },
    refuses: { stateAllows: inState("SUCCEEDED", "SKIPPED", "FAILED", "NEEDS_REVIEW") },
  },
  {
    write: checkNotPaid(ref),
    accepts: { ...neverWritten, "a wait without a webhook": { state: "SENT" }, "one declined": { callback: declined } },
    refuses: notPaid,
  },
  {
    write: endWait(ref, "FAILED", OPEN, { reason: "card-declined" }, NOW),
    accepts: { ...inState("PENDING", "SENT", "UNKNOWN"), "one declined": { state: "SENT", callback: declined } },
    refuses: { stateAllows: inState("SUCCEEDED", "FAILED", "SKIPPED"), ...notPaid },
  },
  {
    write: endWait(ref, "SKIPPED", ["NEEDS_REVIEW"], {}, NOW),
    accepts: { ...inState("NEEDS_REVIEW"), "one declined": { state: "NEEDS_REVIEW", callback: declined } },
    refuses: {
      stateAllows: inState("SUCCEEDED", "SKIPPED", "SENT"),
      notPaid: { "a wait whose webhook says paid": { state: "NEEDS_REVIEW", callback: paid } },
    },
  },
  {
    write: endWait(ref, "SUCCEEDED", ["NEEDS_REVIEW"], {}, NOW),
    accepts: { ...inState("NEEDS_REVIEW"), "one declined": { state: "NEEDS_REVIEW", callback: declined } },
    refuses: {
      stateAllows: inState("SUCCEEDED", "SKIPPED", "SENT"),
      notPaid: { "a wait whose webhook says paid": { state: "NEEDS_REVIEW", callback: paid } },
    },
  },
  {
    write: recordCallback(ref, paid, NOW),
    accepts: { ...neverWritten, "a wait": { state: "SENT" }, "one declined": { state: "SENT", callback: declined } },
    refuses: { tellsMore: { "a wait whose webhook says paid": { state: "SENT", callback: paid } } },
  },
  {
    write: recordCallback(ref, declined, NOW),
    accepts: { ...neverWritten, "a wait": { state: "SENT" } },
    refuses: {
      tellsMore: {
        "a wait whose webhook says paid": { state: "SENT", callback: paid },
        "a wait whose webhook says so already": { state: "SENT", callback: declined },
      },
    },
  },
];

export const SAGA_WRITES: WriteCase[] = [...SAGA_HEAD_WRITES, ...SAGA_STEP_WRITES];
