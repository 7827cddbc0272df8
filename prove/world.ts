import { makeCodes } from "../core/codes/services/code-making.ts";
import { deliver } from "../core/events/services/deliver.ts";
import { workReplay } from "../core/events/services/replay-work.ts";
import { InvariantError } from "../core/foundation/domain/errors.ts";
import type { Job, JobQueue } from "../core/foundation/domain/jobs.ts";
import type { Limits, Restored } from "../core/foundation/domain/limits.ts";
import type { TableName } from "../core/foundation/store/table.ts";
import { workNotification } from "../core/notifications/services/notification-work.ts";
import { expireOnTime } from "../core/orders/services/order-expiry.ts";
import type { TaskEvent } from "../core/payments/saga/run-task.ts";
import { workRefund } from "../core/payments/services/refund-work.ts";
import { startExecution } from "../core/payments/services/saga-start.ts";
import { workRedemption } from "../core/redemptions/services/redemption-work.ts";
import { workWithdrawal } from "../core/withdrawals/services/payout-work.ts";
import type { Row } from "../invariants/rows.ts";
import type { ClientCall, Violation } from "../invariants/snapshot.ts";
import { sagaTasks } from "../lambdas/payment-saga/run-tasks.ts";
import { applyReceived } from "../lambdas/queue/apply-received.ts";
import { messageWorker, type QueueHandler, type WorkerDeps } from "../lambdas/queue/work-messages.ts";
import type { AllDeps } from "../lambdas/runtime/all-deps.ts";
import { FUNCTIONS } from "../lib/functions.ts";
import { paymentMachine } from "../lib/payment-machine.ts";
import { TABLES } from "../lib/schema.ts";
import { tableInput } from "../local/template/table-input.ts";
import { SenderInMemory } from "../sandbox/notifications/in-memory.ts";
import { Background } from "./background.ts";
import { judgeCall, judgeSender } from "./call-rules.ts";
import { Choices, SeededRandom } from "./choices.ts";
import type { EngineClient } from "./engine-client.ts";
import { type FaultPlan, FaultSource, STANDSTILLS } from "./faults.ts";
import { Functions, type FunctionsOptions } from "./functions.ts";
import { ChannelModel } from "./model/channel.ts";
import { ExchangeModel } from "./model/exchange.ts";
import { PayoutModel } from "./model/payouts.ts";
import { QueueModel } from "./model/queue.ts";
import { ReceiversModel } from "./model/receivers.ts";
import { StepFunctionsModel } from "./model/step-functions.ts";
import { focusOf, type Mutation } from "./mutation.ts";
import { ObservedEngine } from "./observed-tables.ts";
import { type Outside, portsOf } from "./ports.ts";
import type { Released } from "./released.ts";
import { Simulation } from "./simulation.ts";

export interface WorldPlan {
  /** Limits of the versions that are deployed side by side. */
  versions: readonly [Limits, ...Limits[]];
  /** The release that all but the first of them are of. @default they differ in limits alone */
  released?: Released;
  skewMaxMs: number;
  faults: FaultPlan;
  /** Merchants have endpoints: what happens is fanned out to them. @default nobody is told, and nothing runs for it */
  tellsMerchants?: true;
  /** How often a queue delivers each message. @default 1 */
  copies?: number;
}

export interface WorldOptions {
  seed: number;
  /** Decisions to repeat instead of drawing them. */
  script?: readonly number[] | undefined;
  mutation?: Mutation | undefined;
  plan: (choices: Choices) => WorldPlan;
}

type Consume = (deps: () => Promise<AllDeps & WorkerDeps>) => QueueHandler;
const CONSUMERS: Record<JobQueue, { function: keyof typeof FUNCTIONS; consume: Consume }> = {
  redemptions: { function: "redemption-worker", consume: (deps) => messageWorker("redemptions", workRedemption, deps) },
  sagas: { function: "saga-starter", consume: (deps) => messageWorker("sagas", startExecution, deps) },
  refunds: { function: "refund-worker", consume: (deps) => messageWorker("refunds", workRefund, deps) },
  webhooks: { function: "webhook-worker", consume: (deps) => messageWorker("webhooks", applyReceived, deps) },
  orders: { function: "order-worker", consume: (deps) => messageWorker("orders", expireOnTime, deps) },
  codes: { function: "code-maker", consume: (deps) => messageWorker("codes", makeCodes, deps) },
  notifications: {
    function: "notification-worker",
    consume: (deps) => messageWorker("notifications", workNotification, deps),
  },
  deliveries: { function: "webhook-sender", consume: (deps) => messageWorker("deliveries", deliver, deps) },
  replays: { function: "replay-worker", consume: (deps) => messageWorker("replays", workReplay, deps) },
  withdrawals: { function: "withdrawal-worker", consume: (deps) => messageWorker("withdrawals", workWithdrawal, deps) },
};

/** What a worker says that meets a state of a later release. */
const LEFT_ALONE = /that this release does not know$/;

