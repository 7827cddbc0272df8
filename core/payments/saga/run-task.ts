import type { PaymentTask, TaskAnswer } from "../domain/payment-saga.ts";
import type { SagaDeps } from "../services/deps.ts";
import { awaitPayment } from "./await-payment.ts";
import { cancelCharge, chargePayment } from "./charge-payment.ts";
import { cancelOrder, createOrder } from "./create-order.ts";
import { type Drive, go, goOn, readDrive, routeOf } from "./drive.ts";
import { fulfilOrder } from "./fulfil-order.ts";
import { parkAsFailed } from "./park.ts";
import { reconcilePayment } from "./reconcile-payment.ts";
import { settlePayment } from "./settle-payment.ts";

export interface TaskEvent {
  task: PaymentTask;
  tenantId: string;
  sagaId: string;
  executionName: string;
  /** AwaitPayment only. */
  token?: string;
}

type TaskRun = (drive: Drive, event: TaskEvent) => Promise<TaskAnswer>;

/** Task of the state machine -> what runs it. A name without a row does not compile. */
const TASKS: Record<PaymentTask, TaskRun> = {
  CreateOrder: createOrder,
  ChargePayment: chargePayment,
  ReconcilePayment: reconcilePayment,
  AwaitPayment: (drive, event) => awaitPayment(drive, event.token ?? ""),
  SettlePayment: settlePayment,
  FulfilOrder: fulfilOrder,
  CancelCharge: cancelCharge,
  CancelOrder: cancelOrder,
  ParkSaga: parkAsFailed,
};

/** Tasks that may run although the saga's route names another: they look for themselves. */
const SELF_ROUTED: ReadonlySet<PaymentTask> = new Set(["ParkSaga", "ReconcilePayment"]);

/** One task, whatever has happened since it was scheduled: only the execution that holds the saga acts, and only where it stands. The first one makes it so. */
export async function runTask(deps: SagaDeps, event: TaskEvent, remainingMs: () => number): Promise<TaskAnswer> {
  const drive = await readDrive(deps, event, remainingMs);
  if (event.task === "CreateOrder") return createOrder(drive);
  const isMine = drive.saga.driver === event.executionName;
  if (!isMine || (routeOf(drive) !== event.task && !SELF_ROUTED.has(event.task))) {
    const answer = isMine ? goOn(drive) : go("Superseded");
    // Nothing is left to wake it but this.
    if (event.token !== undefined) await deps.executions.wake(event.token, answer);
    return answer;
  }
  return TASKS[event.task](drive, event);
}
