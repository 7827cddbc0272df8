import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeExecutionCommand, ListExecutionsCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, expect, test } from "@jest/globals";
import { LOCAL_CREDENTIALS } from "../../../local/aws-clients.ts";
import { startQueueServer } from "../../../local/servers/queue-server.ts";
import { localSqs } from "../../../local/servers/queues.ts";
import { stackFunctions } from "../../../tools/restore/aws/functions.ts";
import { purge, stopExecutions } from "../../../tools/restore/aws/place.ts";
import { dynamoDbTables } from "../../../tools/restore/aws/tables.ts";
import { Workbench, waitingTask } from "../../local/step-functions/workbench.ts";
import { RecordingServer } from "./recording-server.ts";

const OPTIONS = { region: "eu-central-1", credentials: LOCAL_CREDENTIALS };
/** Keeps a client until the end of its test. */
function held<T extends { destroy(): void }>(client: T): T {
  open.push({ close: async () => client.destroy() });
  return client;
}

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function serving(answer: ConstructorParameters<typeof RecordingServer>[0]) {
  const server = new RecordingServer(answer);
  open.push(server);
  return { server, endpoint: await server.listen() };
}

test("executions that run are stopped at Step Functions, however many there are, and the others stay as they ended", async () => {
  const workbench = await Workbench.open({ Wait: waitingTask({ TimeoutSeconds: 3600 }) });
  open.push({ close: () => workbench.close() });
  const { client, machine } = workbench;
  const names = Array.from({ length: 130 }, (_, index) => `execution-${index}`);
  for (const name of names) await client.send(new StartExecutionCommand({ stateMachineArn: machine.arn, name }));
  let pauses = 0;
  const stop = () =>
    stopExecutions(client, machine.arn, async () => {
      pauses++;
    });
  expect(await stop()).toBe(130);
  // A list may lag: the one that says that none runs was asked for after the last one was stopped.
  expect(pauses).toBe(1);
  const running = new ListExecutionsCommand({ stateMachineArn: machine.arn, statusFilter: "RUNNING" });
  expect((await client.send(running)).executions).toEqual([]);
  const [first] = (await client.send(new ListExecutionsCommand({ stateMachineArn: machine.arn }))).executions ?? [];
  const described = await client.send(new DescribeExecutionCommand({ executionArn: first?.executionArn }));
  expect(described).toMatchObject({ status: "ABORTED", error: "Restored" });
  expect(await stop()).toBe(0);
});

test("a queue is purged at SQS, and may be purged again at once", async () => {
  const server = await startQueueServer();
  open.push({ close: () => server.stop() });
  const sqs = held(localSqs(server.endpoint));
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "refunds" }));
  for (const MessageBody of ["1", "2"]) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await purge(sqs, QueueUrl);
  await purge(sqs, QueueUrl);
  const AttributeNames = ["ApproximateNumberOfMessages" as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: "0" });
});

const ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/";
const SOURCE = {
  ...{ TableName: "main", TableArn: `${ARN}main`, TableStatus: "ACTIVE", DeletionProtectionEnabled: true },
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
};

/** DynamoDB with one table; what is restored is there after two looks, its index after three. */
async function dynamoDb() {
  let target: Record<string, unknown> | undefined;
  let refusals = 1;
  let looks = 0;
  const { server, endpoint } = await serving(({ what, body }) => {
    const asked = body as Record<string, unknown>;
    switch (what) {
      case "DescribeContinuousBackups": {
        const window = { EarliestRestorableDateTime: 1_000, LatestRestorableDateTime: 2_000 };
        return { ContinuousBackupsDescription: { PointInTimeRecoveryDescription: window } };
      }
      case "DescribeTable": {
        if (asked.TableName === "main") return { Table: SOURCE };
        if (!target) return { error: "ResourceNotFoundException" };
        const [TableStatus, IndexStatus] = [++looks > 2 ? "ACTIVE" : "CREATING", looks > 3 ? "ACTIVE" : "CREATING"];
        return { Table: { ...target, TableStatus, GlobalSecondaryIndexes: [{ IndexName: "due", IndexStatus }] } };
      }
      case "RestoreTableToPointInTime":
        target = {
          ...{ TableName: asked.TargetTableName, TableArn: `${ARN}${asked.TargetTableName}` },
          RestoreSummary: {
            SourceTableArn: `${ARN}main`,
            RestoreDateTime: asked.RestoreDateTime,
            RestoreInProgress: true,
          },
        };
        return {};
      case "UpdateTable": {
        const { StreamSpecification } = asked;
        target = { ...target, ...asked, ...(StreamSpecification ? { LatestStreamArn: `${ARN}main-2/stream/1` } : {}) };
        return {};
      }
      case "ListTagsOfResource":
        return {
          Tags: [
            { Key: "tender-stage", Value: "shop" },
            { Key: "aws:cloudformation:stack-name", Value: "Data" },
          ],
        };
      case "UpdateContinuousBackups":
        return refusals-- > 0 ? { error: "ContinuousBackupsUnavailableException" } : {};
      default:
        return {};
    }
  });
  let pauses = 0;
  const tables = dynamoDbTables(held(new DynamoDBClient({ ...OPTIONS, endpoint })), async () => {
    pauses++;
  });
  const asked = (name: string) => server.requests.filter(({ what }) => what === name).map(({ body }) => body);
  return { tables, asked, pauses: () => pauses };
}

