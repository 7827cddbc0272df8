import type { PaymentTask, TaskAnswer } from "../domain/payment-saga.ts";
import { executionNameOf } from "../domain/saga.ts";
import type { SagaDeps } from "../services/deps.ts";
import { loadSaga } from "../store/saga-store.ts";
import { awaitPayment } from "./await-payment.ts";
import { cancelCharge, chargePayment } from "./charge-payment.ts";
import { closePayment } from "./close-payment.ts";
import { cancelOrder, createOrder } from "./create-order.ts";
import { type Drive, elsewhere, go, goOn, leaseUntil, readDrive, routeOf } from "./drive.ts";
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
const TASKS: Record<Exclude<PaymentTask, "LoadSaga">, TaskRun> = {
  CreateOrder: createOrder,
  ChargePayment: chargePayment,
  ReconcilePayment: reconcilePayment,
  AwaitPayment: (drive, event) => awaitPayment(drive, event.token ?? ""),
  SettlePayment: settlePayment,
  FulfilOrder: fulfilOrder,
  ClosePayment: closePayment,
  CancelCharge: cancelCharge,
  CancelOrder: cancelOrder,
  ParkSaga: parkAsFailed,
};

/** Tasks that may run although the saga's route names another: they look for themselves. */
const SELF_ROUTED: ReadonlySet<PaymentTask> = new Set(["ParkSaga", "ReconcilePayment"]);

/** One task, whatever has happened since it was scheduled: only the execution that holds the saga acts, and only where it stands. */
export async function runTask(deps: SagaDeps, event: TaskEvent, remainingMs: () => number): Promise<TaskAnswer> {
  const drive = await readDrive(deps, event, remainingMs);
  if (event.task === "LoadSaga") return load(drive);
  const isMine = drive.saga.driver === event.executionName;
  if (!isMine || (routeOf(drive) !== event.task && !SELF_ROUTED.has(event.task))) {
    const answer = isMine ? goOn(drive) : go("Superseded");
    // Nothing is left to wake it but this.
    if (event.token !== undefined) await deps.executions.wake(event.token, answer);
    return answer;
  }
  return TASKS[event.task](drive, event);
}

/** Takes the saga over: this execution's epoch is newer than that of any other, and its tasks run on today's code. */
async function load(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, executionName } = drive;
  const nowMs = deps.clock();
  if (saga.state === "COMPLETED" || saga.state === "COMPENSATED" || saga.state === "NEEDS_REVIEW") return goOn(drive);
  const isNamed = executionNameOf(saga) === executionName;
  const driver = { name: executionName, isNamed, ...leaseUntil(deps, nowMs) };
  const loaded = await deps.tables.write(loadSaga(saga, driver, nowMs));
  // Another execution is named, and holds the saga or has just taken it.
  if (!loaded.committed) return isNamed ? elsewhere(drive) : go("Superseded");
  if (saga.epoch === 0) deps.metrics.count("SagaStarted");
  return goOn(drive);
}