/** From somebody's standstill to what a person does meanwhile. */
const STEP_IN_MS = 50;

type TableNames = FunctionsOptions["tables"];
let tablesMade = 0;

/** One history: the deployed functions over tables of its own, with time, networks, vendors and callers in one hand. */
export class World {
  readonly choices: Choices;
  readonly simulation: Simulation;
  readonly engine: ObservedEngine;
  readonly functions: Functions;
  readonly outside: Outside;
  readonly plan: WorldPlan;
  readonly random: SeededRandom;
  readonly calls: ClientCall[] = [];
  readonly logs: string[] = [];
  /** Where broken invariants are expected, they are collected: each one is a dead letter or a failure that somebody sees. */
  alarms: string[] | undefined;
  /** What instances of the last release met and left alone: states that came after it. */
  readonly leftAlone: string[] = [];
  readonly #client: EngineClient;
  readonly #names: TableNames;
  /** Messages that their senders know to be on their way, lost ones among them. */
  readonly #sent: string[] = [];
  readonly #background: Background;
  #actors = 0;
  /** Once its tables were set back: what callers heard between the two moments belongs to a history that is not this one. */
  restored: Restored | undefined;
  doorsOpenedAtMs = Number.POSITIVE_INFINITY;
  /** Requests whose effect is lost, or may be: of the minute before, too, where nobody can say. */
  readonly lostAnswers = new Set<string>();
  /** What was told of that history: the table that it stands in is not set back. */
  readonly lostEvents = new Set<string>();
  #failure: { error: unknown } | undefined;
  #quiet: (() => void)[] = [];
  #bystanders: (() => void)[] = [];

