import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { FunctionError, InvocationResult, WorkerMessage, WorkerSettings } from "./function-messages.ts";

export interface FunctionSettings extends WorkerSettings {
  env: Record<string, string>;
  timeoutSeconds: number;
  onOutput: (text: string) => void;
}

/** By default each thread lets up to 48 MB of garbage gather before it looks. */
const YOUNG_GENERATION_MEGABYTES = 8;

interface Pending {
  requestId: string;
  timer: NodeJS.Timeout;
  resolve: (result: InvocationResult) => void;
}

/** One warm instance: a thread with its own environment and module state, and one invocation at a time. */
export class FunctionInstance {
  readonly #worker: Worker;
  readonly #settings: FunctionSettings;
  #pending: Pending | undefined;
  #error: FunctionError | undefined;
  /** Resolves when the module is loaded, or with the reason why it could not be. */
  readonly ready: Promise<FunctionError | undefined>;
  readonly #ended: Promise<void>;
  ended = false;

  constructor(settings: FunctionSettings) {
    this.#settings = settings;
    const { env, timeoutSeconds, onOutput, ...workerData } = settings;
    this.#worker = new Worker(new URL("./function-worker.js", import.meta.url), {
      workerData,
      env,
      stdout: true,
      stderr: true,
      execArgv: ["--enable-source-maps", "--no-warnings"],
      resourceLimits: {
        maxOldGenerationSizeMb: settings.memoryMegabytes,
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES,
      },
      name: settings.functionName,
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.setEncoding("utf8").on("data", onOutput);
    }
    this.ready = new Promise((resolve) => {
      this.#worker.on("message", (message: WorkerMessage) => {
        if (message.kind === "ready") resolve(undefined);
        else this.#finish(message.requestId, message.result);
      });
      this.#worker.on("error", (error: Error) => {
        this.#error = { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
        onOutput(`${JSON.stringify({ level: "FATAL", ...this.#error })}\n`);
      });
      this.#worker.on("exit", () => resolve(this.#error ?? exitError("ended before it was ready")));
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        this.ended = true;
        const pending = this.#pending;
        if (pending) {
          const reason = `RequestId: ${pending.requestId} Error: Runtime exited with error: exit status ${code}`;
          this.#finish(pending.requestId, { ok: false, error: this.#error ?? exitError(reason) });
        }
        resolve();
      });
    });
  }

  /** Never rejects: a failure is a result, as for whoever calls Lambda's Invoke. */
  invoke(event: string): Promise<InvocationResult> {
    const requestId = randomUUID();
    const timeoutMs = this.#settings.timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#timeOut(requestId), timeoutMs);
      this.#pending = { requestId, timer, resolve };
      this.#worker.postMessage({ requestId, event, deadlineMs: Date.now() + timeoutMs });
    });
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
    await this.#ended;
  }

  get isRunning(): boolean {
    return this.#pending !== undefined;
  }

  /** In the middle of its invocation, as when the host under it dies. */
  kill(): void {
    const { requestId } = this.#pending ?? {};
    if (requestId !== undefined) this.#die(requestId, "Runtime.ExitError", "Runtime exited with error: signal: killed");
  }

  #timeOut(requestId: string): void {
    const seconds = this.#settings.timeoutSeconds.toFixed(2);
    this.#die(requestId, "Sandbox.Timedout", `Task timed out after ${seconds} seconds`);
  }

  /** Its caller learns why; nothing that it had begun goes on. */
  #die(requestId: string, errorType: string, reason: string): void {
    const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
    this.#settings.onOutput(`${JSON.stringify({ level: "ERROR", requestId, errorMessage })}\n`);
    this.ended = true;
    this.#finish(requestId, { ok: false, error: { errorType, errorMessage } });
    void this.#worker.terminate();
  }

  #finish(requestId: string, result: InvocationResult): void {
    const pending = this.#pending;
    if (pending?.requestId !== requestId) return;
    clearTimeout(pending.timer);
    this.#pending = undefined;
    pending.resolve(result);
  }
}

function exitError(errorMessage: string): FunctionError {
  return { errorType: "Runtime.ExitError", errorMessage };
}
