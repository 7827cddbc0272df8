import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { makeCodes } from "../../core/codes/services/code-making.ts";
import { deliver } from "../../core/events/services/deliver.ts";
import { fanOut } from "../../core/events/services/fan-out.ts";
import type { Event } from "../../core/foundation/domain/events.ts";
import type { Job } from "../../core/foundation/domain/jobs.ts";
import { relayOutbox } from "../../core/foundation/services/outbox.ts";
import type { OutboxRow } from "../../core/foundation/store/outbox-store.ts";
import { type TableName, Tables } from "../../core/foundation/store/table.ts";
import type { PaymentTask, TaskAnswer } from "../../core/payments/domain/payment-saga.ts";
import { runTask } from "../../core/payments/saga/run-task.ts";
import { startExecution } from "../../core/payments/services/saga-start.ts";
import { applyWebhook } from "../../core/payments/services/webhook-work.ts";
import { createAccount } from "../../core/redemptions/services/accounts.ts";
import { createPlan } from "../../core/redemptions/services/plans.ts";
import { workRedemption } from "../../core/redemptions/services/redemption-work.ts";
import { workWithdrawal } from "../../core/withdrawals/services/payout-work.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { BenchChannel } from "../bench/bench-channel.ts";
import { benchDeps, idIn, request } from "../bench/bench-deps.ts";
import type { ObservedClient } from "./observed-client.ts";
import { noWork } from "./work.ts";

const LONG_MS = 60_000;

/** The functions behind stream and queues, one after the other in this process, for one merchant. */
export class Shop {
  readonly deps: AllDeps;
  readonly tenantId: string;
  /** Since somebody has set it. */
  work = noWork();
  readonly #observed: ObservedClient;
  readonly #channel = new BenchChannel(0);
  readonly #jobs: Job[] = [];
  /** Sagas whose next task is to run: their token, while they wait for the customer. */
  readonly #tasks: { sagaId: string; task: string }[] = [];

  constructor(observed: ObservedClient, names: Record<TableName, string>, tenantId: string) {
    this.tenantId = tenantId;
    this.#observed = observed;
    const startedAt = Date.now();
    const client = observed as unknown as DynamoDBDocumentClient;
    const base = benchDeps({ client });
    this.deps = {
      ...base,
      // It hardly moves: what a process keeps for a second is read once, as it is under load.
      clock: () => startedAt,
      tables: new Tables({ ...names, client, fraction: Math.random, pause: async () => {} }),
      jobs: {
        send: async (messages) => {
          for (const { job } of messages) {
            this.#jobs.push(job);
            this.work.jobs[job.queue] = (this.work.jobs[job.queue] ?? 0) + 1;
          }
        },
      },
      channels: { ...base.channels, find: async () => this.#channel.configured },
      payouts: {
        port: async () => ({
          port: {
            pay: async ({ withdrawalId }) => ({ outcome: "paid", providerReference: `of-${withdrawalId}` }),
            query: async () => ({ outcome: "not-found" }),
          },
        }),
      },
      executions: {
        ...base.executions,
        start: async (sagaId) => void this.#tasks.push({ sagaId, task: "CreateOrder" }),
        wake: async (sagaId, output) => void this.#tasks.push({ sagaId, task: (output as TaskAnswer).next }),
      },
    };
  }

  async makePlan(): Promise<string> {
    const body = { name: "Scale", country: "US", target: { amount: 1_000_000_000_000, currency: "USD" } };
    return idIn(await createPlan(this.deps, this.#ask("POST /v1/plans", body), this.tenantId, body), "planId");
  }

  async makeAccount(): Promise<void> {
    const body = { country: "US", currency: "USD" };
    await createAccount(this.deps, this.#ask("POST /v1/accounts", body), this.tenantId, body);
  }

  #ask = (route: string, body: unknown) => ({ ...request(route, body), ownerId: this.tenantId });

  /** Until nothing is left to do for what was written. */
  async rest(): Promise<void> {
    const { outbox, events } = this.#observed;
    while (outbox.length + events.length + this.#jobs.length + this.#tasks.length > 0) {
      this.work.outbox += outbox.length;
      for (const row of outbox.splice(0)) await relayOutbox(this.deps, [row as unknown as OutboxRow]);
      this.work.events += events.length;
      for (const event of events.splice(0)) await fanOut(this.deps, [event as unknown as Event]);
      for (const job of this.#jobs.splice(0)) await this.#work(job);
      for (const { sagaId, task } of this.#tasks.splice(0)) await this.#drive(sagaId, task);
    }
  }

  async #work({ queue, body }: Job): Promise<void> {
    const { deps } = this;
    const work: Partial<Record<Job["queue"], () => Promise<unknown>>> = {
      redemptions: () => workRedemption(deps, body as never, () => LONG_MS),
      sagas: () => startExecution(deps, body as never),
      webhooks: () => applyWebhook(deps, body as never, () => LONG_MS),
      deliveries: () => deliver(deps, body as never, () => LONG_MS),
      codes: () => makeCodes(deps, body as never, () => LONG_MS),
      withdrawals: () => workWithdrawal(deps, body as never, () => LONG_MS),
      // What ends a reservation is a message for later; the payment comes first.
      orders: async () => {},
    };
    const run = work[queue];
    if (!run) throw new Error(`nobody works at the queue ${queue}`);
    await run();
  }

  /** Up to the end, or to where the saga waits for the customer. */
  async #drive(sagaId: string, from: string): Promise<void> {
    for (let task = from; task !== "Completed"; ) {
      const event = { task: task as PaymentTask, tenantId: this.tenantId, sagaId, executionName: sagaId };
      this.work.tasks++;
      const isWait = task === "AwaitPayment";
      const { next } = await runTask(this.deps, isWait ? { ...event, token: sagaId } : event, () => LONG_MS);
      if (isWait) return;
      if (next === "Superseded" || next === "ParkSaga") throw new Error(`the measured saga came to ${next}`);
      task = next;
    }
  }
}
