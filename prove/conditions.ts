import type { Screen } from "../local/demo/screen.ts";
import { focusOf, type Mutation, writeOf } from "./mutation.ts";
import type { Pool } from "./pool.ts";
import { SCENARIOS } from "./scenarios/all.ts";

/** Of each scenario, without any mutation: enough that every write of the store is made in one of them. */
const SOUND_WORLDS = 30;

/** A hunt goes where its condition is met in most worlds, and leaves the rest. */
const SCENARIOS_MAX = 4;

/** The conditions that exist, as the store itself wrote them in sound worlds. */
export class Conditions {
  /** `<write>.<clause>` -> scenario -> worlds in which it was met. */
  readonly clauses = new Map<string, Map<string, number>>();
  /** Write -> writes that were made with it in one transaction, itself included. */
  readonly #together = new Map<string, Set<string>>();

  add(scenario: string, clauses: ReadonlySet<string>, transactions: ReadonlySet<string>): void {
    for (const clause of clauses) {
      const worlds = this.clauses.get(clause) ?? new Map<string, number>();
      this.clauses.set(clause, worlds.set(scenario, (worlds.get(scenario) ?? 0) + 1));
    }
    for (const names of [...transactions].map((each) => each.split(" + "))) {
      for (const name of names) {
        const others = this.#together.get(name) ?? new Set([name]);
        this.#together.set(name, others);
        for (const other of names) others.add(other);
      }
    }
  }

  /** Where a mutation is met most often. */
  scenariosOf(mutation: Mutation): string[] {
    const focus = focusOf(mutation);
    const isMet = (clause: string) =>
      mutation.kind === "clauses" ? mutation.names.includes(clause) : focus.has(writeOf(clause));
    const worlds = new Map<string, number>();
    for (const [clause, met] of this.clauses) {
      if (isMet(clause)) for (const [name, count] of met) worlds.set(name, (worlds.get(name) ?? 0) + count);
    }
    const best = [...worlds].sort(([, a], [, b]) => b - a).slice(0, SCENARIOS_MAX);
    return best.map(([name]) => name);
  }

  /** Those of `clauses` that stand in one transaction with this one. */
  neighboursOf(clause: string, clauses: readonly string[]): string[] {
    const write = writeOf(clause);
    const writes = this.#together.get(write) ?? new Set([write]);
    return clauses.filter((other) => other !== clause && writes.has(writeOf(other)));
  }
}

/** `undefined`: a sound world is not sound. */
export async function meetConditions(pool: Pool, screen: Screen, from: number): Promise<Conditions | undefined> {
  const conditions = new Conditions();
  let bad = 0;
  let done = 0;
  const all = SCENARIOS.flatMap(({ name }) =>
    Array.from({ length: SOUND_WORLDS }, (_, at) => ({ scenario: name, seed: from + at })),
  );
  await Promise.all(
    all.map(async ({ scenario, seed }) => {
      const { violations, clauses, transactions } = await pool.play({ scenario, seed });
      screen.progress(`sound worlds: ${++done} of ${all.length}`);
      conditions.add(scenario, clauses, transactions);
      if (violations.length === 0) return;
      bad++;
      screen.verdict(false, `seed ${seed} (${scenario}) violates ${violations[0]?.invariant} without any mutation`);
    }),
  );
  return bad === 0 ? conditions : undefined;
}
