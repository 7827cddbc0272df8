import type { SQSClient } from "@aws-sdk/client-sqs";
import { type Endpoints, physicalName } from "./addresses.ts";
import type { StartOptions } from "./arguments.ts";
import { makeMapping, makeSchedule } from "./event-sources.ts";
import { ensureFirstKeys } from "./first-keys.ts";
import { FunctionLog } from "./function-log.ts";
import type { FunctionPool } from "./function-pool.ts";
import { makePools } from "./functions.ts";
import { makeRoutes } from "./gateway-routes.ts";
import { HttpGateway } from "./http-gateway.ts";
import { Resolver } from "./intrinsics.ts";
import { runnable } from "./known-resources.ts";
import { LocalError } from "./local-error.ts";
import { readJsonFile, writeJsonFile } from "./private-file.ts";
import { tableNames } from "./product-tables.ts";
import { createQueues, localSqs, QueueServer } from "./queues.ts";
import type { GenerateSecretString } from "./secret-values.ts";
import { SecretsServer } from "./secrets.ts";
import { StateFolder } from "./state-folder.ts";
import type { Checkpoints } from "./stream-trigger.ts";
import { SupervisedEngine } from "./supervised-engine.ts";
import { synthesise } from "./synthesise.ts";
import { createMissingTables } from "./tables.ts";
import type { Resource, Stack } from "./template.ts";
import type { Progress } from "./terminal.ts";
import type { Trigger } from "./trigger.ts";

/** Running invocations may end for so long at a stop; what does not end is what a crash would leave, and recovered as such. */
const GRACE_MS = 5_000;

/** The whole template on one machine. */
export class LocalRun {
  readonly #options: StartOptions;
  readonly #progress: Progress;
  readonly #state: StateFolder;
  readonly #gateway = new HttpGateway();
  readonly #queues = new QueueServer();
  readonly #secrets = new SecretsServer();
  readonly #engine: SupervisedEngine;
  #log: FunctionLog | undefined;
  #sqs: SQSClient | undefined;
  #pools = new Map<string, FunctionPool>();
  #triggers: Trigger[] = [];
  #stopping: Promise<void> | undefined;
  #complaints = new Map<string, number>();

