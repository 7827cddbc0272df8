import type { ProveOptions } from "./arguments.ts";
import type { Conditions } from "./conditions.ts";
import { type Killer, tries } from "./killers.ts";
import type { Pool } from "./pool.ts";

/**
 * Two locks on one door: a condition that no world misses alone, but that is missed as soon as others, which no world misses
 * alone either, are gone too. What is answered is the smallest such set that a world showed: with the condition it is sound,
 * without it it is not.
 */
export async function findCover(
  pool: Pool,
  clause: string,
  survivors: readonly string[],
  conditions: Conditions,
  known: Killer | undefined,
  { seeds, from }: ProveOptions,
): Promise<Killer | undefined> {
  const neighbours = conditions.neighboursOf(clause, survivors);
  const breaks = async (names: readonly string[], at: { scenario: string; seed: number }) => {
    if (names.length === 0) return undefined;
    const { violations } = await pool.play({ ...at, mutation: { kind: "clauses", names } });
    return violations[0]?.invariant;
  };
  if (known?.with && (await breaks([clause, ...known.with], known)) && !(await breaks(known.with, known))) return known;
  if (neighbours.length === 0) return undefined;
  const scenarios = conditions.scenariosOf({ kind: "clauses", names: [clause] });
  for (const at of tries(scenarios, from, seeds)) {
    if (!(await breaks([clause, ...neighbours], at)) || (await breaks(neighbours, at))) continue;
    let cover = neighbours;
    for (const one of neighbours) {
      const smaller = cover.filter((other) => other !== one);
      if ((await breaks([clause, ...smaller], at)) && !(await breaks(smaller, at))) cover = smaller;
    }
    const by = await breaks([clause, ...cover], at);
    if (by) return { ...at, by, with: cover };
  }
  return undefined;
}
