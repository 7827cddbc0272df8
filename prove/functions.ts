import type { Context } from "aws-lambda";
import { ulid } from "ulid";
import { isAllowedUrl } from "../core/events/domain/webhook-url.ts";
import { InvariantError } from "../core/foundation/domain/errors.ts";
import type { Limits } from "../core/foundation/domain/limits.ts";
import { CodeVault } from "../core/foundation/services/code-vault.ts";
import type { WorkerDeps } from "../lambdas/queue/work-messages.ts";
import type { AllDeps } from "../lambdas/runtime/all-deps.ts";
import { merchantPorts } from "../lambdas/runtime/merchant-ports.ts";
import type { SeededRandom } from "./choices.ts";
import { type End, Invocation } from "./invocation.ts";
import type { Mutation } from "./mutation.ts";
import { type ObservedEngine, tablesFor, type Writer } from "./observed-tables.ts";
import { type Released, readBy } from "./released.ts";
import type { Simulation } from "./simulation.ts";

/** Everything behind the ports, as one invocation reaches it. */
export type Ports = Pick<
  AllDeps & WorkerDeps,
  | "exchange"
  | "jobs"
  | "sender"
  | "channels"
  | "payouts"
  | "payoutWebhooks"
  | "senders"
  | "executions"
  | "deadLetters"
  | "hold"
>;

export interface FunctionsOptions {
  engine: ObservedEngine;
  tables: { main: string; transient: string; events: string };
  mutation: Mutation | undefined;
  random: SeededRandom;
  /** Of the versions that are deployed at once; a new instance is of one of them. */
  versions: readonly [Limits, ...Limits[]];
  /** What all but the first of them know. @default what this one knows */
  released: Released | undefined;
  /** A worker's clock is off by at most so much. */
  skewMaxMs: number;
  /** What a function would write to its log. */
  onLog: (line: readonly unknown[]) => void;
  /** An error that is nobody's fault but the code's. */
  onBroken: (instance: Pick<Instance, "name" | "isOld">, error: Error) => void;
  portsFor: (current: () => Invocation, limits: Limits) => Ports;
}

export const SECRETS = { pepper: "p".repeat(64), cipher: "c".repeat(64) };

const RECEIVERS = { ownUrl: "https://tender.example", allow: [] };

/** No weather brings these about. */
const OUR_ERRORS = [InvariantError, TypeError, RangeError, ReferenceError, SyntaxError] as const;

interface Instance {
  name: string;
  deps: AllDeps & WorkerDeps;
  isBusy: boolean;
  /** Of another version than the first. */
  isOld: boolean;
  current: Writer;
}

export interface Run<T> {
  name: string;
  timeoutMs: (limits: Limits) => number;
  /** Whose rows alone it may touch. */
  tenantId?: string | undefined;
  run: (deps: AllDeps & WorkerDeps, context: Context) => Promise<T>;
  onEnd: (end: End<T>, invocation: Invocation<T>) => void;
  evenIfStopped?: true;
}

/** Instances of functions as Lambda keeps them: one invocation at a time, warm until they crash or time out, clocks of their own. */
export class Functions {
  readonly #simulation: Simulation;
  readonly #options: FunctionsOptions;
  readonly #instances = new Map<string, Instance[]>();
  #count = 0;
  #isDeployed = false;
  #versions: FunctionsOptions["versions"];
  /** No concurrency is left to anybody. */
  #isStopped = false;

  constructor(simulation: Simulation, options: FunctionsOptions) {
    this.#simulation = simulation;
    this.#options = options;
    this.#versions = options.versions;
  }

  /** From now on there are instances of the first version alone; who is at work may end it. */
  finishDeployment(): void {
    this.#isDeployed = true;
  }

