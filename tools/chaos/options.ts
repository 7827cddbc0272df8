import { randomBytes } from "node:crypto";
import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand } from "../terminal/command-line.ts";

export interface ChaosOptions {
  minutes: number;
  seed: string;
  /** Leaves the folder behind also when nothing was wrong. */
  keep: boolean;
}

const MINUTES = 2;
/** An idempotency key is forgotten after a day, and the client's log is kept in memory. */
const MINUTES_MAX = 12 * 60;

export const CHAOS = defineCommand({
  run: "npm run chaos",
  does:
    "A local run of its own under load, while functions, queues, the database and all of it at once are killed; then the " +
    "invariants. It ends with `violations: 0` and exit code 0, or keeps the evidence and exits with 1.",
  options: {
    minutes: { value: "M", does: `how long load and kills last, up to ${MINUTES_MAX} (default: ${MINUTES})` },
    seed: { value: "S", does: "what is sent and killed, and in which order (default: a new one, which is printed)" },
    keep: { does: "leaves its folder behind also when nothing was wrong" },
  },
});

export function parseChaosArguments(args: string[], env?: NodeJS.ProcessEnv): ChaosOptions {
  const { values } = parseCommand(CHAOS, args, env);
  const minutes = Number(values.minutes ?? MINUTES);
  if (!(minutes > 0 && minutes <= MINUTES_MAX)) {
    throw new LocalError(`--minutes must be a number above 0, up to ${MINUTES_MAX}, not ${values.minutes}.`);
  }
  return { minutes, seed: values.seed ?? randomBytes(4).toString("hex"), keep: values.keep ?? false };
}
