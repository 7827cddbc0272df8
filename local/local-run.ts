import { setImmediate } from "node:timers/promises";
import type { StartOptions } from "../tools/terminal/arguments.ts";
import type { Screen } from "../tools/terminal/screen.ts";
import type { Deployment } from "./deployment.ts";
import { HttpGateway } from "./http/http-gateway.ts";
import { LocalError } from "./local-error.ts";
import type { Endpoints } from "./servers/addresses.ts";
import { startEngine } from "./servers/dynamodb-engine.ts";
import { startQueueServer } from "./servers/queue-server.ts";
import { SupervisedServer } from "./servers/supervised-server.ts";
import { readJsonFile, writeJsonFile } from "./state/private-file.ts";
import { SecretsServer } from "./state/secrets.ts";
import { StateFolder } from "./state/state-folder.ts";
import { ExecutionStore } from "./step-functions/execution-store.ts";
import { StepFunctionsServer } from "./step-functions/server.ts";
import type { StateMachine } from "./step-functions/state-machine.ts";
import { StepFunctions } from "./step-functions/step-functions.ts";
import { type Synthesised, synthesise } from "./template/synthesise.ts";
import type { Stack } from "./template/template.ts";
import type { Checkpoints } from "./triggers/stream-trigger.ts";

/** Running invocations may end for so long at a stop; what does not end is what a crash would leave, and recovered as such. */
const GRACE_MS = 5_000;

/** The whole template on one machine, from the free port to the last thread. */
export class LocalRun {
  readonly #options: StartOptions;
  readonly #screen: Screen;
  readonly #state: StateFolder;
  readonly #gateway = new HttpGateway();
  readonly #secrets = new SecretsServer();
  readonly #stepFunctionsServer = new StepFunctionsServer();
  readonly #engine: SupervisedServer;
  readonly #queues: SupervisedServer;
  #deployment: Deployment | undefined;
  #executions: ExecutionStore | undefined;
  #stepFunctions: StepFunctions | undefined;
  #stopping: Promise<void> | undefined;
  readonly #complaints = new Map<string, number>();

