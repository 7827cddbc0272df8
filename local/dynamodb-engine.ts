import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { freePort } from "./free-port.ts";
import { LocalError } from "./local-error.ts";

/** Starting takes 20 to 40 ms; on a machine under heavy load seconds. */
const START_TIMEOUT_MS = 15_000;
/** SQLite closes in milliseconds; after this the engine is killed, which loses nothing that was acknowledged. */
const STOP_TIMEOUT_MS = 3_000;
const POLL_MS = 5;

export interface DynamoDbEngine {
  readonly endpoint: string;
  /** Undefined when the endpoint was given by AWS_ENDPOINT_URL_DYNAMODB. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
  /** Called when the engine ends without having been stopped. */
  onDeath(listener: () => void): void;
}

export interface EngineOptions {
  /** SQLite file; without it everything stays in memory. */
  dbPath?: string;
  port?: number;
}

/** Where the Dynoxide binary is, if anywhere. */
export function findDynoxide(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.DYNOXIDE_BIN) return env.DYNOXIDE_BIN;
  const onPath = (env.PATH ?? "").split(delimiter).map((folder) => join(folder, "dynoxide"));
  return [packagedBinary(), ...onPath].find((path) => path !== undefined && isExecutable(path));
}

function packagedBinary(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `@dynoxide/${process.platform}-${process.arch}/package.json`,
    );
    return join(dirname(manifest), "dynoxide");
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts Dynoxide on 127.0.0.1, or takes the endpoint that AWS_ENDPOINT_URL_DYNAMODB names. */
export async function startEngine(options: EngineOptions = {}): Promise<DynamoDbEngine> {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (given) return { endpoint: given, pid: undefined, stop: async () => {}, onDeath: () => {} };
  const binary = findDynoxide();
  if (!binary) {
    throw new LocalError(
      "No DynamoDB engine found: run `npm ci` (it brings Dynoxide on Linux x64), or set DYNOXIDE_BIN to a Dynoxide binary, or AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB endpoint.",
    );
  }
  if (options.dbPath) await addStreamIndexes(binary, options.dbPath);
  return launch(binary, options);
}

/**
 * Each write reads its table's newest stream record, by a scan in Dynoxide 1.2: two indexes keep it constant.
 * The engine makes its own tables at its first start, so a new file sees it once before.
 */
async function addStreamIndexes(binary: string, dbPath: string): Promise<void> {
  if (!existsSync(dbPath)) await (await launch(binary, { dbPath })).stop();
  try {
    const db = new DatabaseSync(dbPath);
    db.exec(`CREATE INDEX IF NOT EXISTS tender_stream_sequence ON _stream_records(table_name, CAST(sequence_number AS INTEGER));
             CREATE INDEX IF NOT EXISTS tender_stream_shard ON _stream_records(table_name, shard_id, sequence_number);`);
    db.close();
  } catch (error) {
    throw new LocalError(
      `The database ${dbPath} cannot be read (${(error as Error).message}): use another folder or start afresh with --fresh.`,
    );
  }
}

/** Between choosing a free port and listening on it another process may take it. */
const PORT_TRIES = 3;

async function launch(binary: string, options: EngineOptions, triesLeft = PORT_TRIES): Promise<DynamoDbEngine> {
  const port = options.port ?? (await freePort());
  const args = ["--host", "127.0.0.1", "--port", String(port)];
  if (options.dbPath) args.push("--db-path", options.dbPath);
  const child = spawnTiedToUs(binary, args);
  const engine = new Engine(child, `http://127.0.0.1:${port}`);
  try {
    await engine.untilListening(port);
  } catch (error) {
    const unlucky = options.port === undefined && /in use/i.test((error as Error).message);
    if (unlucky && triesLeft > 1) return launch(binary, options, triesLeft - 1);
    throw error;
  }
  return engine;
}

/**
 * The engine must not outlive us, not even after SIGKILL: a watcher beside it reads a pipe that only we hold open and
 * kills the engine at its end. A session of its own keeps Ctrl-C of the terminal from ending it before its last write.
 */
function spawnTiedToUs(binary: string, args: string[]): ChildProcess {
  const script =
    'pid=$$; exec 3<&0 </dev/null; (read -r _ <&3; kill -9 $pid) >/dev/null 2>&1 & exec 3<&-; exec "$0" "$@"';
  return spawn("/bin/sh", ["-c", script, binary, ...args], { detached: true, stdio: ["pipe", "ignore", "pipe"] });
}

class Engine implements DynamoDbEngine {
  readonly endpoint: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #stopping = false;
  #complaint = "";
  #deathListeners: (() => void)[] = [];

  constructor(child: ChildProcess, endpoint: string) {
    this.endpoint = endpoint;
    this.#child = child;
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-2000);
    });
    // The engine may have gone before us: closing the watcher's pipe is then no error.
    child.stdin?.on("error", () => {});
    this.#ended = new Promise((resolve) => {
      child.once("error", () => resolve());
      child.once("exit", () => {
        child.stdin?.destroy();
        child.stderr?.destroy();
        resolve();
        if (!this.#stopping) for (const listener of this.#deathListeners) listener();
      });
    });
    child.unref();
    unrefStream(child.stdin);
    unrefStream(child.stderr);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  onDeath(listener: () => void): void {
    this.#deathListeners.push(listener);
  }

  async untilListening(port: number): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await answers(port))) {
      const dead = this.#child.exitCode !== null || this.#child.signalCode !== null;
      if (!dead && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        continue;
      }
      await this.stop();
      const cause = this.#complaint.trim().split("\n").at(-1) || (dead ? "it ended at once" : "no answer");
      throw new LocalError(`The DynamoDB engine (${this.#child.spawnargs[3]}) did not start: ${cause}.`);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child.ref();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.pid === undefined) return;
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
  }
}

/** A pipe to the engine must not keep this process alive. */
function unrefStream(stream: unknown): void {
  (stream as { unref?: () => void } | null)?.unref?.();
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const done = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}
