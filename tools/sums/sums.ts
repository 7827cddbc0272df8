/** `npm run sums`: whether wallets and accounts hold what the ledger says (docs/operating.md, "Comparing sums"). */

import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { LocalError } from "../../local/local-error.ts";
import { withRegistry } from "../../local/template/registry.ts";
import { defineCommand, parseCommand, readArguments } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { failure } from "../terminal/terminal.ts";
import { WHERE_OPTIONS, whereOf } from "../where.ts";
import { scanSums } from "./scan-sums.ts";

const SUMS = defineCommand({
  run: "npm run sums",
  does:
    "Reads a whole main table and compares every wallet and every account with its ledger rows, and what is frozen with what holds it. Exit code 1 " +
    "when one does not fit. While money moves, a difference may be a move that came in between: run it while the doors are closed, or again.",
  usages: ["npm run sums -- --stage S [--fast]", "npm run sums -- --state DIR"],
  options: {
    ...WHERE_OPTIONS,
    fast: { does: "reads without pauses, which leaves callers nothing: for a stage whose doors are closed" },
  },
  more: "It uses the terminal's AWS credentials, changes nothing, and costs a read unit for each 4 kilobytes of the table. Never tried on AWS.",
});
/** The first ones tell what is wrong; thousands tell that the table is another one. */
const SHOWN_MAX = 100;

async function main(): Promise<void> {
  const { fast = false, ...given } = readArguments((args, env) => parseCommand(SUMS, args, env)).values;
  const where = whereOf(given);
  const paced = fast || "state" in where ? {} : { pause: (ms: number) => pause(ms) };
  const screen = new Screen();
  const differences = await withRegistry(where, async (_deps, { outputs, dynamoDb }) => {
    const client = DynamoDBDocumentClient.from(dynamoDb);
    const table = String(outputs.MainTableName);
    screen.note(`The table ${table} in ${await dynamoDb.config.region()}`);
    const sums = await screen.part(
      "sums",
      (tell) => scanSums({ client, table, tell, ...paced }),
      ({ rows }) => `${rows} wallets, accounts, ledger rows, refunds and withdrawals`,
    );
    return sums.differences();
  });
  for (const { of, detail } of differences.slice(0, SHOWN_MAX)) screen.verdict(false, `${of}: ${detail}`);
  if (differences.length > 0)
    throw new LocalError(`${differences.length} sums do not fit: docs/operating.md, "Comparing sums".`);
  screen.verdict(true, "Every wallet and every account holds what its ledger rows say.");
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    const { name, message } = error as Error;
    failure(
      error instanceof LocalError || name === "SettingsError"
        ? message
        : `The comparison broke off (${name}: ${message}).`,
    );
    process.exitCode = 1;
  }
}
