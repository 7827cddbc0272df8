import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseApiKey } from "../../core/access/domain/api-key.ts";
import { LocalError } from "../../local/local-error.ts";
import { commandLineOf, endAtOnce, requirePosix } from "../../local/servers/process-table.ts";
import type { Credentials } from "../../local/state/first-keys.ts";
import { readJsonFile } from "../../local/state/private-file.ts";
import { CHILDREN, type ChildName, type RunFile, readRunFile } from "../../local/state/state-folder.ts";
import { until } from "./waiting.ts";

const LOCAL = join(import.meta.dirname, "../..", "local");
const START = ["--import", join(LOCAL, "node-version.js"), join(LOCAL, "start.ts")];
/** Seconds on an idle machine; a busy one synthesises slowly. */
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
const GONE_TIMEOUT_MS = 10_000;
/** The sweeper runs each minute, whatever else does not. */
const RUNNING_TIMEOUT_MS = 70_000;
/** Ends the instance's whole group when we are gone ourselves, however that came: the pipe on descriptor 3 is then closed. */
const TIED_TO_US =
  'pid=$$; exec 3<&0 </dev/null; (read -r _ <&3; kill -9 -$pid) >/dev/null 2>&1 & exec 3<&-; exec "$0" "$@"';

/** A local run of our own, as `npm start` would make it, in a process group of its own. */
export class Instance {
  readonly state: string;
  readonly logFile: string;
  readonly #log: WriteStream;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;
  #url = "";
  hasEnded = false;
  readonly #functionKills: ((name: string) => void)[] = [];

  /** `env`: on top of this process's own variables. */
  constructor(folder: string, env: Record<string, string> = {}) {
    this.#env = env;
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
    // Of one that was renewed each version counts.
    return [...keys, ...Object.values(generated).flatMap((text) => text.match(/[A-Za-z0-9]{32,}/g) ?? text)];
  }

  /** The secret of this name alone, as the stacks call it. */
  secret(name: string): string {
    const generated = readJsonFile<Record<string, string>>(join(this.state, "secrets.json")) ?? {};
    const found = Object.entries(generated).find(([id]) => id.includes(`-${name}`));
    if (!found) throw new LocalError(`There is no secret ${name} in ${this.state}.`);
    return found[1];
  }

  /** For good: whoever is about to start it again cannot. */
  async end(): Promise<void> {
    this.hasEnded = true;
    await this.kill();
  }

  /** Resolves when it is ready for requests; after a restart at the same address, which channels were told. */
  async start(onProgress: (line: string) => void): Promise<void> {
    if (this.hasEnded) throw new LocalError("The instance has ended.");
    requirePosix();
    const port = this.#url === "" ? "0" : new URL(this.#url).port;
    const args = ["--no-warnings=ExperimentalWarning", ...START, "--port", port, "--state", this.state];
    args.push("--limits", "demo");
    const child = spawn("/bin/sh", ["-c", TIED_TO_US, process.execPath, ...args], {
      detached: true,
      env: { ...process.env, ...this.#env },
    });
    this.#child = child;
    child.stdin?.on("error", () => {});
    child.stderr?.pipe(this.#log, { end: false });
    let last = "";
    const ready = new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        this.#log.write(`${line}\n`);
        if (line.trim() !== "") last = line.trim();
        const [, killed] = /^killed a running (.+)$/.exec(last) ?? [];
        if (killed) this.#functionKills.shift()?.(killed);
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

  /** SIGKILL for all of it at once: the functions, and queue server and database engine in groups of their own. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    const others = CHILDREN.flatMap((name) => this.#pidOf(name) ?? []);
    endGroup(child);
    for (const pid of others) if (this.#isOurs(pid)) endAtOnce(pid);
    const gone = () => !isAlive(child) && !others.some((pid) => this.#isOurs(pid));
    await until("the killed processes to be gone", async () => (gone() ? true : undefined), {
      timeoutMs: GONE_TIMEOUT_MS,
      everyMs: 10,
    });
    this.#child = undefined;
  }

  /** SIGKILL for one of them. Resolves when it is gone. */
  async killChild(name: ChildName): Promise<void> {
    const pid = await until(`the ${name} to run`, async () => this.#livingPidOf(name), { timeoutMs: START_TIMEOUT_MS });
    endAtOnce(pid);
    await until(`the killed ${name} to be gone`, async () => (this.#isOurs(pid) ? undefined : true), {
      timeoutMs: GONE_TIMEOUT_MS,
      everyMs: 1,
    });
  }

  /** One running invocation ends in its middle. Resolves with the function's name when it has. */
  killFunction(): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = this.#child;
      const timer = setTimeout(
        () => reject(new LocalError("No function ran that could be killed.")),
        RUNNING_TIMEOUT_MS,
      );
      this.#functionKills.push((name) => {
        clearTimeout(timer);
        resolve(name);
      });
      child?.kill("SIGUSR2");
    });
  }

  isAlive(name: ChildName): boolean {
    return this.#livingPidOf(name) !== undefined;
  }

  #livingPidOf(name: ChildName): number | undefined {
    const pid = this.#pidOf(name);
    return pid !== undefined && this.#isOurs(pid) ? pid : undefined;
  }

  #pidOf(name: ChildName): number | undefined {
    return readJsonFile<{ pid: number }>(join(this.state, `${name}.json`))?.pid;
  }

  /** A process id may belong to anybody by now. */
  #isOurs(pid: number): boolean {
    const line = commandLineOf(pid) ?? "";
    return line.includes(this.state) || line.includes("queue-process.ts");
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
  if (pid !== undefined) endAtOnce(-pid);
}
