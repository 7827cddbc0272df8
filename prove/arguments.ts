import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { LocalError } from "../local/local-error.ts";
import { SCENARIOS } from "./scenarios/all.ts";

export interface ProveOptions {
  seeds: number;
  from: number;
  /** One scenario's name; `undefined`: all of them in turns. */
  scenario: string | undefined;
  /** Stops after so long, whatever number of worlds was asked for. */
  minutes: number | undefined;
  workers: number;
  replay: number | undefined;
  mutants: boolean;
  /** With `mutants`: only those with this in their title. */
  only: string | undefined;
}

export const USAGE = `npm run prove -- [--seeds N] [--from S] [--scenario NAME] [--minutes M] [--workers W]
       npm run prove -- --replay SEED [--scenario NAME]
       npm run prove -- --mutants [--seeds N] [--only TEXT]
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
  return {
    seeds: wholeNumber(values.seeds, "seeds", 1) ?? (mutants ? MUTANT_SEEDS_DEFAULT : SEEDS_DEFAULT),
    from: wholeNumber(values.from, "from", 0) ?? 1,
    scenario: values.scenario,
    minutes: wholeNumber(values.minutes, "minutes", 1),
    workers: wholeNumber(values.workers, "workers", 1) ?? availableParallelism(),
    replay: wholeNumber(values.replay, "replay", 0),
    mutants,
    only: values.only,
  };
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
  const options = { seeds: text, from: text, scenario: text, minutes: text, workers: text, replay: text, only: text };
  try {
    return parseArgs({ args, options: { ...options, mutants: { type: "boolean" } } }).values;
  } catch (error) {
    throw new LocalError(`${(error as Error).message}\nUsage: ${USAGE}`);
  }
}
