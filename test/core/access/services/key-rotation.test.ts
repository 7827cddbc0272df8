import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { newSecret } from "../../../../core/access/domain/api-key.ts";
import { createApiKey, revokeApiKey, verifyApiKey } from "../../../../core/access/services/api-keys.ts";
import { noteUse } from "../../../../core/access/services/key-use.ts";
import { readApiKey, rotateApiKey } from "../../../../core/access/store/api-key-store.ts";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import type { LogFields } from "../../../../core/foundation/services/deps.ts";
import { type Key, type TableName, Tables, type Write } from "../../../../core/foundation/store/table.ts";
import { createLightTables, type TestTables } from "../../../support/engine.ts";

const CACHE_MS = LIMITS.production.apiKeyCacheMs;
let engine: TestTables;
let nowMs: number;
let reads: number;
let writes: number;
let failing = false;
let warnings: (LogFields | undefined)[];
let deps: Parameters<typeof verifyApiKey>[0] &
  Parameters<typeof createApiKey>[0] &
  Pick<Parameters<typeof noteUse>[0], "log">;

class CountingTables extends Tables {
  override getMany(table: TableName, keys: readonly Key[]) {
    reads++;
    return super.getMany(table, keys);
  }
  override async write(write: Exclude<Write, { kind: "check" }>) {
    writes++;
    if (failing) throw new Error("the tables are away");
    return super.write(write);
  }
}

/** As another process, which has read nothing yet. */
function process() {
  const tables = new CountingTables({ ...engine, fraction: () => 0, pause: async () => {} });
  const log = {
    note: () => {},
    info: () => {},
    error: () => {},
    warn: (_: string, ids?: LogFields) => warnings.push(ids),
  };
  return {
    tables,
    clock: () => nowMs,
    randomBytes: (count: number) => randomBytes(count),
    limits: LIMITS.production,
    log,
  };
}

beforeAll(async () => {
  engine = await createLightTables();
});
afterAll(() => engine.drop());
beforeEach(() => {
  [nowMs, reads, writes, failing, warnings] = [Date.parse("2027-03-01T12:20:00Z"), 0, 0, false, []];
  deps = process();
});

const opensWith = (apiKey: string, by = deps) =>
  verifyApiKey(by, apiKey).then(
    () => true,
    ({ code }) => (code === "unauthenticated" ? false : Promise.reject(new Error(code))),
  );
const keyIdOf = (apiKey: string) => apiKey.slice(4, 16);

async function rotated(apiKey: string, graceMs: number): Promise<string> {
  const keyId = keyIdOf(apiKey);
  const found = await readApiKey(deps.tables, keyId);
  if (!found) throw new Error("no such key");
  const next = newSecret(keyId, (count) => randomBytes(count));
  const write = rotateApiKey(found.record, { secretHash: next.secretHash, previousValidUntil: nowMs + graceMs });
  expect(await deps.tables.transact([write])).toEqual({ committed: true });
  return next.apiKey;
}

test("a new secret opens at once in a process that knows the key as it was, and the old one until its time is over", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  expect(await opensWith(apiKey)).toBe(true);
  const next = await rotated(apiKey, 10_000);

  expect(await opensWith(next)).toBe(true);
  nowMs += 9_999;
  expect([await opensWith(apiKey), await opensWith(next)]).toEqual([true, true]);
  nowMs += 1;
  expect([await opensWith(apiKey), await opensWith(next)]).toEqual([false, true]);
});

test("a second rotation ends what the first had left, at once for whoever reads it", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  const second = await rotated(apiKey, 60_000);
  const third = await rotated(second, 60_000);
  expect([await opensWith(apiKey), await opensWith(second), await opensWith(third)]).toEqual([false, true, true]);
});

