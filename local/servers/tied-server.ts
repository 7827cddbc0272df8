import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { LocalError } from "../local-error.ts";
import { freePort } from "./listening.ts";
import { requirePosix } from "./process-table.ts";

/** Starting takes 20 ms to a second; on a machine under heavy load seconds. */
const START_TIMEOUT_MS = 15_000;
/** Each closes in milliseconds; after this it is killed, which loses nothing that was acknowledged. */
const STOP_TIMEOUT_MS = 3_000;
const POLL_MS = 5;
/** Between choosing a free port and listening on it another process may take it. */
const PORT_TRIES = 3;

/** A server in a process of its own that does not outlive us. */
export interface TiedServer {
  readonly endpoint: string;
  /** Undefined when somebody else runs it. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
  /** Called when it ends without having been stopped. */
  onDeath(listener: () => void): void;
}

export interface TiedServerOptions {
  /** As a sentence about it begins: `The DynamoDB engine`. */
  name: string;
  binary: string;
  args: (port: number) => string[];
  /** Any free one by default. */
  port?: number | undefined;
}

/** Returns when it listens on 127.0.0.1. */
export async function startTiedServer(options: TiedServerOptions, triesLeft = PORT_TRIES): Promise<TiedServer> {
  requirePosix();
  const port = options.port ?? (await freePort());
  const child = spawnTiedToUs(options.binary, options.args(port));
  const server = new ChildServer(child, `http://127.0.0.1:${port}`);
  try {
    await server.untilListening(port, `${options.name} (${options.binary})`);
  } catch (error) {
    const unlucky = options.port === undefined && /in use/i.test((error as Error).message);
    if (unlucky && triesLeft > 1) return startTiedServer(options, triesLeft - 1);
    throw error;
  }
  return server;
}

/**
 * It must not outlive us, not even after SIGKILL: a watcher beside it reads a pipe that only we hold open and kills it at
 * its end. A session of its own keeps Ctrl-C of the terminal from ending it before its last write.
 */
function spawnTiedToUs(binary: string, args: string[]): ChildProcess {
  const script =
    'pid=$$; exec 3<&0 </dev/null; (read -r _ <&3; kill -9 $pid) >/dev/null 2>&1 & exec 3<&-; exec "$0" "$@"';
  return spawn("/bin/sh", ["-c", script, binary, ...args], { detached: true, stdio: ["pipe", "ignore", "pipe"] });
}

class ChildServer implements TiedServer {
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
    // It may have gone before us: closing the watcher's pipe is then no error.
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

  /** Also when it has died before anybody could ask for it. */
  onDeath(listener: () => void): void {
    if (this.#hasEnded && !this.#stopping) listener();
    else this.#deathListeners.push(listener);
  }

  async untilListening(port: number, name: string): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await answers(port))) {
      const dead = this.#hasEnded;
      if (!dead && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        continue;
      }
      await this.stop();
      const cause = this.#complaint.trim().split("\n").at(-1) || (dead ? "it ended at once" : "no answer");
      throw new LocalError(`${name} did not start: ${cause}.`);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child.ref();
    if (this.#hasEnded || this.pid === undefined) return;
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}

/** A pipe to the server must not keep this process alive. */
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
