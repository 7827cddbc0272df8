import { setImmediate as allThatCanRun } from "node:timers/promises";
import type { Choices } from "./choices.ts";
import type { FaultSource } from "./faults.ts";

export interface Moment {
  atMs: number;
  /** Who does it: `redemption-worker 2`. */
  who: string;
  what: string;
}

export interface TraceLine extends Moment {
  /** A fault that struck, or how it ended when not plainly. */
  note?: string;
}

interface Watcher {
  rows: readonly string[];
  writesLeft: number;
  wake: () => void;
}

interface Event extends Moment {
  order: number;
  run: () => unknown;
}

/** Events so close to each other come in any order: what is a race on machines is one decision here. */
const RACE_WINDOW_MS = 40;
/** Four times what the longest of 144 hunted worlds took: one that does more is going round in circles. */
const STEPS_MAX = 5_000;
/**
 * Of a world's time. What waits longest are a vendor's last webhook (200 minutes, and 20 more as often as it is not answered),
 * what is given up after an hour or two, and people who look at it in rounds.
 */
const WORLD_MAX_MS = 24 * 3_600_000;
/** I19 has been violated: there is work that never ends. */
export class Restless extends Error {
  override readonly name = "Restless";
}
const START = Date.parse("2026-03-01T12:00:00Z");

/** One world's time. Nothing runs by itself: each step takes one event, runs it, and lets the code go to its next await. */
export class Simulation {
  nowMs = START;
  readonly choices: Choices;
  readonly faults: FaultSource;
  readonly trace: TraceLine[] = [];
  steps = 0;
  #events: Event[] = [];
  #isOver = false;
  readonly #unanswered = new Set<(error: Error) => void>();
  #watchers: Watcher[] = [];
  #order = 0;

  constructor(choices: Choices, faults: FaultSource) {
    this.choices = choices;
    this.faults = faults;
  }

  /** Returns how to call it off. */
  in(delayMs: number, who: string, what: string, run: () => unknown): () => void {
    const event: Event = { atMs: this.nowMs + Math.max(0, delayMs), order: this.#order++, who, what, run };
    this.#events.push(event);
    return () => {
      const at = this.#events.indexOf(event);
      if (at >= 0) this.#events.splice(at, 1);
    };
  }

  tell(who: string, what: string, note?: string): void {
    this.trace.push({ atMs: this.nowMs, who, what, ...(note === undefined ? {} : { note }) });
  }

  /** An answer that may never come, as to a process that is gone: then it comes when the world ends. */
  answer<T>(): PromiseWithResolvers<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const settled = () => this.#unanswered.delete(reject);
    if (this.#isOver) reject(theEnd());
    else this.#unanswered.add(reject);
    promise.then(settled, settled);
    return { promise, resolve, reject };
  }

  /** Code that waits for ever would keep the real timers of its frameworks, and everything that it holds. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const reject of this.#unanswered) reject(theEnd());
    await allThatCanRun();
  }

  /** Wakes right after others have written one of these rows so many times, or when it has waited for too long. */
  afterWritesTo(
    rows: readonly string[],
    writes: number,
    mostMs: number,
    who: string,
    what: string,
    run: () => unknown,
  ): void {
    const callOff = this.in(mostMs, who, what, () => {
      this.#watchers = this.#watchers.filter((each) => each !== watcher);
      return run();
    });
    const watcher: Watcher = {
      rows,
      writesLeft: writes,
      wake: () => {
        callOff();
        this.in(0, who, what, run);
      },
    };
    this.#watchers.push(watcher);
  }

  written(rows: readonly string[]): void {
    for (const watcher of this.#watchers) {
      if (!watcher.rows.some((row) => rows.includes(row)) || --watcher.writesLeft > 0) continue;
      this.#watchers = this.#watchers.filter((each) => each !== watcher);
      watcher.wake();
    }
  }

  get nextAtMs(): number | undefined {
    return this.#events.length === 0 ? undefined : Math.min(...this.#events.map(({ atMs }) => atMs));
  }

  /** The next event, or one that is as good as simultaneous. */
  async step(): Promise<void> {
    const first = this.nextAtMs;
    if (first === undefined) return;
    if (++this.steps > STEPS_MAX) throw new Restless(`does not come to rest within ${STEPS_MAX} steps`);
    if (first - START > WORLD_MAX_MS)
      throw new Restless(`does not come to rest within ${WORLD_MAX_MS / 3_600_000} hours`);
    const until = Math.max(first, this.nowMs) + RACE_WINDOW_MS;
    const racing = this.#events
      .filter(({ atMs }) => atMs <= until)
      .sort((a, b) => a.atMs - b.atMs || a.order - b.order);
    const event = racing[this.choices.below(racing.length)];
    if (!event) return;
    this.#events.splice(this.#events.indexOf(event), 1);
    this.nowMs = Math.max(this.nowMs, event.atMs);
    await event.run();
    await allThatCanRun();
  }
}

function theEnd(): Error {
  return new Error("the world has ended");
}
