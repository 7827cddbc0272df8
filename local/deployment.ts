import { setTimeout as sleep } from "node:timers/promises";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { Activity } from "./functions/activity.ts";
import { FunctionLog } from "./functions/function-log.ts";
import type { FunctionPool } from "./functions/function-pool.ts";
import { makePools } from "./functions/functions.ts";
import { calledByOthers, makeRoutes } from "./http/gateway-routes.ts";
import type { GatewayRoute } from "./http/http-gateway.ts";
import { LocalError } from "./local-error.ts";
import { type Endpoints, physicalName } from "./servers/addresses.ts";
import { createQueues, localSqs } from "./servers/queues.ts";
import type { GenerateSecretString } from "./state/secret-values.ts";
import type { SecretDefinition } from "./state/secrets.ts";
import { createMissingTables } from "./state/tables.ts";
import { readStateMachine, type StateMachine } from "./step-functions/state-machine.ts";
import { Resolver } from "./template/intrinsics.ts";
import { runnable } from "./template/known-resources.ts";
import type { Resource, Stack } from "./template/template.ts";
import { makeMapping, makeSchedule, type TriggerParts } from "./triggers/event-sources.ts";
import type { Complain, Invocable, Trigger } from "./triggers/trigger.ts";

/** An invocation takes some milliseconds; it should be met in its middle. */
const RUNNING_POLL_MS = 1;
const IDLE_POLL_MS = 20;

/** The template's resources, carried out against the servers that run here. */
export class Deployment {
  readonly #resources: Resource[];
  readonly #resolver: Resolver;
  readonly #assets: ReadonlyMap<string, string>;
  readonly #endpoints: Endpoints;
  readonly #sqs: SQSClient;
  readonly #log: FunctionLog;
  readonly #activity = new Activity();
  #pools = new Map<string, FunctionPool>();
  #triggers: Trigger[] = [];
  #stopped = false;

  /** Throws when the template holds anything that cannot run here. */
  constructor(stacks: Stack[], endpoints: Endpoints, logFile: string) {
    this.#endpoints = endpoints;
    this.#resolver = new Resolver(stacks, endpoints);
    this.#resources = runnable(stacks.flatMap((stack) => stack.resources)).map((row) => this.#resolver.resolved(row));
    this.#assets = new Map(stacks.flatMap((stack) => [...stack.assets]));
    this.#sqs = localSqs(endpoints.sqs);
    this.#log = new FunctionLog(logFile);
  }

  #of(wanted: string): Resource[] {
    return this.#resources.filter(({ type }) => type === wanted);
  }

  secrets(): SecretDefinition[] {
    return this.#of("AWS::SecretsManager::Secret").map((secret) => ({
      name: physicalName(secret),
      generate: secret.properties.GenerateSecretString as GenerateSecretString,
    }));
  }

  /** Throws when one of them holds anything that cannot run here. */
  stateMachines(): StateMachine[] {
    return this.#of("AWS::StepFunctions::StateMachine").map((resource) => readStateMachine(resource));
  }

  /** By ARN, after `loadFunctions`. */
  get functions(): ReadonlyMap<string, Invocable> {
    return this.#pools;
  }

  async createTablesAndQueues(): Promise<{ tables: number; created: number; queues: number }> {
    const tables = this.#of("AWS::DynamoDB::Table");
    const [created, queues] = await Promise.all([
      createMissingTables(this.#endpoints.dynamodb, tables),
      this.createQueues(),
    ]);
    return { tables: tables.length, created, queues };
  }

  /** Those that are not there. */
  async createQueues(): Promise<number> {
    const queues = this.#of("AWS::SQS::Queue");
    await createQueues(this.#sqs, queues);
    return queues.length;
  }

  /** Those that others call get their instance at once; the rest with their first call, as on Lambda, or by `warmUp`. */
  async loadFunctions(): Promise<{ functions: number; loaded: number }> {
    const functions = this.#of("AWS::Lambda::Function");
    this.#pools = makePools(functions, this.#assets, this.#endpoints, this.#log, this.#activity);
    const first = calledByOthers(functions, this.routes(), this.#endpoints.api);
    const [broken] = (await Promise.all(first.map(load))).filter((error) => error !== undefined);
    if (broken) throw new LocalError(broken);
    return { functions: functions.length, loaded: first.length };
  }

  /**
   * Loads the rest one after the other while no call is under way: a load takes a core for a moment, and whoever works needs it
   * more. What is called meanwhile is loaded by its call.
   */
  async warmUp(complain: Complain): Promise<void> {
    const pools = [...this.#pools.values()];
    for (const pool of pools) {
      while (!this.#stopped && pools.some(({ isBusy }) => isBusy)) await sleep(IDLE_POLL_MS);
      if (this.#stopped) return;
      const broken = await load(pool);
      if (broken && !this.#stopped) complain(broken);
    }
  }

  routes(): GatewayRoute[] {
    return makeRoutes(this.#resources, this.#pools);
  }

  /** Queues, streams and schedules begin to call functions. Returns how many there are. */
  startTriggers(checkpoints: TriggerParts["checkpoints"], complain: Complain): number {
    const parts: TriggerParts = {
      pools: this.#pools,
      sqs: this.#sqs,
      sqsEndpoint: this.#endpoints.sqs,
      dynamoDbEndpoint: this.#endpoints.dynamodb,
      activity: this.#activity,
      checkpoints,
      complain,
    };
    this.#triggers = [
      ...this.#of("AWS::Lambda::EventSourceMapping").map((resource) => makeMapping(resource, parts)),
      ...this.#of("AWS::Scheduler::Schedule").map((resource) => makeSchedule(resource, parts)),
    ];
    for (const trigger of this.#triggers) trigger.start();
    return this.#triggers.length;
  }

  outputs(): Record<string, Record<string, string>> {
    return this.#resolver.outputs();
  }

  /** Ends the thread of one running invocation, any of them; when none runs, of the next one. Returns whose it was. */
  async killFunction(): Promise<string | undefined> {
    while (!this.#stopped) {
      const running = [...this.#pools.values()].flatMap((pool) => pool.running.map((instance) => ({ pool, instance })));
      const one = running[Math.floor(Math.random() * running.length)];
      if (one) {
        one.instance.kill();
        return one.pool.name;
      }
      await sleep(RUNNING_POLL_MS);
    }
    return undefined;
  }

  /** No new calls; those under way may end for `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#triggers.map((trigger) => trigger.stop(graceMs)));
    await Promise.all([...this.#pools.values()].map((pool) => pool.close(graceMs)));
    this.#sqs.destroy();
    await this.#log.close();
  }
}

/** In a sentence why it cannot be, if so. */
async function load(pool: FunctionPool): Promise<string | undefined> {
  const error = await pool.warm();
  return error === undefined ? undefined : `The function ${pool.name} cannot be loaded: ${error}.`;
}
