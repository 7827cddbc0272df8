import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startEngine } from "../../../local/servers/dynamodb-engine.ts";
import { createTables, type TestTables } from "../../support/engine.ts";

let tables: TestTables;
beforeAll(async () => {
  tables = await createTables({ stream: true });
});
afterAll(() => tables.drop());

test("tests get empty tables of their own on one engine", async () => {
  const other = await createTables();
  const Item = { pk: "A", sk: "HEAD", missing: undefined };
  await tables.client.send(new PutCommand({ TableName: tables.main, Item }));
  const read = await other.client.send(new GetCommand({ TableName: other.main, Key: { pk: "A", sk: "HEAD" } }));
  expect(read.Item).toBeUndefined();
  await other.drop();
});

test("a database file gets the indexes that keep writes with a stream fast", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tender-engine-"));
  const dbPath = join(folder, "db.sqlite");
  const engine = await startEngine({ dbPath });
  await engine.stop();
  const db = new DatabaseSync(dbPath);
  const names = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'index'")
    .all()
    .map((row) => row.name);
  db.close();
  expect(names).toEqual(expect.arrayContaining(["tender_stream_sequence", "tender_stream_shard"]));
  await rm(folder, { recursive: true });
});

test("an unreadable database is one clear sentence", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tender-engine-"));
  await expect(startEngine({ dbPath: join(folder, "no", "such", "folder.sqlite") })).rejects.toThrow(/did not start/);
  await rm(folder, { recursive: true });
});
