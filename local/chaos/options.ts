import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { LocalError } from "../local-error.ts";

export interface ChaosOptions {
  minutes: number;
  seed: string;
  /** Leaves the folder behind also when nothing was wrong. */
  keep: boolean;
}

const USAGE = "npm run chaos -- [--minutes M] [--seed S] [--keep]   (defaults: 2, a new seed)";
const MINUTES = 2;
/** An idempotency key is forgotten after a day, and the client's log is kept in memory. */
const MINUTES_MAX = 12 * 60;

export function parseChaosArguments(args: string[]): ChaosOptions {
  const values = parse(args);
  const minutes = Number(values.minutes ?? MINUTES);
  if (!(minutes > 0 && minutes <= MINUTES_MAX)) {
    throw new LocalError(`--minutes must be a number above 0, up to ${MINUTES_MAX}, not ${values.minutes}.`);
  }
  return { minutes, seed: values.seed ?? randomBytes(4).toString("hex"), keep: values.keep ?? false };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { minutes: { type: "string" }, seed: { type: "string" }, keep: { type: "boolean" } },
    }).values;
  } catch (error) {
    throw new LocalError(`${(error as Error).message}\nUsage: ${USAGE}`);
  }
}
