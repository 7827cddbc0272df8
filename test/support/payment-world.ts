import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Job } from "../../core/foundation/domain/jobs.ts";
import type { Review } from "../../core/foundation/domain/review.ts";
import type { Answer, Caller } from "../../core/foundation/services/deps.ts";
import { relayOutbox, sweepOutbox } from "../../core/foundation/services/outbox.ts";
import type { OutboxRow } from "../../core/foundation/store/outbox-store.ts";
import type { Item } from "../../core/foundation/store/table.ts";
import type { LedgerEntry } from "../../core/money/domain/ledger.ts";
import type { Wallet } from "../../core/money/store/wallet-store.ts";
import type { PaymentOrder, Purchase } from "../../core/orders/domain/order.ts";
import type { Subscription } from "../../core/orders/domain/subscription.ts";
import { expireOnTime } from "../../core/orders/services/order-expiry.ts";
import type {
  ChannelConfig,
  ChannelEvent,
  PaymentChannel,
  RawWebhook,
  WebhookVerifier,
} from "../../core/payments/domain/channel.ts";
import type { Payment, Refund } from "../../core/payments/domain/payment.ts";
import type { PaymentTask, TaskAnswer } from "../../core/payments/domain/payment-saga.ts";
import type { Saga, SagaStep } from "../../core/payments/domain/saga.ts";
import { runTask, type TaskEvent } from "../../core/payments/saga/run-task.ts";
import { cancelOrder } from "../../core/payments/services/orders.ts";
import { cancelPayment } from "../../core/payments/services/payment-cancel.ts";
import { sweepRefunds, sweepSagas, sweepWebhooks } from "../../core/payments/services/payment-sweep.ts";
import { createPayment, type PaymentInput } from "../../core/payments/services/payments.ts";
import { workRefund } from "../../core/payments/services/refund-work.ts";
import { createRefund } from "../../core/payments/services/refunds.ts";
import { startExecution } from "../../core/payments/services/saga-start.ts";
import { applyWebhook } from "../../core/payments/services/webhook-work.ts";
import { receiveWebhook } from "../../core/payments/services/webhooks.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { paymentMachine } from "../../lib/payment-machine.ts";
import type { LimitsChange } from "../../prove/limits.ts";
import { MachineRunner } from "./machine-runner.ts";
import { type ChargeKind, ScriptedChannel } from "./scripted-channel.ts";
import { Crash, DUE, World } from "./world.ts";

export const MERCHANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "MERCHANT" };
export const OPERATOR: Caller = { kind: "operator", keyId: "OPERATOR" };
export const AMOUNT = { amount: 1000, currency: "USD" };

/** One or two lookups a settle window instead of four: the same paths in fewer steps. */
const FEWER_LOOKUPS = { backoffMs: 8_000, backoffMaxMs: 8_000 };
/** SQS receives a job five times, then it is a dead letter. */
const RECEIVES_MAX = 5;
const VISIBILITY_MS = 24_000;

export interface PaymentWorldOptions {
  limits?: LimitsChange;
  omit?: ReadonlySet<string>;
}

type PaymentJob = Exclude<
  World["jobs"][number]["job"],
  { queue: "codes" | "withdrawals" | "notifications" | "deliveries" | "replays" }
>;

interface Message {
  job: PaymentJob;
  at: number;
  receives?: number;
}

/** Signed by a word: what verifies real bytes has its own tests. */
const VERIFIER: WebhookVerifier = {
  read({ headers, body }) {
    const event = JSON.parse(Buffer.from(body).toString()) as ChannelEvent;
    return {
      kind: "unverified",
      claimedPaymentId: event.paymentId,
      verify: () =>
        headers.signature === "genuine"
          ? { kind: "event", event }
          : { kind: "refused", httpStatus: 401, why: "signature" },
    };
  },
  reply: { httpStatus: 200, contentType: "text/plain", body: "received" },
};
const CONFIG: ChannelConfig = {
  channel: "sandbox",
  baseUrl: "https://sandbox.example",
  secret: "s",
  webhookSecrets: [],
};

/**
 * Payments over the real engine and the deployed state machine, with a clock, a channel and a queue that tests hold in their
 * hands. `dies`: what a crash takes with it: one function's invocation, or the whole machine with everything in memory.
 */
export class PaymentWorld {
  readonly world: World;
  readonly channel = new ScriptedChannel();
  readonly machine: MachineRunner;
  readonly deps: AllDeps;
  /** The channel as functions reach it: each call is a step of the world. */
  readonly port: PaymentChannel;
  /** Merchants whose secrets are tried on a webhook that names no payment. */
  readonly accounts: string[] = [];
  readonly deadLetters: { job: PaymentJob; error: unknown }[] = [];
  dies: "function" | "machine" = "machine";
  readonly #seen = new Map<"all" | "due", { atStep: number; items: Item[] }>();
  /** Runs each task again with the same event before its answer counts. */
  repeats = false;

