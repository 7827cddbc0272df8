import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand, usageOf } from "../terminal/command-line.ts";
import { momentOf } from "../terminal/moment.ts";

export const EXPORT = defineCommand({
  run: "npm run export",
  does:
    "Writes all rows of a stage's main table, as they were at a moment, to the bucket of its backups, and waits until they are there. " +
    "It takes nothing of the table's throughput. Never tried on AWS.",
  usages: ["npm run export -- --stage S [--at T]"],
  options: {
    stage: { value: "S", does: "a row of stages.json that has `backup`" },
    at: {
      value: "T",
      does: "the moment, in UTC to the second: 2026-11-27T19:00:00Z (default: the latest that there is)",
    },
  },
  more:
    "Broken off, the same command with the moment that it names goes on, for eight hours. It uses the terminal's AWS credentials. " +
    "What it writes is business data: docs/operating.md has the page.",
});

export interface ExportOptions {
  stage: string;
  /** Milliseconds since 1970. */
  atMs?: number;
}

export function parseExportArguments(args: string[], env?: NodeJS.ProcessEnv): ExportOptions {
  const { stage, at } = parseCommand(EXPORT, args, env).values;
  if (stage === undefined) throw new LocalError(`--stage is needed.\nUsage: ${usageOf(EXPORT)}`);
  if (at === undefined) return { stage };
  const atMs = momentOf(at);
  if (atMs === undefined)
    throw new LocalError("--at must be a moment in UTC to the second, as 2026-11-27T19:00:00Z is.");
  return { stage, atMs };
}
