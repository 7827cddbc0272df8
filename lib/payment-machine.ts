/**
 * The payment saga as a definition in the Amazon States Language (JSONPath), made from the table in
 * `core/payments/domain/payment-saga.ts`: one Task for each step and each compensation, so that an execution's graph reads like the
 * business. Tasks answer where to go on as a value; Choices route on it, and on nothing else.
 */

import type { Limits } from "../core/foundation/domain/limits.ts";
import {
  PAYMENT_SAGA,
  PAYMENT_STOPS,
  PAYMENT_TASKS,
  type PaymentNext,
  type PaymentTask,
} from "../core/payments/domain/payment-saga.ts";

type Router = "Route" | "RouteCharge" | "RouteSettle" | "RouteCancel";
type StateName = PaymentTask | PaymentNext | Router | "Outdated";

export interface MachineState {
  Type: "Task" | "Choice" | "Wait" | "Succeed" | "Fail";
  Comment?: string;
  Next?: StateName;
  [field: string]: unknown;
}

export interface MachineDefinition {
  Comment: string;
  StartAt: StateName;
  States: Record<StateName, MachineState>;
}

/** A cold start and the service's own queueing come on top of the function's timeout: it is killed before the state gives up. */
const TASK_START_SECONDS = 10;
/** A function that failed has written nothing, or what its next run finds: three more tries, spread out, ride a blip out. */
const RETRY = { IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 3, MaxDelaySeconds: 10, JitterStrategy: "FULL" };
const CATCH_RESULT = { ResultPath: "$.failure" };

/** What a Task is about, for the graph's reader, where it is more than its step, or none. */
const COMMENTS: Partial<Record<PaymentTask, string>> = {
  CreateOrder: "takes the saga over and creates a new one's order; a resumed one goes on from here to where it stands",
  FulfilOrder: "finishes the order with what it grants, and closes the saga: nothing is left to do",
  ReconcilePayment: "finds out how the charge ended, from the webhook or from the channel itself",
  ParkSaga: "for a person: a compensation that keeps failing must not vanish",
};

/** The answers that leave a charge; what is not named here is the saga's own route. */
const AFTER_CHARGE: readonly PaymentNext[] = [
  "SettlePayment",
  "AwaitPayment",
  "WaitForPayment",
  "ReconcilePayment",
  "ChargePayment",
  "CancelCharge",
  "CancelOrder",
  "NeedsReview",
  "Superseded",
];
/** No way back: what is not named here is a newer release's. */
const AFTER_SETTLE: readonly PaymentNext[] = [
  "FulfilOrder",
  "WaitToSettle",
  "SettlePayment",
  "Completed",
  "Superseded",
];
const AFTER_CANCEL: readonly PaymentNext[] = [
  "CancelOrder",
  "Compensated",
  "WaitToCancel",
  "CancelCharge",
  "NeedsReview",
  "Superseded",
];
const EVERYWHERE: readonly PaymentNext[] = [...PAYMENT_TASKS, ...PAYMENT_STOPS];

/** `functionArn`: of the one function that runs all tasks. */
export function paymentMachine(functionArn: string, limits: Limits): MachineDefinition {
  const tasks = PAYMENT_TASKS.map((name) => [name, taskState(name, functionArn, limits)] as const);
  return {
    Comment: "One payment: order, charge, settlement, fulfilment, and their compensations",
    StartAt: "CreateOrder",
    States: {
      ...(Object.fromEntries(tasks) as Record<PaymentTask, MachineState>),
      // A definition is older than the code that it calls for as long as its execution lives.
      Route: choice(EVERYWHERE, "Outdated"),
      RouteCharge: choice(AFTER_CHARGE, "Route"),
      RouteSettle: choice(AFTER_SETTLE, "Outdated"),
      RouteCancel: choice(AFTER_CANCEL, "Route"),
      WaitForPayment: wait("before the channel is asked again", "ReconcilePayment"),
      WaitToSettle: wait("before a busy wallet is credited again", "SettlePayment"),
      WaitToCancel: wait("before the compensation is tried again", "CancelCharge"),
      Completed: { Type: "Succeed", Comment: "Paid, settled, fulfilled." },
      Compensated: { Type: "Succeed", Comment: "Declined, cancelled or expired, and undone: net effect zero." },
      Superseded: { Type: "Succeed", Comment: "Another execution drives the saga now." },
      NeedsReview: {
        Type: "Fail",
        Comment: "Parked: the only way out is an operator with a reason.",
        Error: "NeedsReview",
        Cause: "The saga is parked for a person.",
      },
      Outdated: {
        Type: "Fail",
        Comment: "The saga is still due: the sweeper resumes it on the current definition.",
        Error: "Outdated",
        Cause: "The code names a state that this execution's definition does not have.",
      },
    },
  };
}

