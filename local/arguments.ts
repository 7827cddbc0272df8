import { parseArgs } from "node:util";
import { LocalError } from "./local-error.ts";

export interface StartOptions {
  port: number;
  state: string;
  fresh: boolean;
  limits: "production" | "demo";
}

export const START_USAGE =
  "npm start -- [--port N] [--state DIR] [--fresh] [--limits production|demo]   (defaults: 3000, .tender, keep, demo)";

export function parseStartArguments(args: string[]): StartOptions {
  const values = parse(args);
  const port = Number(values.port ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new LocalError(`--port must be a number from 0 to 65535 (0: any free one), not ${values.port}.`);
  }
  const limits = values.limits ?? "demo";
  if (limits !== "production" && limits !== "demo") {
    throw new LocalError(`--limits must be production or demo, not ${limits}.`);
  }
  return { port, state: values.state ?? ".tender", fresh: values.fresh ?? false, limits };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: "string" },
        state: { type: "string" },
        fresh: { type: "boolean" },
        limits: { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new LocalError(`${(error as Error).message}\nUsage: ${START_USAGE}`);
  }
}