  private constructor(client: EngineClient, names: TableNames, options: WorldOptions) {
    this.#client = client;
    this.#names = names;
    this.choices = new Choices(options.seed, options.script);
    this.random = new SeededRandom(options.seed);
    this.plan = options.plan(this.choices);
    this.#background = new Background(this);
    this.simulation = new Simulation(
      this.choices,
      new FaultSource(this.choices, this.plan.faults, focusOf(options.mutation)),
    );
    this.simulation.faults.onStrike = (fault) => {
      if (!STANDSTILLS.has(fault)) return;
      for (const stepIn of this.#bystanders.splice(0)) this.simulation.in(STEP_IN_MS, "bystander", "steps in", stepIn);
    };
    this.engine = new ObservedEngine(client, names, {
      onOutboxRow: (row) => this.#background.announce(row),
      onEvent: (row) => this.#background.tell(row),
      takeSent: (job) => this.#takeSent(job),
      onWrite: (rows) => this.simulation.written(rows),
      circumstances: () => ({ nowMs: this.simulation.nowMs, skewMaxMs: this.plan.skewMaxMs, limits: this.limits }),
    });
    const [limits] = this.plan.versions;
    const queues = Object.fromEntries(Object.keys(CONSUMERS).map((name) => [name, this.#queue(name as JobQueue)]));
    this.outside = {
      onSent: (job) => this.#sent.push(textOfJob(job)),
      onCall: (call, by) => this.violations.push(...judgeSender(by, call)),
      onEffect: (call, by) => {
        // Its intent may be in a table that is no more.
        if (!this.engine.isCutOff(by)) this.violations.push(...judgeCall(this.engine.shadow.rows, call));
      },
      exchange: new ExchangeModel(),
      channel: new ChannelModel(),
      payouts: new PayoutModel(limits, () => this.simulation.nowMs),
      receivers: new ReceiversModel(() => this.simulation.nowMs),
      sender: new SenderInMemory(limits.notification, () => this.simulation.nowMs),
      queues: queues as Record<JobQueue, QueueModel>,
      machine: new StepFunctionsModel(this.simulation, paymentMachine("function", limits), (event, onEnd) =>
        this.functions.invoke({
          ...this.about("payment-saga"),
          tenantId: event.tenantId,
          run: (deps, context) => sagaTasks(deps)(event satisfies TaskEvent, context),
          onEnd,
        }),
      ),
    };
    this.functions = new Functions(this.simulation, {
      engine: this.engine,
      tables: names,
      mutation: options.mutation,
      random: this.random,
      versions: this.plan.versions,
      released: this.plan.released,
      skewMaxMs: this.plan.skewMaxMs,
      onLog: (line) => this.logs.push(JSON.stringify(line)),
      onBroken: ({ name, isOld }, error) => {
        if (this.plan.released && isOld && LEFT_ALONE.test(error.message))
          this.leftAlone.push(`${name}: ${error.message}`);
        else if (this.alarms && error instanceof InvariantError) this.alarms.push(error.message);
        else this.violations.push({ invariant: "code", subject: name, detail: error.stack ?? String(error) });
      },
      portsFor: (current, version) => portsOf(this.outside, current, version),
    });
  }

  get tellsNobody(): boolean {
    return this.plan.tellsMerchants !== true;
  }

  get dueAtMs(): number | undefined {
    const { main, events } = this.engine.shadows;
    const times = [main.dueAtMs, this.tellsNobody ? undefined : events.dueAtMs].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** What was found so far, at single writes and by the world's people. */
  get violations(): Violation[] {
    return this.engine.violations;
  }

  get limits(): Limits {
    return this.plan.versions[0];
  }

  static async open(client: EngineClient, options: WorldOptions): Promise<World> {
    const id = ++tablesMade;
    const of = (table: string) => `${table}-${process.pid}-${id}`;
    const names = { main: of("main"), transient: of("transient"), events: of("events") };
    const world = new World(client, names, options);
    for (const name of Object.keys(TABLES) as TableName[])
      await client.call("CreateTable", { ...tableInput(names[name], TABLES[name], false) });
    return world;
  }

  async close(): Promise<void> {
    await this.simulation.end();
    for (const TableName of Object.values(this.#names)) await this.#client.call("DeleteTable", { TableName });
  }

  /** Somebody outside with a plan of his own: a merchant's server, a customer, an operator. */
  act(run: () => Promise<void>): void {
    this.#actors++;
    run()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#actors--;
      });
  }

  sleep(ms: number, who: string): Promise<void> {
    return new Promise((resolve) => this.simulation.in(ms, who, "goes on", resolve));
  }

  /** Functions, queues, executions and streams: nothing of what was under way goes on. */
  stop(): void {
    this.functions.stop();
    this.outside.machine.stopAll();
    for (const queue of Object.values(this.outside.queues)) queue.purge();
    this.#background.cutStreams();
    this.#sent.length = 0;
  }

  /** When nothing is under way any more but what people will do. */
  quiet(): Promise<void> {
    return new Promise((resolve) => this.#quiet.push(resolve));
  }

  /** When some process stands still, so that what others do meanwhile is news to it; at the latest when all is quiet. */
  standstill(): Promise<void> {
    return new Promise((resolve) => this.#bystanders.push(resolve));
  }

  /**
   * Until nobody has anything left to do. `onCalm`: all faults have struck, and everything is still under way. `isOver`: it may
   * end before.
   */
  async run(onCalm: () => Promise<void>, isOver: () => boolean): Promise<void> {
    const { simulation } = this;
    let isCalm = false;
    while (true) {
      // Whatever let them go on, a step or the quiet: what people could not cope with is no good end.
      if (this.#failure) throw this.#failure.error;
      if (!isCalm && simulation.faults.isSpent) {
        isCalm = true;
        await onCalm();
      }
      this.#background.planSweep();
      if (simulation.nextAtMs !== undefined) {
        await simulation.step();
        if (isOver()) return;
        continue;
      }
      const waiting = [...this.#quiet.splice(0), ...this.#bystanders.splice(0)];
      for (const goOn of waiting) goOn();
      await new Promise(setImmediate);
      if (waiting.length > 0) continue;
      if (!isCalm) {
        simulation.faults.end();
        continue;
      }
      if (simulation.nextAtMs === undefined && this.dueAtMs === undefined) {
        if (this.#actors > 0)
          throw new Error(`${this.#actors} of the world's people wait for something that will not come`);
        return;
      }
    }
  }

  /** Everything in the tables, read from the engine itself. */
  async rows(): Promise<Record<TableName, Row[]>> {
    const { main, transient, events } = this.#names;
    return {
      main: (await this.#client.scan(main)) as Row[],
      transient: (await this.#client.scan(transient)) as Row[],
      events: (await this.#client.scan(events)) as Row[],
    };
  }

  /** What the functions' list says; each release has its own timeouts. */
  about(name: keyof typeof FUNCTIONS): { name: string; timeoutMs: (limits: Limits) => number } {
    return { name, timeoutMs: (limits) => FUNCTIONS[name].timeoutSeconds(limits) * 1000 };
  }

  #takeSent(job: Job): boolean {
    const at = this.#sent.indexOf(textOfJob(job));
    if (at >= 0) this.#sent.splice(at, 1);
    return at >= 0;
  }

  #queue(name: JobQueue): QueueModel {
    const consumer = this.about(CONSUMERS[name].function);
    return new QueueModel(this.simulation, {
      name,
      visibilityMs: 6 * Math.max(...this.plan.versions.map(consumer.timeoutMs)),
      receivesMax: 5,
      copies: this.plan.copies ?? 1,
      consume: (event, onEnd) =>
        this.functions.invoke({
          ...consumer,
          tenantId: (JSON.parse(event.Records[0]?.body ?? "{}") as { tenantId: string }).tenantId,
          run: (deps, context) => CONSUMERS[name].consume(async () => deps)(event, context),
          onEnd,
        }),
    });
  }
}

/** The engine gives the fields of a map in any order. */
function textOfJob({ queue, body }: Job): string {
  return JSON.stringify([queue, Object.entries(body).sort(([one], [other]) => (one < other ? -1 : 1))]);
}