function taskState(name: PaymentTask, functionArn: string, limits: Limits): MachineState {
  const waits = name === "AwaitPayment";
  const failed = caught(name);
  return {
    Type: "Task",
    Comment: commentOf(name),
    Resource: `arn:aws:states:::lambda:invoke${waits ? ".waitForTaskToken" : ""}`,
    Parameters: {
      FunctionName: functionArn,
      Payload: {
        task: name,
        "tenantId.$": "$.tenantId",
        "sagaId.$": "$.sagaId",
        "executionName.$": "$$.Execution.Name",
        ...(waits ? { "token.$": "$$.Task.Token" } : {}),
      },
    },
    // Whoever answers the token answers what the function would have.
    ResultSelector: waits ? answerAt("$") : answerAt("$.Payload"),
    ResultPath: "$.route",
    ...(waits
      ? // What is left of the customer's time, by whoever sent the execution here.
        { TimeoutSecondsPath: "$.route.waitSeconds" }
      : { TimeoutSeconds: limits.saga.timeoutSeconds + TASK_START_SECONDS }),
    // A wait whose time is up is not waited once more: it is reconciled.
    Retry: [{ ErrorEquals: [waits ? "States.TaskFailed" : "States.ALL"], ...RETRY }],
    ...(failed ? { Catch: [{ ErrorEquals: ["States.ALL"], Next: failed, ...CATCH_RESULT }] } : {}),
    ...(name === "FulfilOrder" ? { End: true } : { Next: after(name) }),
  };
}

/** FulfilOrder ends the execution itself: one transition less for every payment. */
function after(name: Exclude<PaymentTask, "FulfilOrder">): StateName {
  if (name === "CreateOrder") return "Route";
  if (name === "ReconcilePayment" || name === "ChargePayment") return "RouteCharge";
  // Woken by a webhook or by time: how the charge ended is looked at before anything else.
  if (name === "AwaitPayment") return "ReconcilePayment";
  // Else a compensation, or its end with a person.
  return name === "SettlePayment" ? "RouteSettle" : "RouteCancel";
}

/**
 * Where a failure leads. A charge without a known outcome is looked up, never undone; a compensation that keeps failing is
 * parked. Every other failure ends the execution and leaves the saga due: the sweeper resumes it.
 */
function caught(name: PaymentTask): "ReconcilePayment" | "ParkSaga" | undefined {
  const row = PAYMENT_SAGA.find(({ step }) => step === name);
  if (row?.kind === "pivot") return "ReconcilePayment";
  return PAYMENT_SAGA.some(({ compensation }) => compensation === name) ? "ParkSaga" : undefined;
}

function commentOf(name: PaymentTask): string {
  const own = COMMENTS[name];
  if (own !== undefined) return own;
  const row = PAYMENT_SAGA.find(({ step }) => step === name);
  if (row) return `${row.action}: ${row.why}`;
  const undone = PAYMENT_SAGA.filter(({ compensation }) => compensation === name).map(({ step }) => step);
  return `undoes ${undone.join(" and ")}`;
}

function answerAt(path: string) {
  return { "next.$": `${path}.next`, "waitSeconds.$": `${path}.waitSeconds` };
}

function choice(targets: readonly PaymentNext[], otherwise: StateName): MachineState {
  return {
    Type: "Choice",
    Choices: targets.map((target) => ({ Variable: "$.route.next", StringEquals: target, Next: target })),
    Default: otherwise,
  };
}

function wait(comment: string, next: PaymentTask): MachineState {
  return { Type: "Wait", Comment: comment, SecondsPath: "$.route.waitSeconds", Next: next };
}