  /** Whatever runs is gone, and nothing begins. What it has sent to vendors still arrives; to the tables nothing does. */
  stop(): void {
    this.#isStopped = true;
    for (const instances of this.#instances.values())
      for (const { isBusy, current } of instances.splice(0)) {
        if (!isBusy) continue;
        this.#options.engine.cutOff(current.invocation);
        current.invocation.crash();
      }
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  start(versions: FunctionsOptions["versions"]): void {
    this.#isStopped = false;
    this.#versions = versions;
  }

  /** `evenIfStopped`: not one of the functions, but what a person runs. */
  invoke<T>({ name, timeoutMs, tenantId, run, onEnd, evenIfStopped }: Run<T>): void {
    if (this.#isStopped && !evenIfStopped) {
      const throttled = { kind: "threw", error: new Error("throttled: it may not run") } as const;
      this.#simulation.in(1, name, "is throttled", () => onEnd(throttled, { isStruck: true } as Invocation<T>));
      return;
    }
    const instance = this.#idleOf(name);
    instance.isBusy = true;
    const onEndOfInstance = (end: End<T>) => {
      if (end.kind === "crashed" || end.kind === "timed-out") this.#drop(name, instance);
      else instance.isBusy = false;
      if (end.kind === "threw") this.#examine(instance, end.error);
      if (end.kind !== "returned")
        this.#simulation.tell(instance.name, end.kind, end.kind === "threw" ? String(end.error) : undefined);
      onEnd(end, invocation);
    };
    const invocation = new Invocation<T>(this.#simulation, {
      name: instance.name,
      timeoutMs: timeoutMs(instance.deps.limits),
      body: (self) => {
        instance.current = { invocation: self as Invocation, tenantId };
        return run(instance.deps, contextOf(name, self));
      },
      onEnd: onEndOfInstance,
    });
  }

  #idleOf(name: string): Instance {
    const instances = this.#instances.get(name) ?? [];
    this.#instances.set(name, instances);
    const idle = instances.find(({ isBusy, isOld }) => !isBusy && !(isOld && this.#isDeployed));
    if (idle) return idle;
    const made = this.#make(name);
    instances.push(made);
    return made;
  }

  #examine(instance: Pick<Instance, "name" | "isOld">, error: unknown): void {
    const isOurs = OUR_ERRORS.some((kind) => error instanceof kind);
    // The engine cannot read what we sent.
    const isMalformed = (error as Error | undefined)?.name === "ValidationException";
    if (isOurs || isMalformed) this.#options.onBroken(instance, error as Error);
  }

  #drop(name: string, instance: Instance): void {
    const instances = this.#instances.get(name) ?? [];
    instances.splice(instances.indexOf(instance), 1);
  }

  #make(name: string): Instance {
    const { engine, tables, mutation, random, released, skewMaxMs, portsFor, onLog } = this.#options;
    const versions = this.#versions;
    const { choices } = this.#simulation;
    const limits = this.#isDeployed ? versions[0] : (versions[choices.below(versions.length)] ?? versions[0]);
    const isOld = limits !== versions[0];
    // The API tells of a later state as it is ("newer-release" asks it to act on one); who works on rows leaves it alone.
    const reads = isOld && released && !name.endsWith("-api") ? readBy(released) : undefined;
    const skewMs = choices.pick([0, 0, -1, 1]) * choices.below(skewMaxMs + 1);
    const instance: Pick<Instance, "current"> & Partial<Instance> = { current: undefined as never };
    const invocation = () => instance.current.invocation;
    const clock = () => this.#simulation.nowMs + skewMs;
    const deps: AllDeps & WorkerDeps = {
      tables: tablesFor(engine, { ...tables, mutation, reads, fraction: random.fraction }, () => instance.current),
      limits,
      clock,
      random: { ulid: (nowMs) => ulid(nowMs, random.fraction), fraction: random.fraction, bytes: random.bytes },
      vault: new CodeVault({ pepper: SECRETS.pepper, cipherSecret: SECRETS.cipher, randomBytes: random.bytes }),
      metrics: { count: () => {}, gauge: () => {} },
      mayBeEndpoint: (url) => isAllowedUrl(url, RECEIVERS),
      log: {
        note: (ids) => onLog([ids]),
        info: (...line) => onLog(line),
        warn: (...line) => onLog(line),
        error: (message, error, ...rest) => {
          onLog([message, String((error as Error | undefined)?.stack ?? error), ...rest]);
          this.#examine({ name: instance.name ?? name, isOld }, error);
        },
      },
      ...portsFor(invocation, limits),
    };
    Object.assign(deps, merchantPorts(deps));
    return Object.assign(instance, { name: `${name} ${++this.#count}`, deps, isBusy: false, isOld }) as Instance;
  }
}

function contextOf(functionName: string, invocation: Pick<Invocation, "remainingMs">): Context {
  return {
    functionName,
    functionVersion: "1",
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:1:function:${functionName}`,
    memoryLimitInMB: "512",
    awsRequestId: "simulated",
    getRemainingTimeInMillis: invocation.remainingMs,
  } as unknown as Context;
}
