import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand } from "./command-line.ts";

export interface StartOptions {
  port: number;
  state: string;
  fresh: boolean;
  limits: "production" | "demo";
}

export const START = defineCommand({
  run: "npm start",
  does: "Runs the synthesised template on this machine, until Ctrl-C. Its last line when all is up is `ready <url>`.",
  options: {
    port: { value: "N", does: "the API's port on 127.0.0.1; 0: any free one (default: 3000)" },
    state: { value: "DIR", does: "where its tables, keys and logs lie; they outlive it (default: .tender)" },
    fresh: { does: "empties that folder first" },
    limits: { value: "production|demo", does: "timeouts of minutes and hours, or of seconds (default: demo)" },
  },
  more: `Environment: DYNOXIDE_BIN names another engine's program, AWS_ENDPOINT_URL_DYNAMODB another DynamoDB endpoint.`,
});

export function parseStartArguments(args: string[], env?: NodeJS.ProcessEnv): StartOptions {
  const { values } = parseCommand(START, args, env);
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
