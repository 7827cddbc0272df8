import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "@jest/globals";
import { keyOf, onTables, refusalOf } from "./on-tables.ts";

const tables = onTables();

const put = (item: Record<string, AttributeValue>) =>
  tables().client.send(new PutItemCommand({ TableName: tables().main, Item: item }));
const query = (input: Omit<QueryCommandInput, "TableName">) =>
  tables().client.send(new QueryCommand({ TableName: tables().main, ...input }));

/** An index follows its table within milliseconds; after this it does not. */
const INDEX_TIMEOUT_MS = 10_000;

/** Asks again until the index has what it must have: it is allowed to follow late, not to stay behind. */
async function untilIndexed(partition: string, expected: string[]): Promise<void> {
  const deadline = Date.now() + INDEX_TIMEOUT_MS;
  for (;;) {
    const { Items = [] } = await query({
      IndexName: "due",
      KeyConditionExpression: "duePk = :p",
      ExpressionAttributeValues: { ":p": { S: partition } },
    });
    const found = Items.map(({ pk }) => pk?.S);
    if (JSON.stringify(found) === JSON.stringify(expected)) return;
    if (Date.now() > deadline) expect(found).toEqual(expected);
  }
}

// Developer guide, "Using Global Secondary Indexes", "sparse indexes": an item without the index's keys is not in it.
test("an item enters an index with both of its keys and leaves it with the REMOVE of one", async () => {
  const [first, second] = [keyOf("sparse-1"), keyOf("sparse-2")];
  await put({ ...first, duePk: { S: "conformance#sparse" }, dueAt: { N: "2" } });
  await put({ ...second, duePk: { S: "conformance#sparse" }, dueAt: { N: "10" } });
  await put({ ...keyOf("sparse-3"), duePk: { S: "conformance#sparse" } });
  await untilIndexed("conformance#sparse", ["conformance#sparse-1", "conformance#sparse-2"]);
  const remove = { TableName: tables().main, Key: first, UpdateExpression: "REMOVE dueAt" };
  await tables().client.send(new UpdateItemCommand(remove));
  await untilIndexed("conformance#sparse", ["conformance#sparse-2"]);
});

// API reference, "Query": ScanIndexForward, Limit, LastEvaluatedKey and ExclusiveStartKey.
test.each([
  ["forwards", true, ["ITEM#1", "ITEM#2", "ITEM#3", "ITEM#4", "ITEM#5"]],
  ["backwards", false, ["ITEM#5", "ITEM#4", "ITEM#3", "ITEM#2", "ITEM#1"]],
])("pages of a prefix follow each other %s without a gap or a repetition", async (name, ScanIndexForward, expected) => {
  for (const sk of ["HEAD", "ITEM#1", "ITEM#2", "ITEM#3", "ITEM#4", "ITEM#5", "ITEMS", "LAST"])
    await put(keyOf(`pages-${name}`, sk));
  const found: (string | undefined)[] = [];
  let after: Record<string, AttributeValue> | undefined;
  do {
    const page = await query({
      KeyConditionExpression: "pk = :p AND begins_with(sk, :s)",
      ExpressionAttributeValues: { ":p": keyOf(`pages-${name}`).pk, ":s": { S: "ITEM#" } },
      ConsistentRead: true,
      ScanIndexForward,
      Limit: 2,
      ExclusiveStartKey: after,
    });
    expect(page.Items?.length).toBeLessThanOrEqual(2);
    found.push(...(page.Items ?? []).map(({ sk }) => sk?.S));
    after = page.LastEvaluatedKey;
  } while (after);
  expect(found).toEqual(expected);
});

// Developer guide, "Query", sort keys of type String are ordered by their UTF-8 bytes.
test("sort keys are ordered by their bytes", async () => {
  for (const sk of ["a", "B", "é", "10", "9", "~"]) await put(keyOf("bytes", sk));
  const { Items = [] } = await query({
    KeyConditionExpression: "pk = :p",
    ExpressionAttributeValues: { ":p": keyOf("bytes").pk },
    ConsistentRead: true,
  });
  expect(Items.map(({ sk }) => sk?.S)).toEqual(["10", "9", "B", "a", "~", "é"]);
});

// API reference, "Query", ConsistentRead: not supported on global secondary indexes.
test("a strongly consistent read of an index is refused", async () => {
  const call = query({
    IndexName: "due",
    KeyConditionExpression: "duePk = :p",
    ExpressionAttributeValues: { ":p": { S: "conformance#none" } },
    ConsistentRead: true,
  });
  expect((await refusalOf(call)).name).toBe("ValidationException");
});

// API reference, "BatchGetItem": at most 100 items; a key that stands twice is refused.
test("one batched read takes 100 different keys, and neither a repeated one nor 101", async () => {
  const keys = Array.from({ length: 101 }, (_, index) => keyOf(`batch-${index}`));
  const read = (Keys: (typeof keys)[number][]) =>
    tables().client.send(
      new BatchGetItemCommand({ RequestItems: { [tables().main]: { Keys, ConsistentRead: true } } }),
    );
  const [first] = keys;
  if (!first) throw new Error("no keys");
  await put(first);
  expect((await read(keys.slice(0, 100))).Responses?.[tables().main]).toEqual([first]);
  expect((await refusalOf(read([first, first]))).name).toBe("ValidationException");
  expect((await refusalOf(read(keys))).name).toBe("ValidationException");
});

// API reference, "GetItem" and "BatchGetItem", ConsistentRead: the answer has every write that was confirmed before.
test("a strongly consistent read sees each write at once", async () => {
  const key = keyOf("consistent");
  for (let round = 0; round < 10; round++) {
    await put({ ...key, round: { N: String(round) } });
    const get = new GetItemCommand({ TableName: tables().main, Key: key, ConsistentRead: true });
    expect((await tables().client.send(get)).Item?.round).toEqual({ N: String(round) });
  }
});

// API reference, "BatchWriteItem": two requests for one item are refused.
test("a batched write that names one item twice is refused", async () => {
  const request = { PutRequest: { Item: keyOf("batch-write") } };
  const call = tables().client.send(
    new BatchWriteItemCommand({ RequestItems: { [tables().main]: [request, request] } }),
  );
  expect((await refusalOf(call)).name).toBe("ValidationException");
});