test("DynamoDB is asked to restore once, to the second, and a table is there when its indexes are", async () => {
  const { tables, asked } = await dynamoDb();
  expect(await tables.window("main")).toEqual({ fromMs: 1_000_000, toMs: 2_000_000 });
  expect(await tables.isThere("main-2")).toBe(false);
  await tables.restore("main", "main-2", 1_500_000);
  await tables.restore("main", "main-2", 1_500_000);
  expect(asked("RestoreTableToPointInTime")).toEqual([
    { SourceTableName: "main", TargetTableName: "main-2", RestoreDateTime: 1500 },
  ]);
  const looks = [];
  for (let look = 0; look < 3; look++) looks.push(await tables.isThere("main-2"));
  expect(looks).toEqual([false, false, true]);
  for (const [source, toMs] of [
    ["main", 1_501_000],
    ["another", 1_500_000],
  ] as const)
    await expect(tables.restore(source, "main-2", toMs)).rejects.toThrow("main-2 is there, and is no restore of");
});

test("the restored table gets what the source has, in steps that wait for it, and a second time nothing that it has", async () => {
  const { tables, asked, pauses } = await dynamoDb();
  await tables.restore("main", "main-2", 1_500_000);
  expect(await tables.settle("main", "main-2")).toBe(`${ARN}main-2/stream/1`);
  const changes = [
    { TableName: "main-2", StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } },
    { TableName: "main-2", DeletionProtectionEnabled: true },
  ];
  expect(asked("UpdateTable")).toEqual(changes);
  // Refused once, since DynamoDB was not ready for it.
  const recovery = { TableName: "main-2", PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
  expect(asked("UpdateContinuousBackups")).toEqual([recovery, recovery]);
  // AWS's own tags cannot be given by anybody else.
  expect(asked("TagResource")).toEqual([
    { ResourceArn: `${ARN}main-2`, Tags: [{ Key: "tender-stage", Value: "shop" }] },
  ]);
  expect(pauses()).toBe(4);
  await tables.settle("main", "main-2");
  expect(asked("UpdateTable")).toEqual(changes);
});

const RESOURCES = ["PaymentsApiFunction1A2B3C4D", "SandboxChannelFunction1A2B3C4D"].map(
  (id) =>
    `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>Shop-${id}</PhysicalResourceId><ResourceType>AWS::Lambda::Function</ResourceType></member>`,
);
const TABLE = `<member><LogicalResourceId>T</LogicalResourceId><PhysicalResourceId>t</PhysicalResourceId><ResourceType>AWS::DynamoDB::Table</ResourceType></member>`;
const LISTED = `<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><ListStackResourcesResult><StackResourceSummaries>${RESOURCES.join("")}${TABLE}</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`;

test.each([true, false])(
  "a stack's functions are those of its template, without the vendors; behind an alias: %s",
  async (shifts) => {
    const { server, endpoint } = await serving(({ what }) => {
      if (what === "POST /") return LISTED;
      if (what.includes("/configuration")) return { Timeout: 29, Environment: { Variables: { MAIN_TABLE: "main" } } };
      return { ReservedConcurrentExecutions: 0 };
    });
    const options = { ...OPTIONS, endpoint };
    const [cloudFormation, lambda] = [held(new CloudFormationClient(options)), held(new LambdaClient(options))];
    const functions = stackFunctions({ cloudFormation, lambda, stack: "TenderService-shop", shifts });
    const name = "Shop-PaymentsApiFunction1A2B3C4D";
    expect(await functions.all()).toEqual([
      { name, timeoutSeconds: 29, variables: { MAIN_TABLE: "main" }, isClosed: true },
    ]);
    await functions.close(name);
    await functions.open(name);
    const [listed, ...calls] = server.requests;
    expect(listed?.body).toMatchObject({ Action: "ListStackResources", StackName: "TenderService-shop" });
    expect(calls.map(({ what }) => what).sort()).toEqual([
      `DELETE /2017-10-31/functions/${name}/concurrency`,
      `GET /2015-03-31/functions/${name}/configuration${shifts ? "?Qualifier=live" : ""}`,
      `GET /2019-09-30/functions/${name}/concurrency`,
      `PUT /2017-10-31/functions/${name}/concurrency`,
    ]);
    expect(calls.find(({ what }) => what.startsWith("PUT"))?.body).toEqual({ ReservedConcurrentExecutions: 0 });
  },
);
