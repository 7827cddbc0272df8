import { LocalError } from "../local/local-error.ts";
import type { Screen } from "../tools/terminal/screen.ts";
import type { ProveOptions } from "./arguments.ts";
import { Conditions, meetConditions } from "./conditions.ts";
import { hunt, type Verdict } from "./hunt.ts";
import { readKillers, writeKillers } from "./killers.ts";
import { report } from "./mutants-report.ts";
import { type Mutation, mutationOf, titleOf } from "./mutation.ts";
import type { Pool } from "./pool.ts";
import { SoundWorlds } from "./sound-worlds.ts";
import { SURVIVORS } from "./survivors.ts";

/** Four of five that a change had hidden were seen again within these many worlds. */
const SEEDS_TO_SEE_AGAIN = 40;

/** Takes away one protection after the other; each time some world must show the damage. */
export async function proveMutants(pool: Pool, screen: Screen, options: ProveOptions): Promise<number> {
  const { only, scenario, unseen, from, seeds } = options;
  screen.title(
    "Every condition, write and settle window taken away in turn: some world must notice",
    "Minutes for all of them; the line of progress counts them, and after Ctrl-C what was found by then is kept.",
  );
  const startedAt = performance.now();
  const conditions = options.known ? new Conditions() : await meetConditions(pool, screen, options);
  if (!conditions) return 1;
  const killers = readKillers();
  const shown = Object.keys(killers).filter((title) => !(title in SURVIVORS));
  const mutations = (options.known ? shown.map(mutationOf) : mutationsOf(conditions))
    .filter((each) => titleOf(each).includes(only ?? ""))
    .filter((each) => !unseen || (SURVIVORS[titleOf(each)]?.isToBeHunted ?? SURVIVORS[titleOf(each)] === undefined));
  if (mutations.length === 0 && only !== undefined)
    throw new LocalError(`--only ${only}: no condition, write or settle window has this in its title.`);

  const sound = new SoundWorlds(pool);
  const verdicts: Verdict[] = [];
  const waiting = [...mutations];
  const oneAfterTheOther = async () => {
    for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
      const title = titleOf(mutation);
      const tell = (worlds: number) => {
        const found = verdicts.filter(({ killer }) => killer).length;
        const of = `${verdicts.length} of ${mutations.length} mutants, ${found} seen`;
        screen.progress(`${of}; ${title}: ${worlds} of ${seeds} worlds`);
      };
      tell(0);
      const known = killers[title];
      const isExplained = title in SURVIVORS;
      const met = options.known && known ? [known.scenario] : conditions.scenariosOf(mutation);
      const verdict = await hunt(sound, mutation, {
        known,
        scenarios: scenario === undefined ? met : [scenario],
        from,
        // Any change of a request makes other worlds of the known ones: what was seen once is searched for once more.
        seeds: known && !isExplained ? Math.max(seeds, SEEDS_TO_SEE_AGAIN) : seeds,
        onWorld: tell,
      });
      verdicts.push(verdict);
      if (!verdict.killer || verdict.killer === killers[title]) continue;
      killers[title] = verdict.killer;
      writeKillers(killers);
      if (unseen)
        screen.verdict(
          true,
          `${title}: ${verdict.killer.by} in seed ${verdict.killer.seed} (${verdict.killer.scenario})`,
        );
    }
  };
  await Promise.all(Array.from({ length: pool.size }, oneAfterTheOther));

  if (only === undefined && scenario === undefined && !unseen && !options.known) {
    const titles = new Set(verdicts.map(({ title }) => title));
    for (const title of Object.keys(killers)) if (!titles.has(title)) delete killers[title];
    writeKillers(killers);
  }
  return report(screen, verdicts, { conditions, options, tookMs: performance.now() - startedAt });
}

function mutationsOf({ clauses, writes }: Conditions): Mutation[] {
  return [
    { kind: "settle", name: "exchange" },
    { kind: "settle", name: "channel" },
    ...[...writes.keys()].sort().map((name) => ({ kind: "write" as const, name })),
    ...[...clauses.keys()].sort().map((name) => ({ kind: "clauses" as const, names: [name] })),
  ];
}
