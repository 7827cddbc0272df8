import { within } from "../within.ts";
import { Activity } from "./activity.ts";
import { FunctionInstance, type FunctionSettings } from "./function-instance.ts";
import type { InvocationResult } from "./function-messages.ts";
import { IdleCores } from "./idle-cores.ts";

/** A thread takes ~100 ms of CPU work to load: a short wait for a busy one is cheaper than another. */
const GROW_AFTER_MS = 50;
/**
 * With no core idle another thread takes time from those that run, and begins with code that is not compiled yet: a tenth as fast.
 * Then one is made only if no call has ended for so long, as when all wait for somebody outside.
 */
const STALLED_MS = 200;
/** More at once would slow each other, and everything else, on a small machine. */
const LOADING_MAX = 1;
/** Without a reserved concurrency: enough for slow calls to overlap, at most ~0.5 GB for the busiest function. */
const INSTANCES_MAX = 32;
const IDLE_MS = 30_000;

export interface PoolOptions {
  max?: number;
  stalledMs?: number;
  cores?: Pick<IdleCores, "areThere">;
  activity?: Activity;
}

interface Waiting {
  event: string;
  resolve: (result: InvocationResult) => void;
}

/** All instances of one function. Grows when calls wait, shrinks to one when they do not. */
export class FunctionPool {
  readonly name: string;
  readonly #settings: FunctionSettings;
  readonly #max: number;
  readonly #stalledMs: number;
  readonly #cores: Pick<IdleCores, "areThere">;
  readonly #activity: Activity;
  readonly #idle: { instance: FunctionInstance; since: number }[] = [];
  readonly #all = new Set<FunctionInstance>();
  readonly #calls = new Set<Promise<unknown>>();
  readonly #waiting: Waiting[] = [];
  readonly #reaper: NodeJS.Timeout;
  #loading = 0;
  #growTimer: NodeJS.Timeout | undefined;
  /** When a call has ended, or began to wait, last. */
  #movedAt = 0;
  #closed = false;

  constructor(settings: FunctionSettings, options: PoolOptions = {}) {
    const { max = INSTANCES_MAX, stalledMs = STALLED_MS } = options;
    this.name = settings.functionName;
    this.#settings = settings;
    this.#max = max;
    this.#stalledMs = stalledMs;
    this.#cores = options.cores ?? new IdleCores();
    this.#activity = options.activity ?? new Activity();
    this.#reaper = setInterval(() => this.#reap(), IDLE_MS).unref();
  }

  /** Loads the first instance unless a call has, so that the next call is warm. Answers with the error when it cannot be loaded. */
  async warm(): Promise<string | undefined> {
    if (this.#closed || this.#all.size > 0) return undefined;
    const error = await this.#load();
    return error === undefined ? undefined : `${error.errorType}: ${error.errorMessage}`;
  }

  /** `event` is JSON, and so is the payload. Waits for an instance when all are busy. */
  invoke(event: string): Promise<InvocationResult> {
    const work = new Promise<InvocationResult>((resolve) => {
      if (this.#closed) return resolve(stopped());
      const free = this.#takeIdle();
      if (free) this.#start(free, { event, resolve });
      else {
        if (this.#waiting.length === 0) this.#movedAt = performance.now();
        this.#waiting.push({ event, resolve });
        this.#growSoon(this.#all.size === 0 ? 0 : GROW_AFTER_MS);
      }
    });
    const result = this.#activity.during(work);
    this.#calls.add(result);
    void result.then(() => this.#calls.delete(result));
    return result;
  }

  get size(): number {
    return this.#all.size;
  }

  get isFull(): boolean {
    return this.#waiting.length > 0;
  }

  /** Calls are under way, or wait for an instance. */
  get isBusy(): boolean {
    return this.#calls.size > 0;
  }

  /** Those that are in the middle of an invocation. */
  get running(): FunctionInstance[] {
    return [...this.#all].filter((instance) => instance.isRunning);
  }

  /** Lets running invocations end for `graceMs`, then ends the threads. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    clearInterval(this.#reaper);
    clearTimeout(this.#growTimer);
    for (const waiting of this.#waiting.splice(0)) waiting.resolve(stopped());
    await within(graceMs, Promise.all(this.#calls));
    await Promise.all([...this.#all].map((instance) => instance.terminate()));
  }

  #takeIdle(): FunctionInstance | undefined {
    for (let last = this.#idle.pop(); last; last = this.#idle.pop()) {
      if (!last.instance.ended) return last.instance;
      this.#all.delete(last.instance);
    }
    return undefined;
  }

  #start(instance: FunctionInstance, waiting: Waiting): void {
    void instance.invoke(waiting.event).then((result) => {
      waiting.resolve(result);
      this.#release(instance);
    });
  }

  #release(instance: FunctionInstance): void {
    this.#movedAt = performance.now();
    if (instance.ended) {
      this.#all.delete(instance);
      if (this.#waiting.length > 0) this.#growSoon(0);
      return;
    }
    const next = this.#waiting.shift();
    if (next) this.#start(instance, next);
    else this.#idle.push({ instance, since: Date.now() });
  }

  #growSoon(afterMs: number): void {
    this.#growTimer ??= setTimeout(() => {
      this.#growTimer = undefined;
      if (this.#closed || this.#waiting.length <= this.#loading) return;
      if (this.#loading >= LOADING_MAX || this.#all.size >= this.#max) return;
      if (this.#all.size === 0 || this.#isWorthAThread()) void this.#load();
      this.#growSoon(GROW_AFTER_MS);
    }, afterMs);
  }

  #isWorthAThread(): boolean {
    return this.#cores.areThere() || performance.now() - this.#movedAt >= this.#stalledMs;
  }

  async #load() {
    const instance = new FunctionInstance(this.#settings);
    this.#all.add(instance);
    this.#loading += 1;
    const error = await instance.ready;
    this.#loading -= 1;
    if (error) {
      this.#all.delete(instance);
      // Nobody else will serve them: a function that cannot be loaded fails its calls.
      if (this.#all.size === 0) for (const waiting of this.#waiting.splice(0)) waiting.resolve({ ok: false, error });
      return error;
    }
    this.#release(instance);
    if (this.#waiting.length > 0) this.#growSoon(GROW_AFTER_MS);
    return undefined;
  }

  #reap(): void {
    const before = Date.now() - IDLE_MS;
    while (this.#all.size > 1 && this.#idle[0] && this.#idle[0].since < before) {
      const oldest = this.#idle.shift();
      if (!oldest) return;
      this.#all.delete(oldest.instance);
      void oldest.instance.terminate();
    }
  }
}

function stopped(): InvocationResult {
  return { ok: false, error: { errorType: "Runtime.Stopped", errorMessage: "The local run is stopping" } };
}