  constructor(options: StartOptions, screen: Screen) {
    this.#options = options;
    this.#screen = screen;
    this.#state = new StateFolder(options.state);
    const complain = (text: string) => this.#complain(text);
    this.#engine = new SupervisedServer({
      name: "the DynamoDB engine",
      launch: (port) => startEngine({ dbPath: this.#state.database, ...(port === undefined ? {} : { port }) }),
      onPid: (pid) => this.#state.recordProcess("engine", pid),
      complain,
    });
    this.#queues = new SupervisedServer({
      name: "the queue server",
      launch: startQueueServer,
      onPid: (pid) => this.#state.recordProcess("queues", pid),
      onRestart: async () => this.#deployment?.createQueues(),
      complain,
    });
  }

  get credentialsFile(): string {
    return this.#state.file("credentials.json");
  }

  /** Returns the API's URL when everything answers. */
  async start(): Promise<string> {
    if (this.#options.fresh && process.env.AWS_ENDPOINT_URL_DYNAMODB) {
      throw new LocalError(
        "--fresh cannot empty the tables at AWS_ENDPOINT_URL_DYNAMODB: delete them there, or unset it.",
      );
    }
    this.#state.open({ fresh: this.#options.fresh });
    // The port first: that it is taken should be known before anything else has begun.
    const api = `http://127.0.0.1:${await this.#gateway.listen(this.#options.port)}`;
    const [template, dynamodb, [sqs, secretsManager, stepFunctions], parts] = await settled([
      this.#synthesise(),
      this.#startEngine(),
      this.#startServers(),
      loadParts(),
    ] as const);
    await this.#deploy(parts, template.stacks, { api, dynamodb, sqs, secretsManager, stepFunctions });
    return api;
  }

  #synthesise(): Promise<Synthesised> {
    return this.#screen.part(
      "template",
      (tell) => synthesise(this.#state.file("cdk.out"), this.#options.limits, tell),
      ({ stacks, cached }) => {
        const count = stacks.reduce((sum, stack) => sum + stack.resources.length, 0);
        return `${stacks.length} stacks, ${count} resources${cached ? ", made before from the same sources" : ""}`;
      },
    );
  }

  #startEngine(): Promise<string> {
    return this.#screen.part(
      "database",
      () => this.#engine.start(),
      (url) => `${this.#engine.isOwn ? "Dynoxide" : "the given one"} at ${url}`,
    );
  }

  #startServers(): Promise<[sqs: string, secrets: string, stepFunctions: string]> {
    return this.#screen.part(
      "services",
      () => Promise.all([this.#queues.start(), this.#secrets.listen(), this.#stepFunctionsServer.listen()]),
      ([queues, secrets, executions]) =>
        `queues at ${queues}, secrets at :${portOf(secrets)}, Step Functions at :${portOf(executions)}`,
    );
  }

  async #deploy(parts: Parts, stacks: Stack[], endpoints: Endpoints): Promise<void> {
    this.#throwIfStopping();
    const deployment = new parts.Deployment(stacks, endpoints, this.#state.file("logs/functions.log"));
    this.#deployment = deployment;
    const machines = deployment.stateMachines();
    this.#secrets.load(deployment.secrets(), this.#state.file("secrets.json"));
    await settled([
      this.#screen.part(
        "resources",
        () => deployment.createTablesAndQueues(),
        (made) => `${made.tables} tables (${made.created} new), ${made.queues} queues`,
      ),
      this.#screen.part(
        "functions",
        () => deployment.loadFunctions(),
        ({ functions, loaded }) => `${functions}; ${loaded} loaded, the others with their first call or in a moment`,
      ),
    ]);
    if (machines.length > 0) await this.#openStepFunctions(machines, deployment);
    const outputs = deployment.outputs();
    await this.#screen.part(
      "keys",
      () => parts.ensureFirstKeys(this.credentialsFile, endpoints.api, endpoints.dynamodb, outputs),
      ({ created }) => `${created ? "two tenants' and an operator's, new" : "kept"}, in ${this.credentialsFile}`,
    );
    this.#throwIfStopping();
    await this.#open(deployment, endpoints.api);
    this.#state.publish({ pid: process.pid, apiUrl: endpoints.api, endpoints, outputs });
    void deployment.warmUp((text) => this.#complain(text));
  }

  #openStepFunctions(machines: StateMachine[], { functions }: Deployment): Promise<StepFunctions> {
    return this.#screen.part(
      "executions",
      () => {
        const store = new ExecutionStore(this.#state.file("step-functions.sqlite"));
        this.#executions = store;
        const complain = (text: string) => this.#complain(text);
        const service = new StepFunctions({ machines, functions, store, complain });
        this.#stepFunctions = service;
        this.#stepFunctionsServer.open(service);
        return service;
      },
      ({ leftovers }) => `state machines: ${machines.length}, executions cut off by the last end: ${leftovers}`,
    );
  }

  async #open(deployment: Deployment, api: string): Promise<void> {
    const routes = deployment.routes();
    this.#gateway.open(routes);
    await this.#screen.part(
      "api",
      async () => {
        // Before the triggers: the sweeper's first run is a load and many requests at once.
        await fetch(`${api}/v1`);
        this.#throwIfStopping();
        return deployment.startTriggers(this.#checkpoints(), (text) => this.#complain(text));
      },
      (triggers) => `${routes.length} routes; ${triggers} triggers: queues, streams, schedules`,
    );
  }

  /** One running function dies in the middle, as it may on Lambda. */
  async killFunction(): Promise<void> {
    const killed = await this.#deployment?.killFunction();
    if (killed !== undefined) this.#screen.warn(`killed a running ${killed}`);
  }

  /** Safe to call at any time, also while starting. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const closing = this.#gateway.close();
    this.#stepFunctions?.abortAll();
    await this.#deployment?.stop(GRACE_MS);
    this.#gateway.cut();
    await closing;
    await Promise.all([
      this.#queues.stop(),
      this.#secrets.close(),
      this.#stepFunctionsServer.close(),
      this.#engine.stop(),
    ]);
    this.#executions?.close();
    this.#state.close();
  }

  #throwIfStopping(): void {
    if (this.#stopping) throw new LocalError("Stopped while starting.");
  }

  #checkpoints(): Checkpoints {
    const file = this.#state.file("streams.json");
    const kept = readJsonFile<Record<string, string>>(file) ?? {};
    return {
      read: (streamArn) => kept[streamArn],
      write: (streamArn, sequenceNumber) => {
        kept[streamArn] = sequenceNumber;
        writeJsonFile(file, kept);
      },
    };
  }

  /** The first time in full; a storm of the same would bury everything else, and the log has each. */
  #complain(text: string): void {
    if (this.#stopping) return;
    const kind = text.replace(/[0-9a-f-]{36}|\d+/g, "*");
    const times = (this.#complaints.get(kind) ?? 0) + 1;
    this.#complaints.set(kind, times);
    if (times === 1) this.#screen.warn(text);
    else if (times % 100 === 0) this.#screen.warn(`${text} (${times} times like this)`);
  }
}

type Parts = typeof import("./deployment.ts") & typeof import("./state/first-keys.ts");

/** What has the AWS clients takes as long to load as the servers to start, whose processes begin before. */
async function loadParts(): Promise<Parts> {
  await setImmediate();
  const [deployment, firstKeys] = await Promise.all([import("./deployment.ts"), import("./state/first-keys.ts")]);
  return { ...deployment, ...firstKeys };
}

const portOf = (url: string) => new URL(url).port;

/** All of them, even when one fails: nothing may still be starting when the stop begins. */
async function settled<T extends readonly unknown[]>(work: { readonly [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
