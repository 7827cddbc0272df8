import { createHash } from "node:crypto";
import {
  DescribeExportCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type ExportDescription,
  ExportTableToPointInTimeCommand,
} from "@aws-sdk/client-dynamodb";
import { LocalError } from "../../local/local-error.ts";
import { dynamoDbTables } from "../restore/aws/tables.ts";

const POLL_MS = 15_000;

export interface TableExport {
  client: DynamoDBClient;
  table: string;
  bucket: string;
  /** Milliseconds since 1970, whole seconds; the latest that there is if left out. */
  atMs?: number | undefined;
  pause: (ms: number) => Promise<void>;
  tell: (doing: string) => void;
}

/**
 * All rows, whatever was exported before: each export is whole by itself, and none depends on a chain in which one may be missing.
 * Called again for the same moment it is the same export, for as long as DynamoDB remembers its token: eight hours.
 */
export async function exportTable(asked: TableExport): Promise<string> {
  const { client, table, bucket, pause, tell } = asked;
  const window = await dynamoDbTables(client, pause).window(table);
  if (!window) throw new LocalError(`The table ${table} has no point-in-time recovery: it cannot be exported.`);
  const atMs = asked.atMs ?? Math.floor(window.toMs / 1000) * 1000;
  const iso = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");
  if (atMs < window.fromMs || atMs > window.toMs)
    throw new LocalError(`--at must lie between ${iso(window.fromMs)} and ${iso(window.toMs)}.`);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const TableArn = Table?.TableArn;
  if (TableArn === undefined) throw new Error(`The table ${table} has no ARN.`);
  const { ExportDescription } = await client.send(
    new ExportTableToPointInTimeCommand({
      TableArn,
      ExportTime: new Date(atMs),
      ExportType: "FULL_EXPORT",
      ExportFormat: "DYNAMODB_JSON",
      S3Bucket: bucket,
      S3Prefix: `main/${iso(atMs).replaceAll(/[-:]/g, "")}`,
      S3SseAlgorithm: "AES256",
      ClientToken: createHash("sha256").update(`${TableArn} ${bucket} ${atMs}`).digest("hex"),
    }),
  );
  for (let found = ExportDescription ?? {}; ; found = await look(client, found.ExportArn)) {
    if (found.ExportStatus === "COMPLETED") return told(found, bucket, iso(atMs));
    if (found.ExportStatus === "FAILED")
      throw new LocalError(
        `DynamoDB gave the export up (${found.FailureCode}: ${found.FailureMessage}). Remove the cause, and choose another --at.`,
      );
    tell(`if this breaks off, --at ${iso(atMs)} goes on with it`);
    await pause(POLL_MS);
  }
}

async function look(client: DynamoDBClient, ExportArn: string | undefined): Promise<ExportDescription> {
  return (await client.send(new DescribeExportCommand({ ExportArn }))).ExportDescription ?? {};
}

function told({ ItemCount, ExportManifest }: ExportDescription, bucket: string, at: string): string {
  return `${ItemCount} rows of ${at}; their list is s3://${bucket}/${ExportManifest}`;
}
