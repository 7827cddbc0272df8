import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Job, SagaJob } from "../../core/foundation/domain/jobs.ts";
import { relayOutbox } from "../../core/foundation/services/outbox.ts";
import type { OutboxRow } from "../../core/foundation/store/outbox-store.ts";
import type { PaymentTask } from "../../core/payments/domain/payment-saga.ts";
import { runTask, type TaskEvent } from "../../core/payments/saga/run-task.ts";
import { createPayment } from "../../core/payments/services/payments.ts";
import { startExecution } from "../../core/payments/services/saga-start.ts";
import { applyWebhook } from "../../core/payments/services/webhook-work.ts";
import { receiveWebhook } from "../../core/payments/services/webhooks.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import type { FunctionName } from "../../lib/functions.ts";
import type { StateMachine } from "../../local/step-functions/state-machine.ts";
import { BenchChannel, paidWebhook } from "./bench-channel.ts";
import { benchDeps, newKey, request, TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import { SagaMachine } from "./saga-machine.ts";

export const AMOUNT = { amount: 4200, currency: "USD" };

export interface Accepted {
  paymentId: string;
  sagaId: string;
  orderNo: string;
}

/** A payment's way through our functions, called one after the other in this process: no threads, queues and HTTP between. */
export class PaymentPath {
  readonly deps: AllDeps;
  readonly channel: BenchChannel;
  readonly machine: SagaMachine;
  readonly invoked: FunctionName[] = [];
  readonly #jobs: Job[] = [];
  #waits: (() => void) | undefined;

  /** `folder`: for the file with the executions. `channelMs`: what the channel takes for an answer. */
  constructor(tables: BenchTables, machine: StateMachine, folder: string, channelMs: number) {
    this.channel = new BenchChannel(channelMs);
    const file = join(folder, `executions-${randomUUID()}.sqlite`);
    this.machine = new SagaMachine(machine, file, (event) => this.#runTask(event));
    const base = benchDeps(tables);
    this.deps = {
      ...base,
      jobs: { send: async (messages) => void this.#jobs.push(...messages.map(({ job }) => job)) },
      channels: { ...base.channels, find: async () => this.channel.configured },
      executions: this.machine.executions,
    };
  }

  /** `order`: the offer's order that is paid. */
  async accept(paymentMethod?: string, order?: { orderId: string; orderNo: string }): Promise<Accepted> {
    this.invoked.push("payments-api");
    const { orderNo } = order ?? { orderNo: newKey() };
    const body = { orderNo, amount: AMOUNT, channel: "sandbox" as const, paymentMethod, orderId: order?.orderId };
    const answer = await createPayment(this.deps, request("POST /v1/payments", body), TENANT, body);
    return { ...(answer.body as Omit<Accepted, "orderNo">), orderNo };
  }

  /** From the stream to the queue. */
  async relay(rows: readonly OutboxRow[]): Promise<void> {
    this.invoked.push("outbox-relay");
    await relayOutbox(this.deps, rows);
  }

  /** From the queue to Step Functions. */
  async start(): Promise<void> {
    this.invoked.push("saga-starter");
    await startExecution(this.deps, this.#take<SagaJob>("sagas"));
  }

  /** Drives an accepted saga to its end: the execution alone, its start included. */
  async drive({ sagaId }: Accepted): Promise<void> {
    await this.deps.executions.start(sagaId, { tenantId: TENANT, sagaId });
    await this.machine.completed(sagaId);
  }

  /** Resolves when the saga waits for the customer. Ask before it does. */
  waiting(): Promise<void> {
    return new Promise((resolve) => {
      this.#waits = resolve;
    });
  }

  /** The channel tells that the customer has paid. */
  async webhook({ paymentId, orderNo }: Accepted): Promise<void> {
    this.invoked.push("webhooks-api");
    await receiveWebhook(this.deps, "sandbox", paidWebhook({ paymentId, orderNo, amount: AMOUNT }));
  }

  async workWebhook(): Promise<void> {
    this.invoked.push("webhook-worker");
    await applyWebhook(this.deps, this.#take("webhooks"), () => Number.POSITIVE_INFINITY);
  }

  #take<Body extends Job["body"]>(queue: Job["queue"]): Body {
    const job = this.#jobs.shift();
    if (job?.queue !== queue) throw new Error(`no message is in the queue ${queue}`);
    return job.body as Body;
  }

  async #runTask(event: string): Promise<unknown> {
    this.invoked.push("payment-saga");
    const task = JSON.parse(event) as TaskEvent;
    const answer = await runTask(this.deps, task, () => 30_000);
    if (task.task === "AwaitPayment") setImmediate(() => this.#waits?.());
    return answer;
  }
}

/** The saga's tasks one after the other, without Step Functions: what is left is our own reads and writes. */
export async function driveByLoop(deps: AllDeps, { sagaId }: Accepted): Promise<void> {
  for (let task = "CreateOrder"; task !== "Completed"; ) {
    const event = { task: task as PaymentTask, tenantId: TENANT, sagaId, executionName: sagaId };
    task = (await runTask(deps, event, () => 30_000)).next;
  }
}
