import { pause } from "../triggers/trigger.ts";

/** Whether functions run, and when a call of one ends: what they write is looked for then, and seldom when nobody can have written. */
export class Activity {
  #running = 0;
  #ended = 0;
  readonly #waiting = new Set<() => void>();

  /** Counts the call for as long as the work goes on. */
  during<T>(work: Promise<T>): Promise<T> {
    this.#running += 1;
    // Whoever waits for long is to look more often from now on.
    if (this.#running === 1) this.#wake();
    return work.finally(() => {
      this.#running -= 1;
      this.#ended += 1;
      this.#wake();
    });
  }

  get isBusy(): boolean {
    return this.#running > 0;
  }

  /** How many calls have ended so far. */
  get ended(): number {
    return this.#ended;
  }

  /** Until more calls have ended than `seen`, or the first one begins, or `ms` are over, or the signal is given. */
  async endedBeyond(seen: number, ms: number, signal: AbortSignal): Promise<void> {
    if (this.#ended > seen || signal.aborted) return;
    const over = new AbortController();
    const wake = () => over.abort();
    this.#waiting.add(wake);
    signal.addEventListener("abort", wake);
    await pause(ms, over.signal);
    signal.removeEventListener("abort", wake);
    this.#waiting.delete(wake);
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