  private constructor(world: World) {
    this.world = world;
    const { channel } = this;
    const call = <Input, Output>(name: string, run: (input: Input) => Promise<Output>) => {
      return (input: Input) => world.step(name, () => run(input));
    };
    this.port = {
      charge: call("charge", (input: Parameters<ScriptedChannel["charge"]>[0]) => channel.charge(input)),
      query: call("query", (input: Parameters<ScriptedChannel["query"]>[0]) => channel.query(input)),
      cancel: call("cancel", (input: Parameters<ScriptedChannel["cancel"]>[0]) => channel.cancel(input)),
      refund: call("refund", (input: Parameters<ScriptedChannel["refund"]>[0]) => channel.refund(input)),
      queryRefund: call("query-refund", (input: Parameters<ScriptedChannel["queryRefund"]>[0]) =>
        channel.queryRefund(input),
      ),
    };
    const configured = { port: this.port, config: CONFIG, notifyUrl: "https://api.example/v1/webhooks/sandbox" };
    this.machine = new MachineRunner(
      paymentMachine("function", world.deps.limits),
      (event) => this.#runAsFunction(event),
      () => world.nowMs,
    );
    const { machine } = this;
    this.deps = {
      ...world.deps,
      random: { ...world.deps.random, fraction: () => 0.9 },
      channels: {
        find: async (_tenantId, name) => (name === "sandbox" ? configured : undefined),
        all: async () => this.accounts.map((tenantId) => ({ tenantId, config: CONFIG })),
        verifierOf: () => VERIFIER,
      },
      executions: {
        start: (name, input) => world.step("start", () => machine.start(name, input)),
        stop: (name) => world.step("stop", () => machine.stop(name)),
        isRunning: (name) => machine.isRunning(name),
        wake: (token, output) => world.step("wake", () => machine.wake(token, output)),
      },
    };
  }

  static async create({ limits = {}, ...options }: PaymentWorldOptions = {}): Promise<PaymentWorld> {
    const charge = { ...FEWER_LOOKUPS, ...limits.charge };
    const refund = { ...FEWER_LOOKUPS, ...limits.refund };
    return new PaymentWorld(await World.create({ ...options, limits: { ...limits, charge, refund } }));
  }

  drop(): Promise<void> {
    return this.world.drop();
  }

  get nowMs(): number {
    return this.world.nowMs;
  }

  async pay(kind: ChargeKind, change: Partial<PaymentInput> = {}, key?: string): Promise<Answer> {
    const input: PaymentInput = {
      orderNo: "order-1",
      amount: AMOUNT,
      channel: "sandbox",
      paymentMethod: kind,
      ...change,
    };
    return createPayment(this.deps, this.world.request("POST /v1/payments", input, key), "acme", input);
  }

  cancelOrder(orderId: string, key?: string): Promise<Answer> {
    const body = { reason: "no longer wanted" };
    const request = this.world.request("POST /v1/orders/{id}/cancel", body, key, { id: orderId });
    return cancelOrder(this.deps, request, MERCHANT, orderId, body);
  }

  cancel(paymentId: string, key?: string): Promise<Answer> {
    const body = { reason: "no longer wanted" };
    const request = this.world.request("POST /v1/payments/{id}/cancel", body, key, { id: paymentId });
    return cancelPayment(this.deps, request, MERCHANT, paymentId, body);
  }

  refund(paymentId: string, amount?: number, key?: string): Promise<Answer> {
    const body = { reason: "returned", ...(amount === undefined ? {} : { amount: { ...AMOUNT, amount } }) };
    const request = this.world.request("POST /v1/payments/{id}/refunds", body, key, { id: paymentId });
    return createRefund(this.deps, request, MERCHANT, paymentId, body);
  }

  /** The vendor's POST; once signed, its inbox row is there before it is answered. */
  webhook(event: ChannelEvent, signature = "genuine"): Promise<unknown> {
    const raw: RawWebhook = { headers: { signature }, query: {}, body: Buffer.from(JSON.stringify(event)) };
    return receiveWebhook(this.deps, "sandbox", raw);
  }

  /** One task of the machine, as a function of its own. */
  run(task: PaymentTask, saga: Pick<Saga, "tenantId" | "sagaId">, executionName = saga.sagaId, token?: string) {
    const event: TaskEvent = { task, tenantId: saga.tenantId, sagaId: saga.sagaId, executionName };
    return runTask(this.deps, token === undefined ? event : { ...event, token }, this.remaining);
  }

  readonly remaining = (): number => this.deps.limits.saga.timeoutSeconds * 1000;

