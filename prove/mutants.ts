import { LocalError } from "../local/local-error.ts";
import type { Screen } from "../tools/terminal/screen.ts";
import { duration, paint } from "../tools/terminal/terminal.ts";
import type { ProveOptions } from "./arguments.ts";
import { type Conditions, meetConditions } from "./conditions.ts";
import { hunt, type Verdict } from "./hunt.ts";
import { readKillers, writeKillers } from "./killers.ts";
import { type Mutation, titleOf } from "./mutation.ts";
import { NEVER_MADE } from "./never-made.ts";
import type { Pool } from "./pool.ts";
import { SoundWorlds } from "./sound-worlds.ts";
import { writesInStore } from "./store-writes.ts";
import { SURVIVORS } from "./survivors.ts";

/** Takes away one protection after the other; each time some world must show the damage. */
export async function proveMutants(pool: Pool, screen: Screen, options: ProveOptions): Promise<number> {
  const { only, scenario, unseen, from, seeds } = options;
  screen.title(
    "Every condition, write and settle window taken away in turn: some world must notice",
    "Minutes for all of them; the line of progress counts them, and after Ctrl-C what was found by then is kept.",
  );
  const startedAt = performance.now();
  const conditions = await meetConditions(pool, screen, options);
  if (!conditions) return 1;
  const killers = readKillers();
  const mutations = mutationsOf(conditions)
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
      const scenarios = scenario === undefined ? conditions.scenariosOf(mutation) : [scenario];
      const verdict = await hunt(sound, mutation, { known: killers[title], scenarios, from, seeds, onWorld: tell });
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

  if (only === undefined && scenario === undefined && !unseen) {
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

function report(
  screen: Screen,
  verdicts: readonly Verdict[],
  { conditions, options, tookMs }: { conditions: Conditions; options: ProveOptions; tookMs: number },
): number {
  const alone = verdicts.filter(({ killer }) => killer && !killer.with);
  const covered = verdicts.filter(({ killer }) => killer?.with);
  const survived = verdicts.filter(({ killer }) => !killer);
  const by = [...Map.groupBy(alone, ({ killer }) => killer?.by ?? "")].sort((a, b) => b[1].length - a[1].length);
  screen.table(
    "Seen at once",
    ["rule", "mutants"],
    by.map(([rule, list]) => [rule, list.length]),
  );
  screen.table(
    "Seen as soon as what covers for them is gone too",
    ["condition", "covered by"],
    covered.map(({ title, killer }) => [title, (killer?.with ?? []).join(", ")]),
  );
  const [example] = alone;
  if (example?.killer) {
    const { seed, scenario } = example.killer;
    const command = `npm run prove -- --replay ${seed} --scenario ${scenario} --without "${example.title}"`;
    screen.line(`\n    prove/killers.json knows the world of each. One of them, step by step:\n    ${command}`);
  }
  if (survived.length > 0) screen.line(`\n    ${paint("bold", "Not seen")}`);
  let failures = 0;
  const verdict = (isGood: boolean, text: string) => {
    failures += Number(!isGood);
    screen.verdict(isGood, text);
  };
  for (const { title, worlds } of survived) {
    const { alone, beside } = refusalsOf(title, worlds);
    const met = `alone it would have refused a write in ${alone} of ${worlds.length} worlds, beside others in ${beside}`;
    const reason = SURVIVORS[title];
    const isBelied = reason?.isNeverAlone === true && alone > 0;
    const text = reason?.why ?? `no world saw it, and nobody has said why: ${met}`;
    verdict(reason !== undefined && !isBelied, `${title}: ${isBelied ? `${met}, not: ` : ""}${text}`);
  }
  for (const { title, mistake } of verdicts)
    if (mistake) verdict(false, `${title} proves nothing, its world is unsound with it, too: ${mistake}`);
  for (const { title, killer } of verdicts)
    if (killer && SURVIVORS[title]) verdict(false, `${title} is seen now: take it out of survivors.ts`);
  // One kind of world makes some of the writes only.
  const wanted = options.scenario === undefined && options.only === undefined ? writesInStore() : [];
  const made = [...conditions.writes.keys()];
  for (const { file, name } of wanted.filter(({ fits }) => !made.some((each) => fits.test(each))))
    verdict(
      NEVER_MADE[name] !== undefined,
      `${name} of ${file} is made in no world${NEVER_MADE[name] ? `: ${NEVER_MADE[name]}` : ""}`,
    );
  const unexplained = survived.filter(({ title }) => SURVIVORS[title] === undefined).length;
  screen.line(
    `\n    ${verdicts.length} mutants: ${alone.length} seen at once, ${covered.length} with their covers, ` +
      `${survived.length} not (${unexplained} without a reason), in ${duration(tookMs)}`,
  );
  screen.line(`violations: ${failures}`);
  return failures === 0 ? 0 : 1;
}

/** In how many worlds it would have refused something, alone and beside others: what somebody who looks for the reason wants to know. */
function refusalsOf(title: string, worlds: Verdict["worlds"]): { alone: number; beside: number } {
  const alone = worlds.filter(({ unfulfilled }) => unfulfilled.some((names) => names.join() === title)).length;
  const beside = worlds.filter(({ unfulfilled }) => unfulfilled.some((names) => names.length > 1)).length;
  return { alone, beside };
}
