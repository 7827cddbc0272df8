import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { RetryableError } from "../../../../core/foundation/domain/errors.ts";
import { absent, equals } from "../../../../core/foundation/store/expression.ts";
import { Tables, type Write } from "../../../../core/foundation/store/table.ts";
import { createTables, type TestTables } from "../../../support/engine.ts";

let engine: TestTables;
beforeAll(async () => {
  engine = await createTables();
});
afterAll(() => engine.drop());

const put = (pk: string, more: Record<string, unknown> = {}): Write => ({
  kind: "put",
  name: "row.put",
  table: "main",
  item: { pk, sk: "HEAD", ...more },
  only: { isNew: absent("pk") },
});

function canceled(...codes: string[]): Error {
  const CancellationReasons = codes.map((Code) => ({
    Code,
    ...(Code === "ConditionalCheckFailed" ? { Item: {} } : {}),
  }));
  return Object.assign(new Error("canceled"), { name: "TransactionCanceledException", CancellationReasons });
}
const named = (name: string) => Object.assign(new Error(name), { name });

/** A DynamoDB that answers as scripted: an error is thrown, anything else returned. */
function scripted(...answers: unknown[]) {
  const sent: { input: Record<string, unknown> }[] = [];
  const pauses: number[] = [];
  const client = {
    send: async (command: { input: Record<string, unknown> }) => {
      sent.push(command);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as DynamoDBDocumentClient;
  const pause = async (ms: number) => {
    pauses.push(ms);
  };
  const tables = new Tables({
    client,
    main: "main",
    transient: "transient",
    events: "events",
    fraction: () => 0.5,
    pause,
  });
  return { tables, sent, pauses };
}

test("a transaction that only met others is tried again, with growing pauses", async () => {
  const conflict = canceled("TransactionConflict", "None");
  const { tables, sent, pauses } = scripted(conflict, canceled("None", "ThrottlingError"), {});
  expect(await tables.transact([put("a"), put("b")])).toEqual({ committed: true });
  expect(sent).toHaveLength(3);
  expect(pauses).toHaveLength(2);
  expect(pauses[1]).toBeGreaterThan(pauses[0] ?? 0);
});

test("three conflicts in a row are a retryable refusal that tells where they were, and nothing was written", async () => {
  const { tables, sent } = scripted(canceled("None", "TransactionConflict", "ThrottlingError"));
  const attempt = tables.transact([put("a"), put("b"), put("c")]);
  await expect(attempt).rejects.toBeInstanceOf(RetryableError);
  await expect(attempt).rejects.toMatchObject({ code: "overloaded", met: [1] });
  expect(sent).toHaveLength(3);
});

test("who reads anew before the next try has one", async () => {
  const { tables, sent, pauses } = scripted(canceled("TransactionConflict"));
  await expect(tables.transact([put("a")], 1)).rejects.toMatchObject({ code: "overloaded" });
  expect([sent.length, pauses.length]).toEqual([1, 0]);
});

test("a failed condition is never tried again, whatever stands beside it", async () => {
  const { tables, sent } = scripted(canceled("TransactionConflict", "ConditionalCheckFailed", "None"));
  const result = await tables.transact([put("a"), put("b"), put("c")]);
  expect(result).toEqual({ committed: false, refusals: [undefined, { old: undefined }, undefined] });
  expect(sent).toHaveLength(1);
});

test.each([
  ["a cancelled transaction for a reason of another kind", canceled("ValidationError", "None")],
  ["a cancelled transaction without reasons", canceled()],
  ["an error of another kind", named("ValidationException")],
])("%s is thrown as it is", async (_what, error) => {
  const { tables, sent } = scripted(error);
  await expect(tables.transact([put("a")])).rejects.toBe(error);
  expect(sent).toHaveLength(1);
});

test.each(["ThrottlingException", "ProvisionedThroughputExceededException", "TransactionInProgressException"])(
  "%s, which the SDK has retried in vain, is retryable for the caller",
  async (name) => {
    const { tables } = scripted(named(name));
    await expect(tables.transact([put("a")])).rejects.toBeInstanceOf(RetryableError);
    await expect(tables.get("main", { pk: "a", sk: "b" })).rejects.toBeInstanceOf(RetryableError);
  },
);

test("refusals stand in the order of the writes, each with the row that was there", async () => {
  const tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
  await tables.transact([put("second", { colour: "red" })]);
  const result = await tables.transact([put("first"), put("second", { colour: "blue" })]);
  const old = { pk: "second", sk: "HEAD", colour: "red" };
  expect(result).toEqual({ committed: false, refusals: [undefined, { old }] });
  expect(await tables.get("main", { pk: "first", sk: "HEAD" })).toBeUndefined();
});

test("a single write that is refused gives the row that was there, too", async () => {
  const tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
  const write = put("single", { colour: "red" }) as Write & { kind: "put" };
  expect(await tables.write(write)).toEqual({ committed: true });
  const old = { pk: "single", sk: "HEAD", colour: "red" };
  expect(await tables.write(write)).toEqual({ committed: false, refusals: [{ old }] });
  const update = { kind: "update", name: "row.paint", table: "main", key: { pk: "single", sk: "HEAD" } } as const;
  const paint = { ...update, set: { colour: "blue" }, only: { isGreen: equals("colour", "green") } };
  expect(await tables.write(paint)).toEqual({ committed: false, refusals: [{ old }] });
  const nowhere = { ...paint, key: { pk: "nowhere", sk: "HEAD" } };
  expect(await tables.write(nowhere)).toEqual({ committed: false, refusals: [{ old: undefined }] });
});

test("rows that must be new are inserted in one request, each for itself, as a put would write them", async () => {
  const tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
  const rest = { terms: { period: { unit: "day", count: 3 } }, isOwn: false, gone: undefined, list: [1, "two"] };
  const puts = ["insert-1", "insert-2", "insert-3"].map((pk) => put(pk, rest) as Write & { kind: "put" });
  await tables.write({ ...puts[1], item: { pk: "insert-2", sk: "HEAD", colour: "red" } } as (typeof puts)[0]);
  expect(await tables.insert(puts)).toEqual([true, false, true]);
  const { gone: _, ...kept } = rest;
  const rows = await tables.getMany(
    "main",
    ["insert-1", "insert-2"].map((pk) => ({ pk, sk: "HEAD" })),
  );
  expect(rows).toEqual([
    { pk: "insert-1", sk: "HEAD", ...kept },
    { pk: "insert-2", sk: "HEAD", colour: "red" },
  ]);
});

test("only what an INSERT says is inserted: puts of new rows, and no row twice", async () => {
  const same = put("a") as Write & { kind: "put" };
  const puts = [same, { ...same, only: { isRed: equals("colour", "red") } }, { ...same, only: {} }, { ...same }];
  const { tables, sent } = scripted({ Responses: [{}] });
  expect(await tables.insert(puts)).toEqual([true, false, false, false]);
  expect(sent.map(({ input }) => input.Statements)).toEqual([
    [{ Statement: `INSERT INTO "main" VALUE {'pk': ?, 'sk': ?}`, Parameters: ["a", "HEAD"] }],
  ]);
  expect(await tables.insert(puts.slice(1, 3))).toEqual([false, false]);
  expect(sent).toHaveLength(1);
});

test("what tells of an event is not inserted: the event would be lost", async () => {
  const tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
  const row = put("telling") as Write & { kind: "put" };
  const event = {
    kind: "put",
    name: "event.record",
    table: "events",
    item: { pk: "told", sk: "HEAD" },
    only: {},
  } as const;
  expect(await tables.insert([{ ...row, tells: event }])).toEqual([false]);
  expect(await tables.get("main", { pk: "telling", sk: "HEAD" })).toBeUndefined();
});

test("a put whose condition a mutation has left out is not inserted: it would have the condition all the same", async () => {
  const options = { ...engine, fraction: () => 0, pause: async () => {}, omit: new Set(["row.put.isNew"]) };
  expect(await new Tables(options).insert([put("omitted") as Write & { kind: "put" }])).toEqual([false]);
});

test("whatever keeps a statement of a batch from being written, or leaves no word of it, it counts as not written", async () => {
  const puts = ["a", "b", "c"].map((pk) => put(pk) as Write & { kind: "put" });
  const { tables } = scripted({ Responses: [{ Error: { Code: "TransactionConflict" } }, { TableName: "main" }] });
  expect(await tables.insert(puts)).toEqual([false, true, false]);
});

test("a check whose clause a mutation has left out still is a transaction that DynamoDB accepts", async () => {
  const tables = new Tables({
    ...engine,
    fraction: () => 0,
    pause: async () => {},
    omit: new Set(["row.check.exists"]),
  });
  const check: Write = {
    kind: "check",
    name: "row.check",
    table: "main",
    key: { pk: "no such row", sk: "HEAD" },
    only: { exists: equals("pk", "x") },
  };
  expect(await tables.transact([check, put("beside")])).toEqual({ committed: true });
});

test("many rows come in the order of their keys, holes and repetitions included, 100 keys a request", async () => {
  const tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
  const written = Array.from({ length: 120 }, (_, index) => put(`many-${index}`, { index }));
  for (let from = 0; from < written.length; from += 100) await tables.transact(written.slice(from, from + 100));
  const order = [119, 3, 7, 3, ...Array.from({ length: 116 }, (_, index) => index)];
  const keys = [...order.map((index) => ({ pk: `many-${index}`, sk: "HEAD" })), { pk: "none", sk: "HEAD" }];
  const rows = await tables.getMany("main", keys);
  expect(rows.map((row) => row?.index)).toEqual([...order, undefined]);
});

test("keys that DynamoDB left unprocessed are asked for again, and no others", async () => {
  const keys = ["a", "b"].map((pk) => ({ pk, sk: "HEAD" }));
  const [a, b] = keys;
  const { tables, sent, pauses } = scripted(
    { Responses: { main: [a] }, UnprocessedKeys: { main: { Keys: [b] } } },
    { Responses: { main: [b] }, UnprocessedKeys: {} },
  );
  expect(await tables.getMany("main", keys)).toEqual([a, b]);
  expect(sent.map(({ input }) => (input.RequestItems as { main: { Keys: unknown } }).main.Keys)).toEqual([keys, [b]]);
  expect(pauses).toHaveLength(1);
});

test("keys that stay unprocessed are a retryable refusal, not a missing row", async () => {
  const keys = [{ pk: "a", sk: "HEAD" }];
  const { tables } = scripted({ Responses: {}, UnprocessedKeys: { main: { Keys: keys } } });
  await expect(tables.getMany("main", keys)).rejects.toMatchObject({ name: "RetryableError", code: "overloaded" });
});

test("a count walks all pages of its partition", async () => {
  const { tables, sent } = scripted({ Count: 3, LastEvaluatedKey: { pk: "x" } }, { Count: 2 });
  expect(await tables.count("state", ["statePk", "REVIEW#0"])).toBe(5);
  expect(sent[1]?.input).toMatchObject({ Select: "COUNT", ExclusiveStartKey: { pk: "x" } });
});