  async #runAsFunction(event: TaskEvent): Promise<TaskAnswer> {
    try {
      if (this.repeats) await runTask(this.deps, event, this.remaining);
      return await runTask(this.deps, event, this.remaining);
    } catch (error) {
      this.#mourn(error);
      throw error;
    }
  }

  /** A function that died is started anew with its next event; a machine stays dead. */
  #mourn(error: unknown): void {
    if (error instanceof Crash && this.dies === "function") this.world.revive();
  }

  /** After a crash of the machine: what it held in memory is lost. */
  restartIfDead(): void {
    if (this.world.hasCrashed) {
      this.world.jobs.length = 0;
      this.machine.abortAll();
    }
    this.world.revive();
  }

  /** Functions, queues, streams and sweepers run and time passes, until nothing is left but waits for customers. */
  async settle(roundsMax = 600): Promise<void> {
    for (let round = 0; round < roundsMax; round++) {
      if (this.world.hasCrashed) throw new Crash("the machine is gone");
      await this.relay();
      if (await this.#takeNext(false)) continue;
      // Where a race has let time pass, a wait may be over by now: the sweeper leaves its saga to the execution that waits.
      const over = this.machine.running(true).find(({ waiting, at }) => waiting && at <= this.nowMs);
      if (over) {
        await this.machine.advance(over);
        continue;
      }
      const pending = await this.#pending();
      if (pending === undefined) return;
      if (pending <= this.nowMs + this.deps.limits.sweepHorizonMs && (await this.sweep()) > 0) continue;
      this.world.nowMs = Math.max(this.nowMs + 1, pending);
    }
    throw new Error("work is left after all rounds");
  }

  /** The customer has not come: waits end one by one. */
  async passDeadline(): Promise<void> {
    const waiting = this.machine.next(true);
    const [saga] = await this.sagas();
    this.world.nowMs = Math.max(
      this.nowMs,
      waiting?.at ?? 0,
      saga?.deadline ?? 0,
      (saga as { dueAt?: number }).dueAt ?? 0,
    );
    if (waiting) await this.machine.advance(waiting);
    await this.settle();
  }

  /** The earliest event of queue or machine. */
  async #takeNext(includeWaiting: boolean): Promise<boolean> {
    const jobs = (this.world.jobs as Message[]).sort((a, b) => a.at - b.at);
    // A reservation runs out only when a test lets its time pass.
    const job = jobs.find(({ job, at }) => job.queue !== "orders" || at <= this.nowMs);
    const execution = this.machine.next(includeWaiting);
    if (!job && !execution) return false;
    if (job && (!execution || job.at <= execution.at)) {
      jobs.splice(jobs.indexOf(job), 1);
      this.world.nowMs = Math.max(this.nowMs, job.at);
      await this.#deliver(job);
    } else if (execution) {
      this.world.nowMs = Math.max(this.nowMs, execution.at);
      await this.machine.advance(execution);
    }
    return true;
  }

  /** The machine runs until an execution is in this state, and no further. */
  async advanceTo(state: string): Promise<void> {
    await this.relay();
    await this.deliverJobs("sagas");
    for (let next = this.machine.next(false); next; next = this.machine.next(false)) {
      this.world.nowMs = Math.max(this.nowMs, next.at);
      if (next.visit.name === state) return;
      await this.machine.advance(next);
    }
    throw new Error(`no execution came to ${state}`);
  }

  /** What has been received is applied; the machine stands still. */
  async deliverWebhooks(): Promise<void> {
    await this.relay();
    await this.deliverJobs("webhooks");
  }

  /** The messages of one queue, now. */
  async deliverJobs(queue: Job["queue"]): Promise<void> {
    const jobs = this.world.jobs as Message[];
    const mine = jobs.filter(({ job }) => job.queue === queue);
    jobs.splice(0, jobs.length, ...jobs.filter((message) => !mine.includes(message)));
    for (const message of mine) await this.#deliver(message);
  }

  async #deliver(message: Message): Promise<void> {
    const { job } = message;
    try {
      const result = await this.#work(job);
      if (result.kind === "again") (this.world.jobs as Message[]).push({ job, at: this.nowMs + result.delayMs });
    } catch (error) {
      this.#mourn(error);
      const receives = (message.receives ?? 0) + 1;
      if (receives >= RECEIVES_MAX) this.deadLetters.push({ job, error });
      else (this.world.jobs as Message[]).push({ job, at: this.nowMs + VISIBILITY_MS, receives });
    }
  }

  #work(job: PaymentJob) {
    switch (job.queue) {
      case "sagas":
        return startExecution(this.deps, job.body);
      case "refunds":
        return workRefund(this.deps, job.body, this.remaining);
      case "webhooks":
        return applyWebhook(this.deps, job.body, this.remaining);
      case "orders":
        return expireOnTime(this.deps, job.body);
    }
  }

  /** The table's stream: what was announced is sent. */
  async relay(): Promise<void> {
    const rows = (await this.dueRows()).filter(({ pk }) => String(pk).startsWith("OUT#"));
    if (rows.length === 0) return;
    await this.#asFunction(() => relayOutbox(this.deps, rows as unknown as OutboxRow[]));
  }

  /** The minute's sweep; how much it has found. */
  async sweep(): Promise<number> {
    const outbox = await this.#asFunction(() => sweepOutbox(this.deps));
    const sagas = await this.#asFunction(() => sweepSagas(this.deps));
    const refunds = await this.#asFunction(() => sweepRefunds(this.deps));
    const webhooks = await this.#asFunction(() => sweepWebhooks(this.deps));
    return (outbox?.resent ?? 0) + (sagas?.resumed ?? 0) + (refunds?.resent ?? 0) + (webhooks?.resent ?? 0);
  }

  async #asFunction<Output>(run: () => Promise<Output>): Promise<Output | undefined> {
    try {
      return await run();
    } catch (error) {
      this.#mourn(error);
      if (!(error instanceof Crash)) throw error;
      return undefined;
    }
  }

  /** When the next row is due that somebody has to work on; `undefined`: only customers are waited for. */
  async #pending(): Promise<number | undefined> {
    const due = (await this.dueRows()).filter((row) => !isReservation(row));
    const soonMs = this.nowMs + this.deps.limits.sweepHorizonMs;
    const soon = due.filter((row) => !isWait(row) || Number(row.dueAt) <= soonMs);
    return soon.length === 0 ? undefined : Math.min(...soon.map(({ dueAt }) => Number(dueAt)));
  }

  /** Rows on which somebody has to work. */
  dueRows(): Promise<Item[]> {
    return this.#look("due", DUE);
  }

  /** Everything in the main table, in a fixed order, as a test's own look behind the curtain. */
  items(): Promise<Item[]> {
    return this.#look("all");
  }

  /** Nothing is looked at twice while nothing is written. */
  async #look(what: "all" | "due", filter?: typeof DUE): Promise<Item[]> {
    const atStep = this.world.steps.length;
    const known = this.#seen.get(what);
    if (known?.atStep === atStep) return known.items;
    const { items } = await this.world.scan(filter);
    items.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
    this.#seen.set(what, { atStep, items });
    return items;
  }

  /** A hand that reaches into the table, past every rule. */
  async spoil(row: object): Promise<void> {
    const { tables } = this.world;
    await tables.client.send(new PutCommand({ TableName: tables.main, Item: row as Item }));
    this.#seen.clear();
  }

  async forget(pk: string): Promise<void> {
    const { tables } = this.world;
    await tables.client.send(new DeleteCommand({ TableName: tables.main, Key: { pk, sk: "HEAD" } }));
    this.#seen.clear();
  }

  async rows<Row>(prefix: string, sk = "HEAD"): Promise<Row[]> {
    const items = await this.items();
    return items.filter((item) => String(item.pk).startsWith(prefix) && String(item.sk).startsWith(sk)) as Row[];
  }

  payments = () => this.rows<Payment>("PAY#");
  sagas = () => this.rows<Saga>("SAGA#");
  orders = () => this.rows<PaymentOrder>("ORDER#");
  purchases = () => this.rows<Purchase>("ORDER#");
  subscriptions = () => this.rows<Subscription>("SUB#");
  refunds = () => this.rows<Refund & { failure?: string }>("PAY#", "REFUND#");
  wallets = () => this.rows<Wallet>("WALLET#");
  ledger = () => this.rows<LedgerEntry>("LEDGER#");
  reviews = () => this.rows<Review>("REVIEW#");
  inbox = () => this.rows<{ state: string; result?: string }>("INBOX#");

  async steps(): Promise<Record<string, SagaStep>> {
    const steps = await this.rows<SagaStep>("SAGA#", "STEP#");
    return Object.fromEntries(steps.map((step) => [step.step, step]));
  }

  /** Step -> state of the only saga. */
  async stepStates(): Promise<Record<string, string>> {
    return Object.fromEntries(Object.entries(await this.steps()).map(([name, { state }]) => [name, state]));
  }
}

/** An order of an offer that nobody pays: who wants it to be over sees to that. */
export const isReservation = ({ pk }: Item): boolean => String(pk).startsWith("ORDER#");

function isWait(row: Item): boolean {
  return String(row.pk).startsWith("SAGA#") && row.state === "RUNNING" && row.cursor === 2;
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
export const bodyOf = (answer: Answer): any => answer.body;
export const paymentIdIn = (answer: Answer): string => String(bodyOf(answer).paymentId);
