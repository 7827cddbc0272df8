import { randomBytes } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createApiKey, listApiKeys, revokeApiKey, verifyApiKey } from "../../../../core/access/services/api-keys.ts";
import { tenantIds } from "../../../../core/access/store/api-key-store.ts";
import { limitRequests, moveMerchant } from "../../../../core/access/store/merchant-store.ts";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import { type Key, type TableName, Tables } from "../../../../core/foundation/store/table.ts";
import { createTables, type TestTables } from "../../../support/engine.ts";

let engine: TestTables;
let nowMs = 0;
let reads: string[][] = [];
let deps: {
  tables: Tables;
  clock: () => number;
  randomBytes: (count: number) => Uint8Array;
  limits: typeof LIMITS.production;
};

class CountingTables extends Tables {
  override getMany(table: TableName, keys: readonly Key[]) {
    reads.push(keys.map(({ pk }) => pk.split("#")[0] ?? ""));
    return super.getMany(table, keys);
  }
}

beforeAll(async () => {
  engine = await createTables();
});
afterAll(() => engine.drop());
beforeEach(() => {
  nowMs = 1_000_000;
  reads = [];
  const tables = new CountingTables({ ...engine, fraction: () => 0, pause: async () => {} });
  deps = { tables, clock: () => nowMs, randomBytes: (count) => randomBytes(count), limits: LIMITS.production };
});

const refusal = (attempt: Promise<unknown>) => expect(attempt).rejects;

test("a tenant's key names its tenant and scopes, an operator's none", async () => {
  const merchant = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions", "payments"], label: "server" });
  const operator = await createApiKey(deps, { scopes: ["operator"] });

  expect(await verifyApiKey(deps, merchant.apiKey)).toEqual({
    caller: { kind: "tenant", tenantId: "acme", keyId: merchant.record.keyId },
    scopes: ["redemptions", "payments"],
    merchantStatus: "ACTIVE",
    requestLimit: LIMITS.production.requestLimit,
  });
  expect(await verifyApiKey(deps, operator.apiKey)).toEqual({
    caller: { kind: "operator", keyId: operator.record.keyId },
    scopes: ["operator"],
  });
  expect(await tenantIds(deps.tables)).toContain("acme");
});

test("the secret is stored as a hash, and neither shows in lists", async () => {
  const { apiKey, record } = await createApiKey(deps, { tenantId: "hidden", scopes: ["redemptions"] });
  const row = await deps.tables.get("main", { pk: `KEY#${record.keyId}`, sk: "HEAD" });
  const listed = await listApiKeys(deps, "hidden");

  const secret = apiKey.slice(17);
  expect(JSON.stringify(row)).not.toContain(secret);
  expect(listed).toEqual([{ keyId: record.keyId, tenantId: "hidden", scopes: ["redemptions"], createdAt: nowMs }]);
  expect((await listApiKeys(deps)).map(({ keyId }) => keyId)).toContain(record.keyId);
});

test("a key and its merchant are read one after the other at first, and in one request when the entry is too old", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  const operator = await createApiKey(deps, { scopes: ["operator"] });

  await verifyApiKey(deps, apiKey);
  nowMs += LIMITS.production.apiKeyCacheMs - 1;
  await verifyApiKey(deps, apiKey);
  expect(reads).toEqual([["KEY"], ["TENANT"]]);

  nowMs += 1;
  await verifyApiKey(deps, apiKey);
  expect(reads.slice(2)).toEqual([["KEY", "TENANT"]]);
  await verifyApiKey(deps, operator.apiKey);
  expect(reads.slice(3)).toEqual([["KEY"]]);
});

test("a merchant's status counts as soon as its key's entry is too old, and not before", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "halted", scopes: ["redemptions"] });
  const status = async () => (await verifyApiKey(deps, apiKey)).merchantStatus;
  expect(await status()).toBe("ACTIVE");

  await deps.tables.transact([moveMerchant("halted", "suspend", nowMs)]);
  nowMs += LIMITS.production.apiKeyCacheMs - 1;
  expect(await status()).toBe("ACTIVE");
  nowMs += 1;
  expect(await status()).toBe("SUSPENDED");
  await deps.tables.transact([moveMerchant("halted", "activate", nowMs)]);
  nowMs += LIMITS.production.apiKeyCacheMs;
  expect(await status()).toBe("ACTIVE");
});

