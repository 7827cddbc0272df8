import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseApiKey } from "../../core/domain/api-key.ts";
import type { Credentials } from "../first-keys.ts";
import { LocalError } from "../local-error.ts";
import { readJsonFile } from "../private-file.ts";
import { type RunFile, readRunFile } from "../state-folder.ts";
import { until } from "./waiting.ts";

const START = join(import.meta.dirname, "..", "start.ts");
/** Seconds on an idle machine; a busy one synthesises slowly. */
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
const GONE_TIMEOUT_MS = 10_000;
/** Ends the instance's whole group when we are gone ourselves, however that came: the pipe on descriptor 3 is then closed. */
const TIED_TO_US =
  'pid=$$; exec 3<&0 </dev/null; (read -r _ <&3; kill -9 -$pid) >/dev/null 2>&1 & exec 3<&-; exec "$0" "$@"';

/** A local run of our own, as `npm start` would make it, in a process group of its own. */
export class Instance {
  readonly state: string;
  readonly logFile: string;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #url = "";

  constructor(folder: string) {
    this.state = join(folder, "state");
    this.logFile = join(folder, "instance.log");
    mkdirSync(folder, { recursive: true });
    this.#log = createWriteStream(this.logFile, { flags: "a", mode: 0o600 });
  }

  get url(): string {
    return this.#url;
  }

  get run(): RunFile {
    const run = readRunFile(this.state);
    if (!run) throw new LocalError(`Nothing runs in ${this.state}.`);
    return run;
  }

  get credentials(): Credentials {
    const credentials = readJsonFile<Credentials>(join(this.state, "credentials.json"));
    if (!credentials) throw new LocalError(`There are no credentials in ${this.state}.`);
    return credentials;
  }

  /** Everything that must never be seen outside the state folder. */
  get secrets(): string[] {
    const generated = readJsonFile<Record<string, string>>(join(this.state, "secrets.json")) ?? {};
    // A key's second half is the secret; its id is not.
    const keys = Object.values(this.credentials.keys).flatMap((key) => parseApiKey(key)?.secret ?? key);
    return [...keys, ...Object.values(generated)];
  }

  /** The secret of this name alone, as the stacks call it. */
  secret(name: string): string {
    const generated = readJsonFile<Record<string, string>>(join(this.state, "secrets.json")) ?? {};
    const found = Object.entries(generated).find(([id]) => id.includes(`-${name}`));
    if (!found) throw new LocalError(`There is no secret ${name} in ${this.state}.`);
    return found[1];
  }

  /** Resolves when it is ready for requests; after a restart at the same address, which channels were told. */
  async start(onProgress: (line: string) => void): Promise<void> {
    const port = this.#url === "" ? "0" : new URL(this.#url).port;
    const args = ["--no-warnings=ExperimentalWarning", START, "--port", port, "--state", this.state];
    args.push("--limits", "demo");
    const child = spawn("/bin/sh", ["-c", TIED_TO_US, process.execPath, ...args], { detached: true });
    this.#child = child;
    child.stdin?.on("error", () => {});
    child.stderr?.pipe(this.#log, { end: false });
    let last = "";
    const ready = new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        this.#log.write(`${line}\n`);
        if (line.trim() !== "") last = line.trim();
        onProgress(last);
        const [, url] = /^ready (http\S+)$/.exec(line) ?? [];
        if (url) resolve(url);
      });
      child.once("error", reject);
      child.once("exit", (code) => {
        child.stdin?.destroy();
        reject(new LocalError(`The instance ended with code ${code} before it was ready; its last line: ${last}`));
      });
      setTimeout(() => reject(new LocalError("The instance was not ready in time.")), START_TIMEOUT_MS).unref();
    });
    this.#url = await ready;
  }

  /** SIGKILL for all of it at once: the functions, the queue, and the database engine in a group of its own. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    const engine = readJsonFile<{ pid: number }>(join(this.state, "engine.json"))?.pid;
    endGroup(child);
    if (engine !== undefined && isOurEngine(engine, this.state)) process.kill(engine, "SIGKILL");
    const gone = () => !isAlive(child) && (engine === undefined || !isOurEngine(engine, this.state));
    await until("the killed processes to be gone", async () => (gone() ? true : undefined), {
      timeoutMs: GONE_TIMEOUT_MS,
      everyMs: 10,
    });
    this.#child = undefined;
  }

  /** As Ctrl-C does it; what does not end is killed. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || !isAlive(child)) return;
    child.kill("SIGTERM");
    await until("the instance to stop", async () => (isAlive(child) ? undefined : true), {
      timeoutMs: STOP_TIMEOUT_MS,
      everyMs: 20,
    }).catch(() => this.kill());
    // A synthesis that it had begun would write into the folder behind our back.
    endGroup(child);
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch (error) {
    // Nobody of it is left.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A process id may belong to anybody by now; only a command line with our folder in it is our engine's. */
function isOurEngine(pid: number, state: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(state);
  } catch {
    return false;
  }
}
