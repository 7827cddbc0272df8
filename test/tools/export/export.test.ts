import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterEach, expect, test } from "@jest/globals";
import { LOCAL_CREDENTIALS } from "../../../local/aws-clients.ts";
import { placesOf } from "../../../tools/export/export.ts";
import { exportTable } from "../../../tools/export/export-table.ts";
import { parseExportArguments } from "../../../tools/export/options.ts";
import { RecordingServer } from "../restore/recording-server.ts";

const OPTIONS = { region: "eu-central-1", credentials: LOCAL_CREDENTIALS };
const ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/main";
const FROM_MS = Date.UTC(2026, 10, 1);
const LATEST_MS = Date.UTC(2026, 10, 27, 19, 0, 7);

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** DynamoDB with one table, whose exports end after two looks in the given way. One token is one export, as long as it asks for the same. */
async function dynamoDb({ ends = "COMPLETED", recovery = true } = {}) {
  const exports = new Map<string, { request: string; looks: number }>();
  const described = (token: string, looks: number) => ({
    ExportDescription: {
      ExportArn: `${ARN}/export/${token}`,
      ExportStatus: looks < 2 ? "IN_PROGRESS" : ends,
      ...(looks < 2 ? {} : { ItemCount: 41, ExportManifest: "main/x/AWSDynamoDB/01/manifest-summary.json" }),
      ...(ends === "FAILED" ? { FailureCode: "S3NoSuchBucket", FailureMessage: "no such bucket" } : {}),
    },
  });
  const server = new RecordingServer(({ what, body }) => {
    const asked = body as Record<string, string>;
    switch (what) {
      case "DescribeContinuousBackups": {
        const window = {
          EarliestRestorableDateTime: FROM_MS / 1000,
          LatestRestorableDateTime: LATEST_MS / 1000 + 0.4,
        };
        return {
          ContinuousBackupsDescription: recovery ? { PointInTimeRecoveryDescription: window } : {},
        };
      }
      case "DescribeTable":
        return { Table: { TableName: asked.TableName, TableArn: ARN } };
      case "ExportTableToPointInTime": {
        const [token, request] = [String(asked.ClientToken), JSON.stringify(asked)];
        const known = exports.get(token) ?? { request, looks: 0 };
        if (known.request !== request) return { error: "ExportConflictException" };
        exports.set(token, known);
        return described(token, known.looks);
      }
      case "DescribeExport": {
        const token = String(asked.ExportArn).split("/").at(-1) ?? "";
        const known = exports.get(token);
        return known ? described(token, ++known.looks) : { error: "ExportNotFoundException" };
      }
      default:
        throw new Error(`${what} is not asked for`);
    }
  });
  open.push(server);
  const client = new DynamoDBClient({ ...OPTIONS, endpoint: await server.listen() });
  open.push({ close: async () => client.destroy() });
  let pauses = 0;
  const run = (atMs?: number, tell: (doing: string) => void = () => {}) =>
    exportTable({
      ...{ client, table: "main", bucket: "rows", atMs, tell },
      pause: async () => {
        pauses++;
      },
    });
  const asked = () => server.requests.filter(({ what }) => what === "ExportTableToPointInTime").map(({ body }) => body);
  return { run, asked, exports, pauses: () => pauses };
}

test("all rows of the moment go to the bucket, and it waits until they are there", async () => {
  const { run, asked, pauses } = await dynamoDb();
  const told = await run(Date.UTC(2026, 10, 26, 8));
  expect(asked()).toEqual([
    {
      ...{ TableArn: ARN, S3Bucket: "rows", S3Prefix: "main/20261126T080000Z", S3SseAlgorithm: "AES256" },
      ...{ ExportType: "FULL_EXPORT", ExportFormat: "DYNAMODB_JSON", ExportTime: Date.UTC(2026, 10, 26, 8) / 1000 },
      ClientToken: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
  expect(pauses()).toBe(2);
  expect(told).toBe(
    "41 rows of 2026-11-26T08:00:00Z; their list is s3://rows/main/x/AWSDynamoDB/01/manifest-summary.json",
  );
});

test("without a moment it takes the latest whole second, and says which one that is, so that it can be taken up", async () => {
  const { run, exports } = await dynamoDb();
  const told: string[] = [];
  await run(undefined, (doing) => told.push(doing));
  expect(told[0]).toContain("--at 2026-11-27T19:00:07Z");
  const { atMs } = parseExportArguments(["--stage", "shop", "--at", "2026-11-27T19:00:07Z"]);
  await run(atMs);
  expect(exports.size).toBe(1);
  await run(Date.UTC(2026, 10, 26));
  expect(exports.size).toBe(2);
});

test("a moment that cannot be reached, and a table that cannot be exported, are said before anything is asked for", async () => {
  const { run, asked } = await dynamoDb();
  for (const atMs of [FROM_MS - 1000, LATEST_MS + 1000])
    await expect(run(atMs)).rejects.toThrow("--at must lie between 2026-11-01T00:00:00Z and 2026-11-27T19:00:07.400Z");
  expect(asked()).toEqual([]);
  const bare = await dynamoDb({ recovery: false });
  await expect(bare.run()).rejects.toThrow("has no point-in-time recovery");
  expect(bare.asked()).toEqual([]);
});

test("an export that DynamoDB gives up is told with its reason", async () => {
  const { run } = await dynamoDb({ ends: "FAILED" });
  await expect(run()).rejects.toThrow("gave the export up (S3NoSuchBucket: no such bucket)");
});

test("table and bucket are those of the stage's stacks, at rest", async () => {
  const outputs: Record<string, string> = {
    "TenderService-shop": "MainTableName",
    "TenderBackup-shop": "ExportBucketName",
  };
  let status = "UPDATE_COMPLETE";
  const server = new RecordingServer(({ body }) => {
    const stack = String((body as { StackName: string }).StackName);
    const output = `<member><OutputKey>${outputs[stack]}</OutputKey><OutputValue>of-${stack}</OutputValue></member>`;
    return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>${stack}</StackName><StackStatus>${status}</StackStatus><Outputs>${output}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
  });
  open.push(server);
  const client = new CloudFormationClient({ ...OPTIONS, endpoint: await server.listen() });
  open.push({ close: async () => client.destroy() });
  expect(await placesOf(client, "shop")).toEqual({ table: "of-TenderService-shop", bucket: "of-TenderBackup-shop" });
  status = "UPDATE_IN_PROGRESS";
  await expect(placesOf(client, "shop")).rejects.toThrow("TenderService-shop is UPDATE_IN_PROGRESS");
  [status, outputs["TenderBackup-shop"]] = ["UPDATE_COMPLETE", "AnotherName"];
  await expect(placesOf(client, "shop")).rejects.toThrow("have no outputs MainTableName and ExportBucketName");
});

test("a stage is all that it needs, and a moment is whole seconds in UTC", () => {
  expect(parseExportArguments(["--stage", "shop"])).toEqual({ stage: "shop" });
  expect(() => parseExportArguments(["--at", "2026-11-27T19:00:00Z"])).toThrow("--stage is needed");
  for (const at of ["yesterday", "2026-02-30T19:00:00Z", "2026-11-27T19:00:00.500Z"])
    expect(() => parseExportArguments(["--stage", "shop", "--at", at])).toThrow("--at must be a moment in UTC");
});
