import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  type BatchStatementRequest,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "@jest/globals";
import { INSERTS_MAX, insertStatement } from "../../core/foundation/store/insert.ts";
import { keyOf, onTables, refusalOf } from "./on-tables.ts";

const tables = onTables();

type Attributes = Record<string, AttributeValue>;

const insert = (name: string, more: Attributes = {}) =>
  insertStatement(tables().main, { ...keyOf(name), ...more }) as BatchStatementRequest;
const run = (...Statements: BatchStatementRequest[]) =>
  tables().client.send(new BatchExecuteStatementCommand({ Statements, ReturnConsumedCapacity: "TOTAL" }));
const put = (name: string, more: Attributes) =>
  tables().client.send(new PutItemCommand({ TableName: tables().main, Item: { ...keyOf(name), ...more } }));
const read = async (name: string) =>
  (await tables().client.send(new GetItemCommand({ TableName: tables().main, Key: keyOf(name), ConsistentRead: true })))
    .Item;

const EVERY_TYPE: Attributes = {
  text: { S: 'it\'s "quoted"' },
  number: { N: "12345678901234567890" },
  flag: { BOOL: false },
  nothing: { NULL: true },
  bytes: { B: new Uint8Array([0, 255, 7]) },
  map: { M: { inner: { M: { count: { N: "1" } } }, size: { S: "word that PartiQL reserves" } } },
  list: { L: [{ S: "a" }, { M: {} }] },
  order: { S: "an attribute that PartiQL reserves" },
};

// Developer guide, "PartiQL insert statements": an item with the same key is answered by DuplicateItem.
test("an INSERT is refused where a row is, leaves it as it was, and writes a row that is new as a put would", async () => {
  await put("insert-taken", { colour: { S: "red" } });
  const { Responses = [] } = await run(
    insert("insert-taken", { colour: { S: "blue" } }),
    insert("insert-new", EVERY_TYPE),
  );
  expect(Responses.map((one) => one.Error?.Code)).toEqual(["DuplicateItem", undefined]);
  expect(await read("insert-taken")).toEqual({ ...keyOf("insert-taken"), colour: { S: "red" } });
  expect(await read("insert-new")).toEqual({ ...keyOf("insert-new"), ...EVERY_TYPE });
});

// Developer guide, "Running batch operations with PartiQL": the statements of a batch are no transaction.
test("each INSERT of a batch stands for itself, and answers come in the order of the statements", async () => {
  const names = Array.from({ length: INSERTS_MAX }, (_, index) => `insert-batch-${index}`);
  for (const name of [names[3], names[24]]) await put(String(name), {});
  const { Responses = [], ConsumedCapacity = [] } = await run(...names.map((name) => insert(name)));
  expect(Responses.flatMap((one, index) => (one.Error ? [index] : []))).toEqual([3, 24]);
  for (const name of names) expect(await read(name)).toEqual(keyOf(name));
  // Refused ones are paid for as well, none of them twice.
  expect(ConsumedCapacity.map(({ CapacityUnits }) => CapacityUnits)).toEqual([INSERTS_MAX]);
});

// API reference, "Query": an index shows every item that has its keys, however it was written.
test("an INSERT is in the indexes of its row", async () => {
  await run(insert("insert-index", { duePk: { S: "conformance#insert" }, dueAt: { N: "5" } }));
  const query = new QueryCommand({
    TableName: tables().main,
    IndexName: "due",
    KeyConditionExpression: "duePk = :p",
    ExpressionAttributeValues: { ":p": { S: "conformance#insert" } },
  });
  const deadline = Date.now() + 10_000;
  let found: AttributeValue[] = [];
  while (found.length === 0 && Date.now() < deadline)
    found = ((await tables().client.send(query)).Items ?? []).flatMap(({ pk }) => pk ?? []);
  expect(found).toEqual([keyOf("insert-index").pk]);
});

// API reference, "BatchExecuteStatement": 25 statements at most, no two for one item.
test("a batch that names one row twice is refused whole, and so is one of 26 statements", async () => {
  expect((await refusalOf(run(insert("insert-twice"), insert("insert-twice")))).name).toBe("ValidationException");
  const many = Array.from({ length: INSERTS_MAX + 1 }, (_, index) => insert(`insert-many-${index}`));
  expect((await refusalOf(run(...many))).name).toBe("ValidationException");
  for (const name of ["insert-twice", "insert-many-0"]) expect(await read(name)).toBeUndefined();
});
