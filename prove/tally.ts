import { INVARIANTS } from "../invariants/find-violations.ts";
import type { Cell, Screen } from "../tools/terminal/screen.ts";
import { duration } from "../tools/terminal/terminal.ts";
import { FAULTS, type Fault } from "./faults.ts";
import type { Played } from "./play.ts";
import { SCENARIOS } from "./scenarios/all.ts";

const EMPTY = { worlds: 0, steps: 0, requests: 0, faults: 0, judgements: 0, violations: 0, hours: 0 };
type Row = typeof EMPTY;
/** Judged at each write, besides the invariants over whole tables: I10, I13, I18. */
const WRITE_RULES = 3;
const MS_PER_HOUR = 3_600_000;

/** What a run has seen, by scenario and by fault. */
export class Tally {
  readonly #rows = new Map<string, Row>();
  readonly #faults = new Map<Fault, number>();
  readonly #startedAt = performance.now();

  add(scenario: string, played: Played): void {
    const row = this.#rows.get(scenario) ?? { ...EMPTY };
    this.#rows.set(scenario, row);
    row.worlds++;
    row.steps += played.steps;
    row.requests += played.requests;
    row.judgements += played.judgements;
    row.violations += Number(played.violations.length > 0);
    row.hours += played.tookMs / MS_PER_HOUR;
    for (const [fault, count] of played.faults) {
      row.faults += count;
      this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + count);
    }
  }

  get worlds(): number {
    return this.#sum().worlds;
  }

  get violations(): number {
    return this.#sum().violations;
  }

  get worldsPerSecond(): number {
    return this.worlds / ((performance.now() - this.#startedAt) / 1000);
  }

  /** Until so many worlds were played, or until then by the process's own clock, whichever comes first. */
  progress(goal: { worlds: number; endAt: number }): string {
    const { worlds, violations, faults } = this.#sum();
    const nowMs = performance.now();
    const byWorlds = worlds / goal.worlds;
    const byTime = (nowMs - this.#startedAt) / (goal.endAt - this.#startedAt);
    const part = Math.min(1, Math.max(byWorlds, byTime));
    const width = 24;
    const bar = "█".repeat(Math.round(part * width)).padEnd(width, "░");
    const leftMs = Math.min(goal.endAt - nowMs, ((goal.worlds - worlds) / Math.max(0.1, this.worldsPerSecond)) * 1000);
    const of = Number.isFinite(goal.worlds) ? ` of ${goal.worlds}` : "";
    return `${bar} ${worlds}${of} worlds, ${faults} faults, ${violations} violations, ${this.worldsPerSecond.toFixed(1)}/s, ${duration(Math.max(0, leftMs))} left`;
  }

  print(screen: Screen): void {
    const cells = (name: string, row: Row): Cell[] => [
      name,
      row.worlds,
      row.steps,
      row.requests,
      row.faults,
      row.judgements * (Object.keys(INVARIANTS).length + WRITE_RULES),
      Math.round(row.hours),
      row.violations,
    ];
    screen.table(
      "Worlds",
      ["scenario", "worlds", "steps", "requests", "faults", "checks", "hours", "violations"],
      [
        ...SCENARIOS.flatMap(({ name }) => {
          const row = this.#rows.get(name);
          return row ? [cells(name, row)] : [];
        }),
        cells("all", this.#sum()),
      ],
    );
    screen.table(
      "Faults",
      ["struck", "fault", "stands for"],
      FAULTS.map(({ fault, why }) => [this.#faults.get(fault) ?? 0, fault, why]),
    );
    const took = duration(performance.now() - this.#startedAt);
    screen.line(`\n    ${this.worlds} worlds in ${took}, ${this.worldsPerSecond.toFixed(1)} worlds/s.`);
  }

  #sum(): Row {
    const sum = { ...EMPTY };
    for (const row of this.#rows.values()) {
      for (const name of Object.keys(sum) as (keyof Row)[]) sum[name] += row[name];
    }
    return sum;
  }
}
