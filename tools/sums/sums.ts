/** `npm run sums`: whether the wallets and accounts of a stage hold what its ledger says (docs/operating.md, "Comparing sums"). */

import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { LocalError } from "../../local/local-error.ts";
import { outputsOf } from "../restore/aws/place.ts";
import { StageFile } from "../restore/stage-file.ts";
import { defineCommand, parseCommand, readArguments, usageOf } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { failure } from "../terminal/terminal.ts";
import { scanSums } from "./scan-sums.ts";

const STAGES = new URL("../../stages.json", import.meta.url).pathname;

const SUMS = defineCommand({
  run: "npm run sums",
  does:
    "Reads the whole main table of a stage and compares every wallet and every account with its ledger rows. Exit code 1 when one does not fit. " +
    "While money moves, a difference may be a move that came in between: run it while the doors are closed, or again. Never tried on AWS.",
  usages: ["npm run sums -- --stage S"],
  options: { stage: { value: "S", does: "a row of stages.json" } },
  more: "It uses the terminal's AWS credentials, changes nothing, and costs a read unit for each 4 kilobytes of the table.",
});

export function parseSumsArguments(args: string[], env?: NodeJS.ProcessEnv): string {
  const { stage } = parseCommand(SUMS, args, env).values;
  if (stage === undefined) throw new LocalError(`--stage is needed.\nUsage: ${usageOf(SUMS)}`);
  return stage;
}

async function main(): Promise<void> {
  const { name, region } = new StageFile(STAGES).read(readArguments(parseSumsArguments));
  const where = region === undefined ? {} : { region };
  const { MainTableName } = await outputsOf(new CloudFormationClient(where), `TenderService-${name}`);
  if (MainTableName === undefined) throw new LocalError(`The service stack of ${name} has no output MainTableName.`);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(where));
  const screen = new Screen();
  const sums = await screen.part(
    "sums",
    (tell) => scanSums(client, MainTableName, tell),
    ({ rows }) => `${rows} wallets, accounts and ledger rows`,
  );
  const differences = sums.differences();
  for (const { of, detail } of differences) screen.note(`${of}: ${detail}`);
  if (differences.length === 0) screen.note("Every wallet and every account holds what its ledger rows say.");
  else throw new LocalError(`${differences.length} sums do not fit.`);
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    const { name, message } = error as Error;
    const known = error instanceof LocalError || name === "SettingsError";
    failure(known ? message : `The comparison broke off (${name}: ${message}).`);
    process.exitCode = 1;
  }
}
