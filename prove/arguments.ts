import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { LocalError } from "../local/local-error.ts";
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
  /** With `replay`: the protection that is taken away in that world. */
  without: Mutation | undefined;
}

export const USAGE = `npm run prove -- [--seeds N] [--from S] [--scenario NAME] [--minutes M] [--workers W]
       npm run prove -- --replay SEED [--scenario NAME] [--without MUTANT]
       npm run prove -- --mutants [--seeds N] [--from S] [--scenario NAME] [--only TEXT] [--workers W]
Scenarios: ${SCENARIOS.map(({ name }) => name).join(", ")}`;

/** Enough to meet every scenario a hundred times and more, few enough to wait for. */
const SEEDS_DEFAULT = 2000;
/** For one mutant, after the world that is known to show it: minutes for all of them. Who wants to hunt wider says so. */
const MUTANT_SEEDS_DEFAULT = 6;

export function parseProveArguments(args: string[]): ProveOptions {
  const values = parse(args);
  const mutants = values.mutants ?? false;
  const known = SCENARIOS.map(({ name }) => name);
  if (values.scenario !== undefined && !known.includes(values.scenario))
    throw new LocalError(`--scenario must be one of ${known.join(", ")}, not ${values.scenario}.`);
  for (const [option, other] of MEANINGLESS)
    if (values[option] !== undefined && values[other] !== undefined)
      throw new LocalError(`--${option} says nothing to --${other}: leave one of them out.\nUsage: ${USAGE}`);
  for (const [option, needed] of NEEDS)
    if (values[option] !== undefined && values[needed] === undefined)
      throw new LocalError(`--${option} needs --${needed}.\nUsage: ${USAGE}`);
  return {
    seeds: wholeNumber(values.seeds, "seeds", 1) ?? defaultSeeds(values),
    from: wholeNumber(values.from, "from", 0) ?? 1,
    scenario: values.scenario,
    minutes: wholeNumber(values.minutes, "minutes", 1),
    workers: wholeNumber(values.workers, "workers", 1) ?? availableParallelism(),
    replay: wholeNumber(values.replay, "replay", 0),
    mutants,
    only: values.only,
    without: values.without === undefined ? undefined : mutationOf(values.without),
  };
}

/** Who gives both expects something that is not done. */
const MEANINGLESS = [
  ["mutants", "replay"],
  ["minutes", "mutants"],
  ["seeds", "replay"],
  ["from", "replay"],
  ["minutes", "replay"],
  ["workers", "replay"],
] as const;
const NEEDS = [
  ["only", "mutants"],
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

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const numbers = { seeds: text, from: text, minutes: text, workers: text, replay: text };
  const options = { ...numbers, scenario: text, only: text, without: text };
  try {
    return parseArgs({ args, options: { ...options, mutants: { type: "boolean" } } }).values;
  } catch (error) {
    throw new LocalError(`${(error as Error).message}\nUsage: ${USAGE}`);
  }
}