  constructor(options: StartOptions, progress: Progress) {
    this.#options = options;
    this.#progress = progress;
    this.#state = new StateFolder(options.state);
    this.#engine = new SupervisedEngine(
      this.#state.database,
      (pid) => this.#state.recordEngine(pid),
      (text) => this.#complain(text),
    );
  }

  get credentialsFile(): string {
    return this.#state.file("credentials.json");
  }

  /** Returns the API's URL when everything answers. */
  async start(): Promise<string> {
    const progress = this.#progress;
    this.#state.open({ fresh: this.#options.fresh });
    const api = `http://127.0.0.1:${await this.#gateway.listen(this.#options.port)}`;
    const [stacks, dynamodb, [sqs, secretsManager]] = await settled([
      progress
        .part(
          "template",
          () => synthesise(this.#state.file("cdk.out"), this.#options.limits),
          (made) => {
            const count = made.stacks.reduce((sum, stack) => sum + stack.resources.length, 0);
            return `${made.stacks.length} stacks, ${count} resources${made.cached ? ", unchanged since the last start" : ""}`;
          },
        )
        .then((made) => made.stacks),
      progress.part(
        "database",
        () => this.#engine.start(),
        (url) => `${this.#engine.isOwn ? "Dynoxide" : "given"} at ${url}`,
      ),
      progress.part(
        "services",
        () => Promise.all([this.#queues.listen(), this.#secrets.listen()]),
        ([queues, secrets]) => `queues at ${queues}, secrets at ${secrets}`,
      ),
    ] as const);
    this.#throwIfStopping();
    await this.#deploy(stacks, { api, dynamodb, sqs, secretsManager });
    return api;
  }

  async #deploy(stacks: Stack[], endpoints: Endpoints): Promise<void> {
    const progress = this.#progress;
    const resolver = new Resolver(stacks, endpoints);
    const resources = runnable(stacks.flatMap((stack) => stack.resources).filter((row) => resolver.exists(row)));
    const of = (...types: string[]) => resources.filter((resource) => types.includes(resource.type));
    this.#log = new FunctionLog(this.#state.file("logs/functions.log"));
    this.#sqs = localSqs(endpoints.sqs);

    const tables = of("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable");
    const queues = of("AWS::SQS::Queue");
    await progress.part(
      "resources",
      async () => {
        this.#secrets.load(
          secretDefinitions(of("AWS::SecretsManager::Secret"), resolver),
          this.#state.file("secrets.json"),
        );
        const [created] = await Promise.all([
          createMissingTables(endpoints.dynamodb, tables, resolver),
          createQueues(localSqs(endpoints.sqs), queues, resolver),
        ]);
        return created;
      },
      (created) => `${tables.length} tables (${created} new), ${queues.length} queues`,
    );

    this.#pools = makePools(of("AWS::Lambda::Function"), resolver, endpoints, this.#log);
    await progress.part(
      "functions",
      () => this.#warm(),
      () => `${this.#pools.size} loaded`,
    );

    const outputs = resolver.outputs();
    const names = tableNames(Object.assign({}, ...Object.values(outputs)));
    await progress.part(
      "keys",
      () => ensureFirstKeys(this.credentialsFile, endpoints.api, endpoints.dynamodb, names),
      (keys) =>
        `${keys.created ? "made for the tenants demo and other and an operator" : "kept"}, in ${this.credentialsFile}`,
    );

    const routes = makeRoutes(resources, resolver, this.#pools);
    const parts = {
      resolver,
      pools: this.#pools,
      sqs: this.#sqs,
      sqsEndpoint: endpoints.sqs,
      dynamoDbEndpoint: endpoints.dynamodb,
      checkpoints: this.#checkpoints(),
      complain: (text: string) => this.#complain(text),
    };
    this.#triggers = [
      ...of("AWS::Lambda::EventSourceMapping").map((resource) => makeMapping(resource, parts)),
      ...of("AWS::Scheduler::Schedule").map((resource) => makeSchedule(resource, parts)),
    ].filter((trigger) => trigger !== undefined);
    this.#throwIfStopping();
    this.#gateway.open(routes);
    for (const trigger of this.#triggers) trigger.start();
    this.#state.publish({ pid: process.pid, apiUrl: endpoints.api, endpoints, outputs });
    await progress.part(
      "api",
      () => fetch(`${endpoints.api}/v1`),
      () => `${routes.length} routes, ${this.#triggers.length} queues, streams and schedules followed`,
    );
  }

  async #warm(): Promise<void> {
    const errors = await Promise.all(
      [...this.#pools.values()].map(async (pool) => ({ pool, error: await pool.warm() })),
    );
    const broken = errors.find(({ error }) => error !== undefined);
    if (broken) throw new LocalError(`The function ${broken.pool.name} cannot be loaded: ${broken.error}.`);
  }

  /** Safe to call at any time, also while starting. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const closing = this.#gateway.close();
    await Promise.all(this.#triggers.map((trigger) => trigger.stop(GRACE_MS)));
    await Promise.all([...this.#pools.values()].map((pool) => pool.close(GRACE_MS)));
    this.#gateway.cut();
    await closing;
    this.#sqs?.destroy();
    await Promise.all([this.#queues.close(), this.#secrets.close(), this.#engine.stop(), this.#log?.close()]);
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
    if (times === 1) this.#progress.warn(text);
    else if (times % 100 === 0) this.#progress.warn(`${text} (${times} times like this)`);
  }
}

function secretDefinitions(secrets: Resource[], resolver: Resolver) {
  return secrets.map((secret) => {
    const { GenerateSecretString, SecretString } = resolver.properties(secret) as {
      GenerateSecretString?: GenerateSecretString;
      SecretString?: string;
    };
    return {
      name: physicalName(secret),
      ...(GenerateSecretString ? { generate: GenerateSecretString } : {}),
      ...(SecretString === undefined ? {} : { value: SecretString }),
    };
  });
}

/** All of them, even when one fails: nothing may still be starting when the stop begins. */
async function settled<T extends readonly unknown[]>(work: { readonly [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