test("a merchant's own limit of requests takes the place of the usual one, when its key's entry is too old", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "limited", scopes: ["redemptions"] });
  const limit = async () => (await verifyApiKey(deps, apiKey)).requestLimit;
  expect(await limit()).toEqual(LIMITS.production.requestLimit);

  const own = { requestsPerSecond: 10, burst: 40 };
  await deps.tables.transact([limitRequests({ tenantId: "limited" }, own, nowMs)]);
  nowMs += LIMITS.production.apiKeyCacheMs;
  expect(await limit()).toEqual(own);
});

test("a tenant from before there were merchants is ACTIVE", async () => {
  const { apiKey, record } = await createApiKey(deps, { tenantId: "old-one", scopes: ["redemptions"] });
  const Key = { pk: "TENANT#old-one", sk: "HEAD" };
  await engine.client.send(new PutCommand({ TableName: engine.main, Item: { ...Key, tenantId: "old-one" } }));
  expect(await verifyApiKey(deps, apiKey)).toMatchObject({
    caller: { keyId: record.keyId },
    merchantStatus: "ACTIVE",
  });
});

test("a revoked key stops working as soon as its entry is too old, and stays revoked since its first revocation", async () => {
  const { apiKey, record } = await createApiKey(deps, { tenantId: "revoked", scopes: ["redemptions"] });
  await verifyApiKey(deps, apiKey);

  await revokeApiKey(deps, record.keyId);
  const revokedAt = nowMs;
  nowMs += LIMITS.production.apiKeyCacheMs;

  await refusal(verifyApiKey(deps, apiKey)).toMatchObject({ code: "unauthenticated" });
  await revokeApiKey(deps, record.keyId);
  expect(await listApiKeys(deps, "revoked")).toMatchObject([{ revokedAt }]);
});

test("an unknown key is read once while its entry is fresh, and random ones do not push out a key in use", async () => {
  const { apiKey } = await createApiKey(deps, { tenantId: "acme", scopes: ["redemptions"] });
  await verifyApiKey(deps, apiKey);
  const unknown = (n: number) => `tnd_${String(n).padStart(12, "0")}_${"A".repeat(43)}`;
  for (let n = 0; n < 1200; n++)
    await refusal(verifyApiKey(deps, unknown(n))).toMatchObject({ code: "unauthenticated" });
  reads = [];

  await verifyApiKey(deps, apiKey);
  await refusal(verifyApiKey(deps, unknown(1199))).toMatchObject({ code: "unauthenticated" });
  expect(reads).toEqual([]);

  // The one that was read longest ago has been dropped.
  await refusal(verifyApiKey(deps, unknown(0))).toMatchObject({ code: "unauthenticated" });
  expect(reads).toEqual([["KEY"]]);
});

test.each([
  ["a tenant with the scope operator", { tenantId: "acme", scopes: ["operator"] }],
  ["no tenant with a tenant's scope", { scopes: ["redemptions"] }],
  ["no tenant with more than operator", { scopes: ["operator", "redemptions"] }],
  ["no scope", { tenantId: "acme", scopes: [] }],
  ["an unknown scope", { tenantId: "acme", scopes: ["all"] }],
  ["the platform's own name", { tenantId: "platform", scopes: ["redemptions"] }],
  ["a malformed tenant", { tenantId: "A#B", scopes: ["redemptions"] }],
  ["an endless label", { tenantId: "acme", scopes: ["redemptions"], label: "x".repeat(201) }],
])("no key is made for %s", async (_name, wanted) => {
  await refusal(createApiKey(deps, wanted)).toMatchObject({ code: "request-invalid" });
});

test("an unknown key cannot be revoked", async () => {
  await refusal(revokeApiKey(deps, "000000000000")).toMatchObject({ code: "not-found" });
});
