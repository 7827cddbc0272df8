import { LocalError } from "../local/local-error.ts";
import { readArguments } from "../tools/terminal/command-line.ts";
import { Screen } from "../tools/terminal/screen.ts";
import { failure, paint } from "../tools/terminal/terminal.ts";
import { type ProveOptions, parseProveArguments } from "./arguments.ts";
import { keep } from "./corpus.ts";
import { proveMutants } from "./mutants.ts";
import { type Mutation, titleOf } from "./mutation.ts";
import type { Played } from "./play.ts";
import { Pool } from "./pool.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import { Tally } from "./tally.ts";
import { timelineOf } from "./timeline.ts";

/**
 * `npm run prove`: thousands of worlds in which everything may fail at any moment, each decided by its seed, each judged by
 * every invariant.
 */
const screen = new Screen();
/** How many violating worlds are shown before the rest is only counted. */
const SHOWN_MAX = 3;
/** Of one worker on a core of its own. */
const WORLDS_PER_MINUTE = 500;

try {
  const options = readArguments(parseProveArguments);
  process.exitCode = await run(options);
} catch (error) {
  if (!(error instanceof LocalError)) throw error;
  failure(error.message);
  process.exitCode = 1;
}

async function run(options: ProveOptions): Promise<number> {
  const pool = await Pool.start(options.replay === undefined ? options.workers : 1);
  try {
    if (options.replay !== undefined) return await replay(pool, options, options.replay);
    return options.mutants ? await proveMutants(pool, screen, options) : await prove(pool, options);
  } finally {
    await pool.stop();
  }
}

/** In turns, when none is asked for. */
function scenarioOf(seed: number, { scenario }: ProveOptions): string {
  return scenario ?? (SCENARIOS[seed % SCENARIOS.length] ?? SCENARIOS[0]).name;
}

async function prove(pool: Pool, options: ProveOptions): Promise<number> {
  const { seeds, from, minutes } = options;
  const isCounted = Number.isFinite(seeds);
  const worlds = isCounted ? `${seeds} worlds, seeds ${from} to ${from + seeds - 1}` : `Worlds from seed ${from} on`;
  const time =
    minutes === undefined
      ? ""
      : `, for ${minutes} ${minutes === 1 ? "minute" : "minutes"}${isCounted ? " at most" : ""}`;
  screen.title(`${worlds}${time}, ${pool.size} at once`, expectation(options, pool.size));
  const startedAt = performance.now();
  const endAt = minutes === undefined ? Number.POSITIVE_INFINITY : startedAt + minutes * 60_000;
  const tally = new Tally();
  const bad: { scenario: string; played: Played }[] = [];
  let next = from;
  const oneAfterTheOther = async () => {
    while (next < from + seeds && performance.now() < endAt) {
      const seed = next++;
      const scenario = scenarioOf(seed, options);
      const played = await pool.play({ scenario, seed, shrinks: bad.length < SHOWN_MAX });
      tally.add(scenario, played);
      if (played.violations.length > 0) {
        bad.push({ scenario, played });
        // At once: who interrupts a long run has it already.
        screen.verdict(
          false,
          `seed ${seed} (${scenario}): ${played.violations[0]?.invariant}, kept in ${keep(scenario, played)}`,
        );
      }
      screen.progress(tally.progress({ worlds: seeds, endAt }));
    }
  };
  await Promise.all(Array.from({ length: pool.size }, oneAfterTheOther));

  tally.print(screen);
  for (const { scenario, played } of bad.slice(0, SHOWN_MAX)) show(scenario, played);
  if (bad.length > 0) screen.note("npm test plays what was kept again from now on");
  screen.line(`violations: ${bad.length}`);
  return bad.length === 0 ? 0 : 1;
}

/** As measured on idle cores; a busy machine needs its time, and the line of progress tells it as it comes. */
function expectation({ seeds, minutes }: ProveOptions, workers: number): string {
  if (minutes !== undefined) return "After Ctrl-C, what was found by then is kept.";
  const seconds = Math.ceil((60 * seeds) / (WORLDS_PER_MINUTE * workers));
  const text =
    seconds < 10 ? "Seconds" : seconds < 120 ? `About ${seconds} seconds` : `About ${Math.ceil(seconds / 60)} minutes`;
  return `${text} when nothing else runs here; after Ctrl-C, what was found by then is kept.`;
}

function show(scenario: string, { seed, violations, decisions, trace }: Played): void {
  screen.line("");
  const plain = decisions.filter((decision) => decision !== 0).length;
  screen.verdict(false, `seed ${seed} (${scenario}), shrunk to ${plain} decisions that are not the plainest`);
  for (const { invariant, subject, detail } of violations)
    screen.note(`  ${paint("red", invariant)} ${subject}: ${detail}`);
  for (const line of timelineOf(trace)) screen.line(line);
  screen.note(`Again, step by step: npm run prove -- --replay ${seed} --scenario ${scenario}`);
}

async function replay(pool: Pool, options: ProveOptions, seed: number): Promise<number> {
  const { without: mutation } = options;
  const scenario = scenarioOf(seed, options);
  const why = SCENARIOS.find(({ name }) => name === scenario)?.why ?? "";
  screen.title(
    `Seed ${seed}: ${scenario}${mutation ? `, without ${titleOf(mutation)}` : ""}`,
    `The story: ${why}. It takes seconds.`,
  );
  screen.line("");
  const played = await pool.play({ scenario, seed, traces: true, mutation });
  for (const line of timelineOf(played.trace)) screen.line(line);
  screen.line("");
  if (mutation && !isMet(mutation, played))
    screen.note(`${paint("yellow", titleOf(mutation))} was not met in this world`);
  for (const { invariant, subject, detail } of played.violations)
    screen.note(`${paint("red", invariant)} ${subject}: ${detail}`);
  screen.line(`violations: ${played.violations.length}`);
  return played.violations.length === 0 ? 0 : 1;
}

/** A misspelt name would look like a condition that nobody misses. */
function isMet(mutation: Mutation, { clauses, writes }: Played): boolean {
  if (mutation.kind === "clauses") return mutation.names.every((name) => clauses.has(name));
  return mutation.kind === "settle" || writes.has(mutation.name);
}