test("without a grace the old secret is refused after the cache's time at the latest, and before by who has read the new one", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  const other = process();
  expect(await opensWith(apiKey)).toBe(true);
  expect(await opensWith(apiKey, other)).toBe(true);
  const next = await rotated(apiKey, 0);

  nowMs += CACHE_MS - 1;
  expect(await opensWith(apiKey, other)).toBe(true);
  expect([await opensWith(next), await opensWith(apiKey)]).toEqual([true, false]);
  nowMs += 1;
  expect(await opensWith(apiKey, other)).toBe(false);
});

test("wrong secrets cost a read a second, however many come, and keep out neither the right one nor a new one for longer", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  await opensWith(apiKey);
  reads = 0;
  const wrong = () => `tnd_${keyIdOf(apiKey)}_${randomBytes(32).toString("base64url")}`;
  const answers = await Promise.all(Array.from({ length: 50 }, () => opensWith(wrong())));
  expect([answers.includes(true), reads]).toEqual([false, 1]);
  nowMs += 999;
  expect([await opensWith(wrong()), await opensWith(apiKey), reads]).toEqual([false, true, 1]);

  const next = await rotated(apiKey, 60_000);
  reads = 0;
  nowMs += 1;
  expect([await opensWith(next), reads]).toEqual([true, 1]);
});

test("of twenty requests with a new secret at once none is refused, and one reads", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  await opensWith(apiKey);
  const next = await rotated(apiKey, 0);
  reads = 0;
  const answers = await Promise.all(Array.from({ length: 20 }, () => opensWith(next)));
  expect([answers.includes(false), reads]).toEqual([false, 1]);
});

test("a read that fails is an error and no refusal, and the next request reads again", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  await opensWith(apiKey);
  const next = await rotated(apiKey, 0);
  const { getMany } = deps.tables;
  deps.tables.getMany = () => Promise.reject(new Error("away"));
  await expect(verifyApiKey(deps, next)).rejects.toThrow("away");
  deps.tables.getMany = getMany;
  expect(await opensWith(next)).toBe(true);
});

test("a key opens until the moment at which it expires, and what is over costs no further read", async () => {
  const { apiKey, record } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  const row = { ...(await readApiKey(deps.tables, record.keyId))?.record, expiresAt: nowMs + 5_000 };
  const { PutCommand } = await import("@aws-sdk/lib-dynamodb");
  const Item = { pk: `KEY#${record.keyId}`, sk: "HEAD", ...row };
  await engine.client.send(new PutCommand({ TableName: engine.main, Item }));

  nowMs += 4_999;
  expect(await opensWith(apiKey)).toBe(true);
  nowMs += 1;
  reads = 0;
  expect([await opensWith(apiKey), reads]).toEqual([false, 0]);
});

test("a revoked key stays revoked, whichever of its secrets comes", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  const next = await rotated(apiKey, 60_000);
  await revokeApiKey(deps, keyIdOf(apiKey));
  nowMs += CACHE_MS;
  expect([await opensWith(apiKey), await opensWith(next)]).toEqual([false, false]);
});

test("the use of a key is noted once an hour and process, to the hour", async () => {
  const { record } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  const lastUsed = async () => (await readApiKey(deps.tables, record.keyId))?.lastUsedAt;
  expect(await lastUsed()).toBeUndefined();
  for (let n = 0; n < 5; n++) await noteUse(deps, record.keyId);
  expect([writes, await lastUsed()]).toEqual([1, Date.parse("2027-03-01T12:00:00Z")]);

  nowMs = Date.parse("2027-03-01T13:00:00Z");
  const late = process();
  await noteUse(deps, record.keyId);
  // A process that froze an hour ago changes nothing by waking up.
  nowMs -= 1;
  await noteUse(late, record.keyId);
  expect([writes, await lastUsed()]).toEqual([3, Date.parse("2027-03-01T13:00:00Z")]);
});

test("that the use of a key cannot be noted harms nobody, and is not tried with every request", async () => {
  const { record } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  failing = true;
  await noteUse(deps, record.keyId);
  await noteUse(deps, record.keyId);
  expect([writes, warnings]).toEqual([1, [{ keyId: record.keyId }]]);
});
