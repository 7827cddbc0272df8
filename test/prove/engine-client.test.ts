import {
  BatchExecuteStatementCommand,
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { insertStatement } from "../../core/foundation/store/insert.ts";
import { EngineClient } from "../../prove/engine-client.ts";
import { createTables, type TestTables } from "../support/engine.ts";

let tables: TestTables;
let client: EngineClient;
beforeAll(async () => {
  tables = await createTables();
  client = new EngineClient(String(process.env.TENDER_TEST_DYNAMODB));
});
afterAll(async () => {
  client.close();
  await tables.drop();
});

const Key = { pk: "RDM#acme#1", sk: "HEAD" };
const row = {
  ...Key,
  state: "ACCEPTED",
  epoch: 2 ** 53 - 1,
  codeCipher: new Uint8Array([0, 255, 7]),
  B: { nested: ["x", 1, null, true] },
  duePk: "RDM#1",
  dueAt: 5,
};

type Sent = Parameters<EngineClient["send"]>[0];
const withoutMetadata = ({ $metadata: _, ...answer }: Record<string, unknown>) => answer;

/** What the SDK's client answers to the same command. */
async function bySdk(command: Sent): Promise<unknown> {
  return withoutMetadata((await tables.client.send(command as never)) as never);
}

test("an item comes back as it was, binary and large numbers included", async () => {
  await client.send(new PutCommand({ TableName: tables.main, Item: row }));
  const { Item } = await client.send(new GetCommand({ TableName: tables.main, Key, ConsistentRead: true }));
  expect(Item).toEqual(row);
});

test("many items are written in one request", async () => {
  const { main: TableName } = tables;
  const items = ["A", "B"].map((sk) => ({ ...row, sk }));
  await client.send(
    new BatchWriteCommand({ RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) } }),
  );
  const { Items } = await client.send(new ScanCommand({ TableName }));
  expect(Items).toEqual(expect.arrayContaining(items));
});

test("statements write items as they are, and answer what the SDK's client answers", async () => {
  const { main: TableName } = tables;
  const { B: _, ...plain } = row;
  const statement = (sk: string) => insertStatement(TableName, { ...plain, sk });
  const answer = await client.send(new BatchExecuteStatementCommand({ Statements: ["S1", "S2"].map(statement) }));
  expect(answer).toEqual({ Responses: [{ TableName }, { TableName }] });
  const Read = new GetCommand({ TableName, Key: { ...Key, sk: "S2" }, ConsistentRead: true });
  expect((await client.send(Read)).Item).toEqual({ ...plain, sk: "S2" });
  const again = new BatchExecuteStatementCommand({ Statements: ["S1", "S2"].map(statement) });
  const refused = await client.send(again);
  expect(refused).toMatchObject({ Responses: [{ Error: { Code: "DuplicateItem" } }, { Error: {} }] });
  expect(refused).toEqual(await bySdk(again));
});

test("an item that is deleted is gone", async () => {
  await client.send(new PutCommand({ TableName: tables.main, Item: row }));
  await client.send(new DeleteCommand({ TableName: tables.main, Key }));
  expect(await client.send(new GetCommand({ TableName: tables.main, Key }))).toEqual({});
});

test("every read answers what the SDK's client answers", async () => {
  const { main: TableName } = tables;
  await client.send(new PutCommand({ TableName, Item: row }));
  const query = {
    TableName,
    IndexName: "due",
    KeyConditionExpression: "#p = :p",
    ExpressionAttributeNames: { "#p": "duePk" },
    ExpressionAttributeValues: { ":p": "RDM#1" },
    Limit: 1,
  };
  for (const command of [
    new GetCommand({ TableName, Key }),
    new GetCommand({ TableName, Key: { pk: "none", sk: "HEAD" } }),
    new QueryCommand(query),
    new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key] } } }),
    new ScanCommand({ TableName }),
  ])
    expect(await client.send(command)).toEqual(await bySdk(command));
});

test("a refusal has the SDK's name and its fields", async () => {
  const { main: TableName } = tables;
  await client.send(new PutCommand({ TableName, Item: row }));
  const ConditionExpression = "attribute_not_exists(pk)";
  const ReturnValuesOnConditionCheckFailure = "ALL_OLD" as const;
  const put = { TableName, Item: row, ConditionExpression, ReturnValuesOnConditionCheckFailure };
  const update = {
    TableName,
    Key,
    UpdateExpression: "SET #s = :s",
    ConditionExpression: "epoch = :e",
    ExpressionAttributeNames: { "#s": "state" },
    ExpressionAttributeValues: { ":s": "CLAIMED", ":e": 1 },
  };
  for (const command of [
    new PutCommand(put),
    new UpdateCommand(update),
    new TransactWriteCommand({ TransactItems: [{ Put: { ...put, Item: { ...row, sk: "OTHER" } } }, { Put: put }] }),
    new GetCommand({ TableName: "no-such-table", Key }),
  ]) {
    const wanted = await bySdk(command).catch((error: unknown) => error);
    const { name, Item, CancellationReasons } = wanted as Record<string, unknown>;
    const told = await client.send(command).catch((error: unknown) => error);
    expect(told).toMatchObject({
      name,
      ...(Item ? { Item } : {}),
      ...(CancellationReasons ? { CancellationReasons } : {}),
    });
  }
});
