import { isDeepStrictEqual } from "node:util";
import { hasTimeForCall as hasTime, callTimeoutMs as timeoutOf } from "../../foundation/domain/call-bracket.ts";
import { InvariantError, RetryableError } from "../../foundation/domain/errors.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Order } from "../../orders/domain/order.ts";
import { orderKey } from "../../orders/store/keys.ts";
import type { Payment } from "../domain/payment.ts";
import {
  cursorOf,
  type PaymentNext,
  type PaymentStep,
  type PaymentTask,
  type TaskAnswer,
} from "../domain/payment-saga.ts";
import type { Saga, SagaStep } from "../domain/saga.ts";
import type { ChannelDeps, SagaDeps } from "../services/deps.ts";
import { channelSentTo, inDoubtAfterChange } from "../services/sent-account.ts";
import { paymentKey } from "../store/keys.ts";
import { readPayment } from "../store/payment-store.ts";
import { extendLease, type Lease, readSaga } from "../store/saga-store.ts";

/** One task of an execution, with the saga as it stands. */
export interface Drive {
  deps: SagaDeps;
  saga: Saga;
  steps: ReadonlyMap<PaymentStep, SagaStep>;
  payment: Payment;
  /** For the tasks that end it, once it was made. */
  order: Order | undefined;
  executionName: string;
  /** What is left of the function's time, in ms. */
  remainingMs: () => number;
}

export function go(next: PaymentNext, waitMs = 0): TaskAnswer {
  // A moment that has passed while a call was under way: Step Functions refuses a negative wait.
  return { next, waitSeconds: Math.max(0, Math.ceil(waitMs / 1000)) };
}

/** To where the saga stands. */
export function goOn(drive: Pick<Drive, "saga" | "steps" | "deps">): TaskAnswer {
  const route = routeOf(drive);
  return route === "AwaitPayment" ? goAwait(drive) : go(route);
}

/** The wait lasts as long as the customer may still pay, and a little: the payment of the last second has a webhook on its way. */
export function goAwait({ saga, deps }: Pick<Drive, "saga" | "deps">): TaskAnswer {
  const leftMs = saga.deadline - deps.clock() + deps.limits.sweepGraceMs;
  // Step Functions refuses a timeout of zero.
  return go("AwaitPayment", Math.max(leftMs, 1));
}

const WITH_ORDER: ReadonlySet<PaymentTask | undefined> = new Set(["FulfilOrder", "CancelOrder"]);

export async function readDrive(
  deps: SagaDeps,
  event: { task?: PaymentTask; tenantId: string; sagaId: string; executionName: string },
  remainingMs: () => number,
): Promise<Drive> {
  const { task, tenantId, sagaId, executionName } = event;
  // The payment after its saga, not beside it: what is written under the saga's version must not rest on an older payment.
  const { saga, steps } = await readSaga(deps.tables, { tenantId, sagaId });
  if (!saga) throw new InvariantError("an execution names a saga that does not exist");
  const { payment, order } = await readEnds(deps, saga, WITH_ORDER.has(task) ? steps.get("CreateOrder") : undefined);
  if (!payment) throw new InvariantError("a saga names a payment that does not exist");
  deps.log.note({ paymentId: payment.paymentId });
  return { deps, saga, steps, payment, order, executionName, remainingMs };
}

/** The payment, and in the same request the order that the step has made or found. */
async function readEnds(
  { tables }: SagaDeps,
  { tenantId, paymentId }: Saga,
  created: SagaStep | undefined,
): Promise<{ payment: Payment | undefined; order?: Order | undefined }> {
  const orderId = created?.executeData?.orderId;
  if (typeof orderId !== "string") return { payment: await readPayment(tables, { tenantId, paymentId }) };
  const rows = await tables.getMany("main", [paymentKey(tenantId, paymentId), orderKey(tenantId, orderId)]);
  const [payment, order] = rows as unknown as [Payment | undefined, Order | undefined];
  return { payment, order };
}

/** Where the saga stands: the task that comes next, whatever was asked for. Repeated and late tasks answer this and change nothing. */
export function routeOf({ saga, steps, deps }: Pick<Drive, "saga" | "steps" | "deps">): PaymentNext {
  switch (saga.state) {
    case "COMPLETED":
      return "Completed";
    case "COMPENSATED":
      return "Compensated";
    case "NEEDS_REVIEW":
      return "NeedsReview";
    case "COMPENSATING":
      return isClosed(steps.get("ChargePayment")) ? "CancelOrder" : "CancelCharge";
    case "RUNNING":
    case "PIVOTED":
      return forwardRoute(saga, steps, deps.clock());
    default:
      // A state of a newer release: leave it alone.
      return saga.state satisfies never;
  }
}

