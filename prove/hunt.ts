import { keep } from "./corpus.ts";
import type { Killer } from "./killers.ts";
import { type Mutation, titleOf, withoutDamage, writeOf } from "./mutation.ts";
import type { Pool } from "./pool.ts";
import type { SoundWorlds } from "./sound-worlds.ts";

type Address = Pick<Killer, "scenario" | "seed">;

/** A world that was played without a condition and showed no damage, and what else refused there where it would have. */
interface Survived extends Address {
  /** Sets of conditions that were not fulfilled together, the missing one among them. */
  unfulfilled: readonly (readonly string[])[];
}

export interface Verdict {
  mutation: Mutation;
  title: string;
  killer?: Killer | undefined;
  /** Those in which it was not seen. */
  worlds: readonly Survived[];
  /** A world that is no better with it: what was found is a mistake of the code's own. */
  mistake?: string;
}

export interface Hunt {
  /** Asked first; stories may have changed since. */
  known: Killer | undefined;
  scenarios: readonly string[];
  from: number;
  seeds: number;
  onWorld: (played: number) => void;
}

/** Some world must show the damage: the one that is known, one of the next seeds, or one in which what covers for it is gone too. */
export async function hunt(
  sound: SoundWorlds,
  mutation: Mutation,
  { known, onWorld, ...where }: Hunt,
): Promise<Verdict> {
  const { pool } = sound;
  const title = titleOf(mutation);
  const worlds: Survived[] = [];
  if (known?.with && (await coveredBy(pool, title, known.with, known)))
    return { mutation, title, killer: known, worlds };
  const tries = triesIn(where);
  for (let batch: Address[] = known && !known.with ? [known] : []; ; batch = tries.splice(0, pool.size)) {
    const played = await Promise.all(
      batch.map(async (address) => {
        const isWorthIt = address === known || (await sound.canDiffer(address, mutation));
        return isWorthIt ? pool.play({ scenario: address.scenario, seed: address.seed, mutation }) : undefined;
      }),
    );
    for (const [at, { scenario, seed }] of batch.entries()) {
      const { violations = [], unfulfilled = [] } = played[at] ?? {};
      if (violations[0]) {
        const killer = { scenario, seed, by: violations[0].invariant };
        return { mutation, title, killer, worlds, ...(await mistakeIn(sound, mutation, killer)) };
      }
      const together = [...unfulfilled].map((each) => each.split(" & ")).filter((each) => each.includes(title));
      worlds.push({ scenario, seed, unfulfilled: together });
    }
    onWorld(worlds.length);
    if (tries.length === 0) break;
  }
  const killer = mutation.kind === "clauses" ? await findCover(pool, title, worlds) : undefined;
  return { mutation, title, killer, worlds };
}

/** Seeds in order, each in the next scenario. */
function triesIn({ scenarios, from, seeds }: Pick<Hunt, "scenarios" | "from" | "seeds">): Address[] {
  return Array.from({ length: seeds }, (_, at) => ({
    scenario: scenarios[at % scenarios.length] ?? "",
    seed: from + Math.floor(at / scenarios.length),
  }));
}

/** The same world, with the protection in its place, must be sound. */
async function mistakeIn(sound: SoundWorlds, mutation: Mutation, address: Address): Promise<{ mistake?: string }> {
  const { scenario, seed } = address;
  const hunted = withoutDamage(mutation);
  if (!hunted || (await sound.play(address, mutation))?.violations.length === 0) return {};
  const played = await sound.pool.play({ scenario, seed, mutation: hunted, shrinks: true });
  const kept = keep(scenario, played, hunted);
  return { mistake: `${played.violations[0]?.invariant} in seed ${seed} (${scenario}), kept in ${kept}` };
}

/** One world shows a cover, or few do: another set is worth more than the tenth world of the same one. */
const WORLDS_MAX = 4;

/**
 * Two locks on one door: a condition that no world misses alone, because others refuse the same write at the same moment. What
 * is answered is such a set that a world showed: with the condition it is sound, without it it is not.
 */
async function findCover(pool: Pool, clause: string, worlds: readonly Survived[]): Promise<Killer | undefined> {
  const shown = worlds.flatMap((world) =>
    world.unfulfilled.map((together) => ({ world, names: together.filter((each) => each !== clause) })),
  );
  // The smallest first; of those, what stands in the same write.
  const distance = (names: readonly string[]) =>
    names.length * 2 + Number(names.some((each) => writeOf(each) !== writeOf(clause)));
  const covers = [...Map.groupBy(shown, ({ names }) => names.join()).values()]
    .filter(([first]) => first && first.names.length > 0)
    .sort(([a], [b]) => distance(a?.names ?? []) - distance(b?.names ?? []));
  for (const { world, names } of covers.flatMap((cover) => cover.slice(0, WORLDS_MAX))) {
    const by = await coveredBy(pool, clause, names, world);
    if (by) return { scenario: world.scenario, seed: world.seed, by, with: names };
  }
  return undefined;
}

/** The rule that a world violates without the clause and what covers for it, and does not while the clause is there. */
async function coveredBy(
  pool: Pool,
  clause: string,
  cover: readonly string[],
  { scenario, seed }: Address,
): Promise<string | undefined> {
  const brokenBy = async (names: readonly string[]) => {
    const { violations } = await pool.play({ scenario, seed, mutation: { kind: "clauses", names, focus: clause } });
    return violations[0]?.invariant;
  };
  const by = await brokenBy([clause, ...cover]);
  return by !== undefined && (await brokenBy(cover)) === undefined ? by : undefined;
}
