/** `npm run export`: a stage's main table as it was at a moment, in its own bucket (docs/operating.md, "Exporting a stage"). */

import { setTimeout as pause } from "node:timers/promises";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LocalError } from "../../local/local-error.ts";
import { outputsOf } from "../restore/aws/place.ts";
import { StageFile } from "../restore/stage-file.ts";
import { readArguments } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { failure } from "../terminal/terminal.ts";
import { exportTable } from "./export-table.ts";
import { parseExportArguments } from "./options.ts";

const STAGES = new URL("../../stages.json", import.meta.url).pathname;

/** Where the rows are, and where they go to. */
export async function placesOf(
  client: CloudFormationClient,
  stage: string,
): Promise<{ table: string; bucket: string }> {
  const { MainTableName: table } = await outputsOf(client, `TenderService-${stage}`);
  const { ExportBucketName: bucket } = await outputsOf(client, `TenderBackup-${stage}`);
  if (table === undefined || bucket === undefined)
    throw new LocalError(`The stacks of ${stage} have no outputs MainTableName and ExportBucketName.`);
  return { table, bucket };
}

async function main(): Promise<void> {
  const options = readArguments(parseExportArguments);
  const stage = new StageFile(STAGES).read(options.stage);
  if (!stage.backup) throw new LocalError(`${stage.name} has no backup in stages.json, and so no bucket for exports.`);
  const where = stage.region === undefined ? {} : { region: stage.region };
  const places = await placesOf(new CloudFormationClient(where), stage.name);
  const screen = new Screen();
  const client = new DynamoDBClient(where);
  const wait = (ms: number) => pause(ms);
  const { atMs } = options;
  await screen.part(
    "export",
    (tell) => exportTable({ ...places, client, atMs, pause: wait, tell }),
    (done) => done,
  );
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    const { name, message } = error as Error;
    const known = error instanceof LocalError || name === "SettingsError";
    failure(known ? message : `The export broke off (${name}: ${message}).`);
    process.exitCode = 1;
  }
}
