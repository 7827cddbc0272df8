import type { Screen } from "../tools/terminal/screen.ts";
import type { ProveOptions } from "./arguments.ts";
import { focusOf, type Mutation } from "./mutation.ts";
import type { Pool } from "./pool.ts";
import { SCENARIOS } from "./scenarios/all.ts";

/** Of each scenario, without any mutation: enough that every write of the store is made in one of them. */
const SOUND_WORLDS = 40;
/** Enough to see where one condition is met. */
const FEW_SOUND_WORLDS = 6;

/** A hunt goes where its condition is met in most worlds, and leaves the rest. */
const SCENARIOS_MAX = 5;

/** Where the vendor's calls, which a settle window is about, go wrong at the worst moment. */
const SETTLE_SCENARIOS = { exchange: ["exchanges"], channel: ["cancels", "refunds"] };

/** The conditions and writes that exist, as the store itself made them in sound worlds. */
export class Conditions {
  /** `<write>.<clause>` -> scenario -> worlds in which it was met. */
  readonly clauses = new Map<string, Map<string, number>>();
  /** Write -> scenario -> worlds in which it was made. */
  readonly writes = new Map<string, Map<string, number>>();

  add(scenario: string, clauses: ReadonlySet<string>, writes: ReadonlySet<string>): void {
    for (const clause of clauses) count(this.clauses, clause, scenario);
    for (const write of writes) count(this.writes, write, scenario);
  }

  /** Where a mutation is met most often. */
  scenariosOf(mutation: Mutation): string[] {
    if (mutation.kind === "settle") return SETTLE_SCENARIOS[mutation.name];
    const focus = focusOf(mutation);
    const met = new Map<string, number>();
    const found =
      mutation.kind === "clauses"
        ? [...this.clauses].filter(([clause]) => mutation.names.includes(clause))
        : [...this.writes].filter(([write]) => focus.has(write));
    for (const [, worlds] of found) for (const [name, times] of worlds) met.set(name, (met.get(name) ?? 0) + times);
    // Of equals the later ones: they are about fewer things.
    const names = SCENARIOS.map(({ name }) => name).toReversed();
    const worldsIn = (name: string) => met.get(name) ?? 0;
    const best = names.filter((name) => met.has(name)).sort((one, other) => worldsIn(other) - worldsIn(one));
    return best.slice(0, SCENARIOS_MAX);
  }
}

function count(all: Map<string, Map<string, number>>, what: string, scenario: string): void {
  const worlds = all.get(what) ?? new Map<string, number>();
  all.set(what, worlds.set(scenario, (worlds.get(scenario) ?? 0) + 1));
}

/** `undefined`: a sound world is not sound. */
export async function meetConditions(
  pool: Pool,
  screen: Screen,
  { from, scenario: asked, only }: Pick<ProveOptions, "from" | "scenario" | "only">,
): Promise<Conditions | undefined> {
  const conditions = new Conditions();
  let bad = 0;
  let done = 0;
  const scenarios = SCENARIOS.filter(({ name }) => asked === undefined || name === asked);
  const all = scenarios.flatMap(({ name }) =>
    Array.from({ length: only === undefined ? SOUND_WORLDS : FEW_SOUND_WORLDS }, (_, at) => ({
      scenario: name,
      seed: from + at,
    })),
  );
  await Promise.all(
    all.map(async ({ scenario, seed }) => {
      const { violations, clauses, writes } = await pool.play({ scenario, seed });
      screen.progress(`sound worlds: ${++done} of ${all.length}`);
      conditions.add(scenario, clauses, writes);
      if (violations.length === 0) return;
      bad++;
      screen.verdict(false, `seed ${seed} (${scenario}) violates ${violations[0]?.invariant} without any mutation`);
    }),
  );
  return bad === 0 ? conditions : undefined;
}
