import { LocalError } from "../local/local-error.ts";
import type { Screen } from "../tools/terminal/screen.ts";
import { duration, paint } from "../tools/terminal/terminal.ts";
import type { ProveOptions } from "./arguments.ts";
import { type Conditions, meetConditions } from "./conditions.ts";
import { keep } from "./corpus.ts";
import { coveredBy, findCover, type Survived } from "./covers.ts";
import { type Killer, readKillers, tries, writeKillers } from "./killers.ts";
import { type Mutation, titleOf, withoutDamage } from "./mutation.ts";
import type { Pool } from "./pool.ts";
import { writesInStore } from "./store-writes.ts";
import { NEVER_MADE, SURVIVORS } from "./survivors.ts";

interface Verdict {
  mutation: Mutation;
  title: string;
  killer: Killer | undefined;
  /** Those in which it was not seen. */
  worlds: readonly Survived[];
  /** A world that is no better with it: what was found is a mistake of the code's own. */
  mistake?: string;
}

/** Takes away one protection after the other; each time some world must show the damage. */
export async function proveMutants(pool: Pool, screen: Screen, options: ProveOptions): Promise<number> {
  screen.title(
    "Every condition, write and settle window taken away in turn: some world must notice",
    "Minutes for all of them; the line of progress counts them.",
  );
  const startedAt = performance.now();
  const conditions = await meetConditions(pool, screen, options);
  if (!conditions) return 1;
  const killers = readKillers();
  const mutations = mutationsOf(conditions).filter((each) => titleOf(each).includes(options.only ?? ""));
  if (mutations.length === 0)
    throw new LocalError(`--only ${options.only}: no condition, write or settle window has this in its title.`);
  const alone = await inTurns(pool, mutations, async (mutation, done) => {
    const title = titleOf(mutation);
    const known = killers[title];
    const hunted = await hunt(pool, mutation, conditions, known, options);
    screen.progress(`${done} of ${mutations.length} mutants: ${title}`);
    return { mutation, title, ...hunted } satisfies Verdict;
  });

  // What survives alone may be covered by a neighbour: then both together must not survive.
  const survivors = alone.filter(({ killer }) => !killer);
  const covered = await inTurns(pool, survivors, async (verdict, done) => {
    screen.progress(`${done} of ${survivors.length} survivors: who covers for ${verdict.title}`);
    if (verdict.mutation.kind !== "clauses") return verdict;
    const killer = await findCover(pool, verdict.title, verdict.worlds);
    return { ...verdict, killer };
  });

  const verdicts = [...alone.filter(({ killer }) => killer), ...covered];
  for (const { title, killer } of verdicts) if (killer) killers[title] = killer;
  if (options.only === undefined && options.scenario === undefined) {
    const titles = new Set(verdicts.map(({ title }) => title));
    for (const title of Object.keys(killers)) if (!titles.has(title)) delete killers[title];
  }
  writeKillers(killers);
  return report(screen, verdicts, { conditions, options, tookMs: performance.now() - startedAt });
}

async function inTurns<T, R>(pool: Pool, list: readonly T[], run: (each: T, done: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...list];
  const oneAfterTheOther = async () => {
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift())
      results.push(await run(each, results.length + 1));
  };
  await Promise.all(Array.from({ length: pool.size }, oneAfterTheOther));
  return results;
}

function mutationsOf({ clauses, writes }: Conditions): Mutation[] {
  return [
    { kind: "settle", name: "exchange" },
    { kind: "settle", name: "channel" },
    ...[...writes.keys()].sort().map((name) => ({ kind: "write" as const, name })),
    ...[...clauses.keys()].sort().map((name) => ({ kind: "clauses" as const, names: [name] })),
  ];
}

