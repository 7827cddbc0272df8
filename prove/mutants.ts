import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Screen } from "../local/demo/screen.ts";
import { duration, paint } from "../local/terminal.ts";
import type { ProveOptions } from "./arguments.ts";
import { type Mutation, titleOf } from "./mutation.ts";
import type { Pool } from "./pool.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import { writesInStore } from "./store-writes.ts";
import { SURVIVORS } from "./survivors.ts";

interface Killer {
  scenario: string;
  seed: number;
  /** The first invariant that it violated. */
  by: string;
}

type Verdict = { title: string; killer?: Killer; worlds: number };

/** Of each scenario, without any mutation: they must be sound, and they tell which conditions exist and where they are met. */
const SOUND_WORLDS = 30;
const KILLERS = join(import.meta.dirname, "killers.json");

/** Takes away one protection after the other; each time some world must show the damage. */
export async function proveMutants(pool: Pool, screen: Screen, options: ProveOptions): Promise<number> {
  screen.title("Every condition, write and settle window taken away in turn: some world must notice");
  const startedAt = performance.now();
  const met = await meetConditions(pool, screen, options);
  if (!met) return 1;
  const mutations = mutationsOf(met).filter((mutation) => titleOf(mutation).includes(options.only ?? ""));
  const known = JSON.parse(readFileSync(KILLERS, "utf8")) as Record<string, Killer>;
  const verdicts: Verdict[] = [];
  const waiting = [...mutations];
  const oneAfterTheOther = async () => {
    for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
      const scenarios = met.get(conditionOf(mutation)) ?? new Set(SCENARIOS.map(({ name }) => name));
      verdicts.push(await hunt(pool, mutation, [...scenarios], known[titleOf(mutation)], options));
      const killed = verdicts.filter(({ killer }) => killer).length;
      screen.progress(
        `${verdicts.length} of ${mutations.length} mutants: ${killed} seen, ${verdicts.length - killed} not; ${titleOf(mutation)}`,
      );
    }
  };
  await Promise.all(Array.from({ length: pool.size }, oneAfterTheOther));

  const killers = { ...known };
  for (const { title, killer } of verdicts) if (killer) killers[title] = killer;
  writeFileSync(KILLERS, `${JSON.stringify(Object.fromEntries(Object.entries(killers).sort()), null, 1)}\n`);
  return report(screen, verdicts, [...met.keys()], performance.now() - startedAt);
}

/** `undefined`: a sound world is not sound. */
async function meetConditions(
  pool: Pool,
  screen: Screen,
  { from }: ProveOptions,
): Promise<Map<string, Set<string>> | undefined> {
  const met = new Map<string, Set<string>>();
  let bad = 0;
  let done = 0;
  const all = SCENARIOS.flatMap(({ name }) =>
    Array.from({ length: SOUND_WORLDS }, (_, at) => ({ name, seed: from + at })),
  );
  await Promise.all(
    all.map(async ({ name, seed }) => {
      const { violations, clauses } = await pool.play({ scenario: name, seed });
      screen.progress(`sound worlds: ${++done} of ${all.length}`);
      for (const clause of clauses) met.set(clause, (met.get(clause) ?? new Set()).add(name));
      if (violations.length === 0) return;
      bad++;
      screen.verdict(false, `seed ${seed} (${name}) violates ${violations[0]?.invariant} without any mutation`);
    }),
  );
  return bad === 0 ? met : undefined;
}

function mutationsOf(met: ReadonlyMap<string, unknown>): Mutation[] {
  const clauses = [...met.keys()].sort();
  const writes = [...new Set(clauses.map(writeOf))];
  return [
    { kind: "settle", name: "exchange" },
    { kind: "settle", name: "channel" },
    ...writes.map((name) => ({ kind: "write" as const, name })),
    ...clauses.map((name) => ({ kind: "clause" as const, name })),
  ];
}

/** `<write>.<clause>`, and a write's own name has a dot too. */
function writeOf(clause: string): string {
  return clause.slice(0, clause.lastIndexOf("."));
}

/** Where a mutation can be met: a whole write wherever one of its clauses is. */
function conditionOf({ kind, name }: Mutation): string {
  return kind === "clause" ? name : "";
}

async function hunt(
  pool: Pool,
  mutation: Mutation,
  scenarios: readonly string[],
  known: Killer | undefined,
  { seeds, from }: ProveOptions,
): Promise<Verdict> {
  const title = titleOf(mutation);
  const tries = Array.from({ length: seeds }, (_, at) => ({
    scenario: scenarios[at % scenarios.length] ?? "",
    seed: from + Math.floor(at / scenarios.length),
  }));
  let worlds = 0;
  for (const { scenario, seed } of known ? [known, ...tries] : tries) {
    worlds++;
    const { violations } = await pool.play({ scenario, seed, mutation });
    const [first] = violations;
    if (first) return { title, killer: { scenario, seed, by: first.invariant }, worlds };
  }
  return { title, worlds };
}

function report(screen: Screen, verdicts: readonly Verdict[], met: readonly string[], tookMs: number): number {
  const killed = verdicts.filter(({ killer }) => killer);
  const survived = verdicts.filter(({ killer }) => !killer);
  const by = [...Map.groupBy(killed, ({ killer }) => killer?.by ?? "")].sort((a, b) => b[1].length - a[1].length);
  screen.table(
    "Seen by",
    ["rule", "mutants"],
    by.map(([rule, list]) => [rule, list.length]),
  );
  const unexplained = survived.filter(({ title }) => SURVIVORS[title] === undefined);
  const resurrected = killed.filter(({ title }) => SURVIVORS[title] !== undefined);
  const writes = new Set(met.map(writeOf));
  const neverMade = writesInStore().filter(({ fits }) => ![...writes].some((name) => fits.test(name)));
  if (survived.length > 0) screen.line(`\n    ${paint("bold", "Not seen")}`);
  for (const { title } of survived) {
    const reason = SURVIVORS[title];
    screen.verdict(reason !== undefined, `${title}: ${reason ?? "no world saw it, and nobody has said why"}`);
  }
  for (const { title } of resurrected) screen.verdict(false, `${title} is seen now: take it out of survivors.ts`);
  for (const { file, name } of neverMade) screen.verdict(false, `${name} of ${file} is made in no world`);
  const worlds = verdicts.reduce((sum, verdict) => sum + verdict.worlds, 0);
  screen.line(
    `\n    ${verdicts.length} mutants, ${killed.length} seen, ${survived.length} not (${unexplained.length} without a reason), ` +
      `${worlds} worlds in ${duration(tookMs)}`,
  );
  const failures = unexplained.length + resurrected.length + neverMade.length;
  screen.line(`violations: ${failures}`);
  return failures === 0 ? 0 : 1;
}
