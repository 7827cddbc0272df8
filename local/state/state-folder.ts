import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { LocalError } from "../local-error.ts";
import { commandLineOf, endAtOnce } from "../servers/process-table.ts";
import { readJsonFile, writeJsonFile } from "./private-file.ts";

/** What the CLI tools need of a running instance. */
export interface RunFile {
  pid: number;
  apiUrl: string;
  endpoints: { dynamodb: string; sqs: string; secretsManager: string; stepFunctions: string };
  /** By stack, then by output. */
  outputs: Record<string, Record<string, string>>;
}

/** Each with its process id in a file of its name. */
export const CHILDREN = ["engine", "queues"] as const;
export type ChildName = (typeof CHILDREN)[number];

/** What `--fresh` removes; anything else in the folder is not ours. */
const OWN_ENTRIES = [
  "tender.sqlite",
  "tender.sqlite-shm",
  "tender.sqlite-wal",
  "step-functions.sqlite",
  "step-functions.sqlite-shm",
  "step-functions.sqlite-wal",
  "secrets.json",
  "streams.json",
  "credentials.json",
  "outputs.json",
  ...CHILDREN.map((name) => `${name}.json`),
  "run.json",
  "cdk.out",
  "logs",
];
const ENGINE_GONE_MS = 5_000;

/** The folder that a local run keeps its state in, held by one process at a time. */
export class StateFolder {
  readonly path: string;
  #lock: DatabaseSync | undefined;

  constructor(path: string) {
    this.path = resolve(path);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  get database(): string {
    return this.file("tender.sqlite");
  }

  /** Takes the folder. SQLite's lock on a file ends with the process that holds it, however that ends. */
  open({ fresh = false } = {}): void {
    try {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
      const lock = new DatabaseSync(this.file("lock"));
      lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
      this.#lock = lock;
    } catch (error) {
      if (/locked/.test((error as Error).message)) throw new LocalError(this.#takenMessage());
      throw new LocalError(`The state folder ${this.path} cannot be used: ${(error as Error).message}.`);
    }
    this.#endLeftoverEngine();
    if (fresh) for (const name of OWN_ENTRIES) rmSync(this.file(name), { recursive: true, force: true });
    rmSync(this.file("run.json"), { force: true });
    mkdirSync(this.file("logs"), { recursive: true });
  }

  #takenMessage(): string {
    const other = readRunFile(this.path);
    const who = other ? `process ${other.pid} serves ${other.apiUrl} from it` : "another process holds it";
    return `The state folder ${this.path} is in use: ${who}. Stop it or choose another folder with --state.`;
  }

  /** The processes beside this one, for whoever has to end what a killed run left, or wants to kill one itself. */
  recordProcess(name: ChildName, pid: number | undefined): void {
    // A run that was refused the folder stops what it has begun, and not what its holder has on record.
    if (!this.#lock) return;
    if (pid === undefined) rmSync(this.file(`${name}.json`), { force: true });
    else writeJsonFile(this.file(`${name}.json`), { pid, database: this.database });
  }

  /** A killed run takes its engine along; should that have failed, the engine is ended here before a second one writes. */
  #endLeftoverEngine(): void {
    const recorded = readJsonFile<{ pid: number; database: string }>(this.file("engine.json"));
    if (recorded && isOurEngine(recorded.pid, this.database)) {
      endAtOnce(recorded.pid);
      const deadline = Date.now() + ENGINE_GONE_MS;
      while (isOurEngine(recorded.pid, this.database) && Date.now() < deadline) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      }
    }
    this.recordProcess("engine", undefined);
  }

  publish(run: RunFile): void {
    writeJsonFile(this.file("run.json"), run);
    // For tools that start the engine on this folder while nothing runs.
    writeJsonFile(this.file("outputs.json"), run.outputs);
  }

  close(): void {
    // A folder that was never taken is another's.
    if (!this.#lock) return;
    rmSync(this.file("run.json"), { force: true });
    this.recordProcess("engine", undefined);
    this.#lock.close();
    this.#lock = undefined;
  }
}

/** The instance that runs on this folder right now, if any. */
export function readRunFile(folder: string): RunFile | undefined {
  const run = readJsonFile<RunFile>(join(folder, "run.json"));
  if (!run) return undefined;
  return isLocalRun(run.pid) ? run : undefined;
}

/** The process id may belong to anybody by now. */
function isLocalRun(pid: number): boolean {
  return commandLineOf(pid)?.includes("start.ts") ?? false;
}

/** Only a command line with our database file is our engine's. */
function isOurEngine(pid: number, database: string): boolean {
  return `${commandLineOf(pid)} `.includes(` --db-path ${database} `);
}
