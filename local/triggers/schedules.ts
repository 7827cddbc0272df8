import { randomUUID } from "node:crypto";
import { LocalError } from "../local-error.ts";
import { within } from "../within.ts";
import type { Complain, Invocable, Trigger } from "./trigger.ts";

const UNIT_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds between two runs of `rate(5 minutes)`. */
export function parseRate(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const intervalMs = Number(count) * (UNIT_MS[unit ?? ""] ?? 0);
  if (!(intervalMs > 0)) {
    throw new LocalError(`The local run knows schedules of the form rate(N minutes|hours|days), not ${expression}.`);
  }
  return intervalMs;
}

export interface ScheduleSettings {
  name: string;
  arn: string;
  expression: string;
  function: Invocable;
  complain: Complain;
}

/** Invokes at its rate, and once at start: what a stopped machine has missed is made up for at once. */
export class Schedule implements Trigger {
  readonly #settings: ScheduleSettings;
  readonly #intervalMs: number;
  readonly #running = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: ScheduleSettings) {
    this.#settings = settings;
    this.#intervalMs = parseRate(settings.expression);
  }

  start(): void {
    this.#run();
    this.#timer = setInterval(() => this.#run(), this.#intervalMs);
  }

  async stop(graceMs: number): Promise<void> {
    clearInterval(this.#timer);
    await within(graceMs, Promise.all(this.#running));
  }

  /** A failed run is not repeated: the next one comes soon, and does the same work. */
  #run(): void {
    const { function: target, complain } = this.#settings;
    const work = target.invoke(this.#event(new Date().toISOString())).then((result) => {
      if (!result.ok) complain(`${target.name} failed: ${result.error.errorMessage}`);
    });
    this.#running.add(work);
    void work.then(() => this.#running.delete(work));
  }

  /** The scheduler's own. */
  #event(time: string): string {
    return JSON.stringify({
      version: "0",
      id: randomUUID(),
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      time,
      resources: [this.#settings.arn],
      detail: "{}",
    });
  }
}
