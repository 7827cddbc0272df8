import { Worker } from "node:worker_threads";
import type { Mutation } from "./mutation.ts";
import type { Played } from "./play.ts";

export interface Job {
  id: number;
  scenario: string;
  seed: number;
  script?: readonly number[] | undefined;
  mutation?: Mutation | undefined;
  /** A world that violates something is played again with ever fewer decisions. */
  shrinks?: boolean | undefined;
  /** The trace is wanted however it ends. */
  traces?: boolean | undefined;
}

export interface Result {
  id: number;
  played: Played;
}

type Order = Omit<Job, "id">;

/** Threads with an engine each. Whoever is free takes the next world. */
export class Pool {
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #waiting: ((worker: Worker) => void)[] = [];
  readonly #jobs = new Map<number, PromiseWithResolvers<Played>>();
  #count = 0;

  static async start(size: number): Promise<Pool> {
    const pool = new Pool();
    await Promise.all(Array.from({ length: size }, () => pool.#add()));
    return pool;
  }

  async play(order: Order): Promise<Played> {
    const worker = this.#idle.pop() ?? (await new Promise<Worker>((resolve) => this.#waiting.push(resolve)));
    const id = ++this.#count;
    const answer = Promise.withResolvers<Played>();
    this.#jobs.set(id, answer);
    worker.postMessage({ ...order, id } satisfies Job);
    const played = await answer.promise;
    const next = this.#waiting.shift();
    if (next) next(worker);
    else this.#idle.push(worker);
    return played;
  }

  get size(): number {
    return this.#workers.length;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#workers.map((worker) => {
        // One that has met a mistake is gone already, and its engine with it.
        if (worker.threadId < 0) return undefined;
        const ended = new Promise((resolve) => worker.once("exit", resolve));
        worker.postMessage("stop");
        return ended;
      }),
    );
  }

  #add(): Promise<void> {
    const silent = { ...process.env, POWERTOOLS_LOG_LEVEL: "SILENT", POWERTOOLS_METRICS_DISABLED: "true" };
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { env: silent });
    this.#workers.push(worker);
    return new Promise((resolve, reject) => {
      // What a world's code may do is caught in it; a thread that ends by itself has met a mistake of the simulator's own.
      worker.once("error", (error) => {
        reject(error);
        for (const { reject: fail } of this.#jobs.values()) fail(error);
      });
      worker.on("message", (message: "ready" | Result) => {
        if (message === "ready") {
          this.#idle.push(worker);
          resolve();
          return;
        }
        const { id, played } = message;
        this.#jobs.get(id)?.resolve(played);
        this.#jobs.delete(id);
      });
    });
  }
}
