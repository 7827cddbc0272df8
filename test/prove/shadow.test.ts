import { PutCommand, ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Append, Keep, Plus, toExpression } from "../../core/foundation/store/expression.ts";
import { insertStatement } from "../../core/foundation/store/insert.ts";
import { insertedBy, Shadow, type WireQuery, type WireWrite } from "../../prove/shadow.ts";
import { createTables, type TestTables } from "../support/engine.ts";

let tables: TestTables;
beforeAll(async () => {
  tables = await createTables();
});
afterAll(() => tables.drop());

const NAMES = ["state", "sends", "events", "leaseUntil"];
const value = fc.oneof(
  fc.integer().map((sends) => ({ sends })),
  fc.constantFrom("A", "B").map((state) => ({ state: new Keep(state) })),
  fc.integer({ min: -9, max: 9 }).map((more) => ({ sends: new Plus(more) })),
  fc.string().map((event) => ({ events: new Append(event) })),
  fc.constant({ leaseUntil: 5, state: "C" }),
);
const update = fc.record({ set: value, remove: fc.subarray(NAMES, { maxLength: 2 }) });

test("a row as it was watched is the engine's row, whatever the store's expressions write", () =>
  fc.assert(
    fc.asyncProperty(fc.array(update, { maxLength: 8 }), fc.uuid(), async (updates, id) => {
      const shadow = new Shadow();
      const Key = { pk: id, sk: "HEAD" };
      const put: WireWrite = { TableName: tables.main, Item: { ...Key, sends: 1, events: [] } };
      await tables.client.send(new PutCommand(put as never));
      shadow.apply(put);
      for (const { set, remove } of updates) {
        const others = remove.filter((name) => !(name in set));
        const wire = {
          TableName: tables.main,
          Key,
          ...toExpression({ name: "test", set, remove: others }, new Set()),
        };
        await tables.client.send(new UpdateCommand(wire as never));
        shadow.apply(wire);
      }
      const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.main }));
      expect(shadow.rows.get(`${id} HEAD`)).toEqual(Items.find(({ pk }) => pk === id));
    }),
    // Each run is up to ten requests to the engine.
    { numRuns: 40 },
  ));

const QUERY: WireQuery = {
  TableName: "main",
  IndexName: "due",
  KeyConditionExpression: "#p = :p AND #s <= :s",
  ExpressionAttributeNames: { "#p": "duePk", "#s": "dueAt" },
  ExpressionAttributeValues: { ":p": "RDM#1", ":s": 10 },
  Limit: 5,
};
const rowOf = (pk: string, more: object) => ({ TableName: "main", Item: { pk, sk: "HEAD", ...more } });

test("a statement is watched as the put that it is", () => {
  const Item = { pk: "CODE#acme#1", sk: "HEAD", terms: { period: { unit: "day", count: 1 } }, isOwn: true };
  expect(insertedBy(insertStatement("main-1", Item))).toEqual({ TableName: "main-1", Item });
  expect(() => insertedBy({ Statement: `DELETE FROM "main-1"`, Parameters: [] })).toThrow("what does DELETE");
});

test("an index that is behind shows a row where it was, and not yet where it has come", () => {
  const shadow = new Shadow();
  shadow.apply(rowOf("left", { duePk: "RDM#1", dueAt: 1 }));
  for (const pk of ["a", "b", "c", "d"]) shadow.apply(rowOf(pk, { duePk: "RDM#1", dueAt: 2 }));
  shadow.apply(rowOf("left", { duePk: "RDM#2", dueAt: 1 }));
  const now = ["a", "b", "c", "d"].map((pk) => ({ pk, sk: "HEAD", duePk: "RDM#1", dueAt: 2 }));
  // Of the last four changes it has seen none: `left` is still here, `b` to `d` are not.
  expect(shadow.stale(QUERY, now).map(({ pk }) => pk)).toEqual(["left", "a"]);
});

test("a page without rows is known to be empty, and so are those that an index that is behind would still show", () => {
  const shadow = new Shadow();
  expect(shadow.isSurelyEmpty(QUERY)).toBe(true);
  shadow.apply(rowOf("one", { duePk: "RDM#1", dueAt: 1 }));
  expect(shadow.isSurelyEmpty(QUERY)).toBe(false);
});

test("the next due row is the earliest one", () => {
  const shadow = new Shadow();
  expect(shadow.dueAtMs).toBeUndefined();
  shadow.apply(rowOf("one", { duePk: "RDM#1", dueAt: 9 }));
  shadow.apply(rowOf("two", { duePk: "OUT#1", dueAt: 4 }));
  expect(shadow.dueAtMs).toBe(4);
});
