import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand, usageOf } from "../terminal/command-line.ts";
import { momentOf } from "../terminal/moment.ts";

export const RESTORE = defineCommand({
  run: "npm run restore",
  does:
    "Sets a stage back to a moment, in two runs with a deployment between them: the first one closes the doors and restores the main " +
    "table, the second one finds what vendors and merchants know since. Each may be broken off and run again. Never tried on AWS.",
  usages: [
    "npm run restore -- --stage S --at T [--yes]",
    "npm run restore -- --stage S --at T [--open] [--report FILE] [--statement FILE] [--yes]",
  ],
  options: {
    stage: { value: "S", does: "a row of stages.json" },
    at: { value: "T", does: "the moment, in UTC to the second: 2026-11-27T19:00:00Z" },
    open: { does: "opens the doors at the end of the second run: its report was read, and its file must be there" },
    report: { value: "FILE", does: "where the second run writes what it finds (default: restore-<stage>.json)" },
    statement: { value: "FILE", does: "for the second run: what vendors without a list did since, as CSV" },
    yes: { does: "asks nothing" },
  },
  more: "It uses the terminal's AWS credentials, which must reach all that the stage has, its secrets included. docs/operating.md has the page.",
});

export interface RestoreOptions {
  stage: string;
  toMs: number;
  opens: boolean;
  asks: boolean;
  report: string;
  /** A path. */
  statement?: string;
}

export function parseRestoreArguments(args: string[], env?: NodeJS.ProcessEnv): RestoreOptions {
  const { values } = parseCommand(RESTORE, args, env);
  const { stage, at } = values;
  if (stage === undefined || at === undefined)
    throw new LocalError(`--stage and --at are needed.\nUsage: ${usageOf(RESTORE)}`);
  const toMs = momentOf(at);
  if (toMs === undefined)
    throw new LocalError(`--at must be a moment in UTC to the second, as 2026-11-27T19:00:00Z is.`);
  const { open: opens = false, yes = false, report = `restore-${stage}.json`, statement } = values;
  return { stage, toMs, opens, asks: !yes, report, ...(statement === undefined ? {} : { statement }) };
}