async function hunt(
  pool: Pool,
  mutation: Mutation,
  conditions: Conditions,
  known: Killer | undefined,
  { seeds, from, scenario: asked }: ProveOptions,
): Promise<Pick<Verdict, "killer" | "worlds" | "mistake">> {
  const worlds: Survived[] = [];
  // Behind its cover nobody misses it: that world is asked first, and another one when stories have changed since.
  if (known?.with && (await coveredBy(pool, titleOf(mutation), known.with, known))) return { killer: known, worlds };
  const scenarios = asked === undefined ? conditions.scenariosOf(mutation) : [asked];
  const title = titleOf(mutation);
  for (const { scenario, seed } of [...(known && !known.with ? [known] : []), ...tries(scenarios, from, seeds)]) {
    const { violations, unfulfilled } = await pool.play({ scenario, seed, mutation });
    if (violations[0]) {
      const mistake = await mistakeIn(pool, mutation, { scenario, seed });
      return { killer: { scenario, seed, by: violations[0].invariant }, worlds, ...mistake };
    }
    const together = [...unfulfilled].map((each) => each.split(" & ")).filter((each) => each.includes(title));
    worlds.push({ scenario, seed, unfulfilled: together });
  }
  return { killer: undefined, worlds };
}

/** The same world, with the protection in its place, must be sound. */
async function mistakeIn(
  pool: Pool,
  mutation: Mutation,
  world: { scenario: string; seed: number },
): Promise<Pick<Verdict, "mistake">> {
  const hunted = withoutDamage(mutation);
  if (!hunted || (await pool.play({ ...world, mutation: hunted })).violations.length === 0) return {};
  const played = await pool.play({ ...world, mutation: hunted, shrinks: true });
  const kept = keep(world.scenario, played, hunted);
  return { mistake: `${played.violations[0]?.invariant} in seed ${world.seed} (${world.scenario}), kept in ${kept}` };
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
  const unexplained = survived.filter(({ title }) => SURVIVORS[title] === undefined);
  const seenNow = [...alone, ...covered].filter(({ title }) => SURVIVORS[title] !== undefined);
  const writes = [...conditions.writes.keys()];
  // One kind of world makes some of the writes only.
  const wanted = options.scenario === undefined ? writesInStore() : [];
  const missed = wanted.filter(({ fits }) => !writes.some((name) => fits.test(name)));
  const neverMade = missed.filter(({ name }) => NEVER_MADE[name] === undefined);
  if (survived.length > 0) screen.line(`\n    ${paint("bold", "Not seen")}`);
  const belied = survived.filter(
    ({ title, worlds }) => SURVIVORS[title]?.isNeverAlone && refusalsOf(title, worlds).alone > 0,
  );
  for (const verdict of survived) {
    const { title, worlds } = verdict;
    const { alone, beside } = refusalsOf(title, worlds);
    const met = `alone it would have refused a write in ${alone} of ${worlds.length} worlds, beside others in ${beside}`;
    const reason = SURVIVORS[title]?.why ?? `no world saw it, and nobody has said why: ${met}`;
    const isBelied = belied.includes(verdict);
    screen.verdict(
      SURVIVORS[title] !== undefined && !isBelied,
      `${title}: ${isBelied ? `${met}, not: ` : ""}${reason}`,
    );
  }
  const mistaken = verdicts.filter(({ mistake }) => mistake !== undefined);
  for (const { title, mistake } of mistaken)
    screen.verdict(false, `${title} proves nothing, its world is unsound with it, too: ${mistake}`);
  for (const { title } of seenNow) screen.verdict(false, `${title} is seen now: take it out of survivors.ts`);
  for (const { name } of missed.filter((each) => !neverMade.includes(each)))
    screen.verdict(true, `${name} is made in no world: ${NEVER_MADE[name]}`);
  for (const { file, name } of neverMade) screen.verdict(false, `${name} of ${file} is made in no world`);
  screen.line(
    `\n    ${verdicts.length} mutants: ${alone.length} seen at once, ${covered.length} with their covers, ` +
      `${survived.length} not (${unexplained.length} without a reason), in ${duration(tookMs)}`,
  );
  const failures = mistaken.length + belied.length + unexplained.length + seenNow.length + neverMade.length;
  screen.line(`violations: ${failures}`);
  return failures === 0 ? 0 : 1;
}

/** In how many worlds it would have refused something, alone and beside others: what somebody who looks for the reason wants to know. */
function refusalsOf(title: string, worlds: readonly Survived[]): { alone: number; beside: number } {
  const alone = worlds.filter(({ unfulfilled }) => unfulfilled.some((names) => names.join() === title)).length;
  const beside = worlds.filter(({ unfulfilled }) => unfulfilled.some((names) => names.length > 1)).length;
  return { alone, beside };
}
