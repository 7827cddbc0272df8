import { availableParallelism } from "node:os";
import { LocalError } from "../local/local-error.ts";
import { defineCommand, parseCommand, usageOf } from "../tools/terminal/command-line.ts";
import { type Mutation, mutationOf } from "./mutation.ts";
import { SCENARIOS } from "./scenarios/all.ts";

export interface ProveOptions {
  seeds: number;
  from: number;
  /** One scenario's name; `undefined`: all of them in turns, and for a mutant those in which it is met most often. */
  scenario: string | undefined;
  /** Stops after so long, whatever number of worlds was asked for; alone it asks for as many as there is time for. */
  minutes: number | undefined;
  workers: number;
  replay: number | undefined;
  mutants: boolean;
  /** With `mutants`: only those with this in their title. */
  only: string | undefined;
  /** With `mutants`: only those that no known world shows and no reason explains. */
  unseen: boolean;
  /** With `mutants`: only what a known world shows, without a look at what is new. */
  known: boolean;
  /** With `replay`: the protection that is taken away in that world. */
  without: Mutation | undefined;
}

/** Enough to meet every scenario a hundred times and more, few enough to wait for. */
const SEEDS_DEFAULT = 2000;
/** For one mutant, after the world that is known to show it: minutes for all of them. Who wants to hunt wider says so. */
const MUTANT_SEEDS_DEFAULT = 6;

export const PROVE = defineCommand({
  run: "npm run prove",
  does:
    "Simulated worlds in which anything may fail at any moment, each decided by its seed and judged by every invariant. Ends " +
    "with `violations: 0` and exit code 0; a world with a violation is shrunk, printed, and kept in prove/corpus/.",
  usages: [
    "npm run prove -- [--seeds N] [--from S] [--scenario NAME] [--minutes M] [--workers W]",
    "npm run prove -- --replay SEED --scenario NAME [--without MUTANT]",
    "npm run prove -- --mutants [--known | --unseen] [--only TEXT] [--seeds N] [--from S]\n                                [--scenario NAME] [--workers W]",
  ],
  options: {
    seeds: {
      value: "N",
      does: `how many worlds (default: ${SEEDS_DEFAULT}), or how many more for each mutant (${MUTANT_SEEDS_DEFAULT})`,
    },
    from: { value: "S", does: "the first seed (default: 1)" },
    scenario: { value: "NAME", does: "one kind of worlds only (default: all in turns)" },
    minutes: { value: "M", does: "stops after so long; alone: as many worlds as there is time for" },
    workers: { value: "W", does: "worlds at once (default: one for each processor)" },
    replay: { value: "SEED", does: "one world of a scenario, printed step by step" },
    without: { value: "MUTANT", does: "that world without one protection, named as --mutants prints it" },
    mutants: { does: "takes each protection away in turn: some world must notice" },
    known: { does: "of the mutants only those that a known world shows: each must still show its damage" },
    unseen: { does: "of the mutants those that no known world shows and no reason explains: to hunt with more seeds" },
    only: { value: "TEXT", does: "of the mutants those with this in their name" },
  },
  more: `Scenarios: ${SCENARIOS.map(({ name }) => name).join(", ")}`,
});

export function parseProveArguments(args: string[], env?: NodeJS.ProcessEnv): ProveOptions {
  const { values } = parseCommand(PROVE, args, env);
  const mutants = values.mutants ?? false;
  const known = SCENARIOS.map(({ name }) => name);
  if (values.scenario !== undefined && !known.includes(values.scenario))
    throw new LocalError(`--scenario must be one of ${known.join(", ")}, not ${values.scenario}.`);
  for (const [option, other] of MEANINGLESS)
    if (values[option] !== undefined && values[other] !== undefined)
      throw new LocalError(
        `--${option} and --${other} do not go together: leave one of them out.\nUsage: ${usageOf(PROVE)}`,
      );
  for (const [option, needed] of NEEDS)
    if (values[option] !== undefined && values[needed] === undefined)
      throw new LocalError(`--${option} needs --${needed}.\nUsage: ${usageOf(PROVE)}`);
  return {
    seeds: wholeNumber(values.seeds, "seeds", 1) ?? defaultSeeds(values),
    from: wholeNumber(values.from, "from", 0) ?? 1,
    scenario: values.scenario,
    minutes: wholeNumber(values.minutes, "minutes", 1),
    workers: wholeNumber(values.workers, "workers", 1) ?? availableParallelism(),
    replay: wholeNumber(values.replay, "replay", 0),
    mutants,
    only: values.only,
    unseen: values.unseen ?? false,
    known: values.known ?? false,
    without: values.without === undefined ? undefined : mutationOf(values.without),
  };
}

/** Who gives both expects something that is not done. */
const MEANINGLESS = [
  ["mutants", "replay"],
  ["known", "unseen"],
  ["minutes", "mutants"],
  ["seeds", "replay"],
  ["from", "replay"],
  ["minutes", "replay"],
  ["workers", "replay"],
] as const;
const NEEDS = [
  ["only", "mutants"],
  ["unseen", "mutants"],
  ["known", "mutants"],
  ["replay", "scenario"],
  ["without", "replay"],
] as const;

function defaultSeeds({ mutants, minutes }: { mutants?: boolean; minutes?: string }): number {
  if (mutants) return MUTANT_SEEDS_DEFAULT;
  return minutes === undefined ? SEEDS_DEFAULT : Number.POSITIVE_INFINITY;
}

function wholeNumber(text: string | undefined, name: string, min: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < min)
    throw new LocalError(`--${name} must be a whole number from ${min} on, not ${text}.`);
  return number;
}
