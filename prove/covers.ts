import type { Killer } from "./killers.ts";
import { writeOf } from "./mutation.ts";
import type { Pool } from "./pool.ts";

/** A world that was played without a condition and showed no damage, and what else refused there where it would have. */
export interface Survived {
  scenario: string;
  seed: number;
  /** Sets of conditions that were not fulfilled together, the missing one among them. */
  unfulfilled: readonly (readonly string[])[];
}

/**
 * Two locks on one door: a condition that no world misses alone, because others refuse the same write at the same moment. What
 * is answered is such a set that a world showed: with the condition it is sound, without it it is not.
 */
export async function findCover(pool: Pool, clause: string, worlds: readonly Survived[]): Promise<Killer | undefined> {
  for (const cover of coversIn(clause, worlds)) {
    for (const { scenario, seed } of cover.worlds.slice(0, WORLDS_MAX)) {
      const by = await coveredBy(pool, clause, cover.names, { scenario, seed });
      if (by) return { scenario, seed, by, with: cover.names };
    }
  }
  return undefined;
}

/** The rule that a world violates without the clause and what covers for it, and does not while the clause is there. */
export async function coveredBy(
  pool: Pool,
  clause: string,
  cover: readonly string[],
  world: Pick<Killer, "scenario" | "seed">,
): Promise<string | undefined> {
  const { scenario, seed } = world;
  const brokenBy = async (names: readonly string[]) => {
    const mutation = { kind: "clauses", names, focus: clause } as const;
    const { violations } = await pool.play({ scenario, seed, mutation });
    return violations[0]?.invariant;
  };
  const by = await brokenBy([clause, ...cover]);
  return by !== undefined && (await brokenBy(cover)) === undefined ? by : undefined;
}

/** One world shows a cover, or few do: another set is worth more than the tenth world of the same one. */
const WORLDS_MAX = 4;

interface Cover {
  names: readonly string[];
  worlds: Survived[];
}

/** The smallest first; of those, what stands in the same write. */
function coversIn(clause: string, worlds: readonly Survived[]): Cover[] {
  const covers = new Map<string, Cover>();
  for (const world of worlds) {
    for (const together of world.unfulfilled) {
      const names = together.filter((each) => each !== clause);
      if (names.length === 0) continue;
      const cover = covers.get(names.join()) ?? { names, worlds: [] };
      cover.worlds.push(world);
      covers.set(names.join(), cover);
    }
  }
  const distance = ({ names }: Cover) =>
    names.length * 2 + Number(names.some((each) => writeOf(each) !== writeOf(clause)));
  return [...covers.values()].sort((a, b) => distance(a) - distance(b));
}