function forwardRoute(saga: Saga, steps: ReadonlyMap<PaymentStep, SagaStep>, nowMs: number): PaymentNext {
  switch (saga.cursor) {
    case cursorOf("CreateOrder"):
      return "CreateOrder";
    case cursorOf("ChargePayment"): {
      if (steps.get("AwaitPayment")?.callback?.type === "paid") return "ReconcilePayment";
      const state = steps.get("ChargePayment")?.state ?? "PENDING";
      return state === "PENDING" ? "ChargePayment" : "ReconcilePayment";
    }
    case cursorOf("AwaitPayment"): {
      const wait = steps.get("AwaitPayment");
      return wait?.callback || wait?.state === "UNKNOWN" || nowMs >= saga.deadline
        ? "ReconcilePayment"
        : "AwaitPayment";
    }
    case cursorOf("SettlePayment"):
      return "SettlePayment";
    default:
      return "FulfilOrder";
  }
}

/** A compensation closes its step for good; a step that failed by itself needs none. */
export function isClosed(step: SagaStep | undefined): boolean {
  return step?.state === "COMPENSATED" || step?.state === "SKIPPED" || step?.state === "FAILED";
}

/** The lease that an execution holds from now until `wakeMs` and a step longer. */
export function leaseUntil({ limits }: Pick<Deps, "limits">, wakeMs: number): Lease {
  const until = wakeMs + limits.saga.leaseMs;
  return { leaseUntil: until, dueAt: until + limits.sweepGraceMs };
}

/** With the writes of a task that moves no cursor: one that has lost its saga writes nothing, and the lease outlives the wait. */
export function holdUntil({ deps, saga }: Drive, wakeMs: number): Write {
  return extendLease(saga, leaseUntil(deps, wakeMs));
}

/** What a task has done or found out, in one transaction, and where the execution goes with it. */
export async function record(drive: Drive, writes: readonly Write[], answer: TaskAnswer): Promise<TaskAnswer> {
  const { committed } = await drive.deps.tables.transact(writes);
  return committed ? answer : elsewhere(drive);
}

/** The state has moved under our feet: read it again and answer where it stands. */
export async function elsewhere(drive: Drive): Promise<TaskAnswer> {
  const { deps, saga, executionName, remainingMs } = drive;
  const now = await readDrive(deps, { ...saga, executionName }, remainingMs);
  // Answered, it would come here again at once, for ever.
  const isSamePayment = isDeepStrictEqual(now.payment, drive.payment);
  if (isSamePayment && isSameSaga(now.saga, saga) && isSame(now.steps, drive.steps))
    throw new InvariantError("a write of the saga was refused although nothing has moved");
  return now.saga.driver === executionName ? goOn(now) : go("Superseded");
}

/** `resumes`: the sweeper may have named another execution. */
function isSameSaga(one: Saga, other: Saga): boolean {
  return one.version === other.version && one.epoch === other.epoch && one.resumes === other.resumes;
}

/** Each write of a step adds to its story, within one millisecond too. */
function isSame(one: Drive["steps"], other: Drive["steps"]): boolean {
  return [...one].every(([name, { events }]) => other.get(name)?.events?.length === events?.length);
}

/** The account that the payment was charged at, if it was. */
export async function channelOf({ deps, payment, steps }: Pick<Drive, "payment" | "steps"> & { deps: ChannelDeps }) {
  const sent = steps.get("ChargePayment")?.executeData;
  const found = await channelSentTo(deps, payment, sent?.account);
  const isChanged = sent !== undefined && sent.version !== found.version && payment.channel === "stripe";
  return isChanged ? { ...found, port: inDoubtAfterChange(found.port) } : found;
}

export function callTimeoutMs({ deps, remainingMs }: Drive): number {
  return timeoutOf(deps.limits.charge, remainingMs());
}

/** Before anything of the call is on record: the next run of the task has time for it. */
export function needTimeForCall(drive: Drive): void {
  if (!hasTimeForCall(drive)) throw new RetryableError("overloaded", "no time is left for the call", 1000);
}

export function hasTimeForCall({ deps, remainingMs }: Drive): boolean {
  return hasTime(deps.limits.charge, remainingMs());
}
