import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { CONTRACT, LIMITS } from "../../../core/foundation/domain/limits.ts";
import type { Caller } from "../../../core/foundation/services/deps.ts";
import { tenantKey } from "../../../core/foundation/store/keys.ts";
import { put } from "../../../core/foundation/store/write.ts";
import type { AccountConfig } from "../../../core/payments/domain/channel.ts";
import { putChannelAccount, removeChannelAccount } from "../../../core/payments/services/channel-accounts.ts";
import { listChannelAccounts, replaceChannelAccount } from "../../../core/payments/store/channel-account-store.ts";
import { channelAccountKey } from "../../../core/payments/store/keys.ts";
import { ChannelRows } from "../../../lambdas/runtime/channel-rows.ts";
import { World } from "../../support/world.ts";

const OPERATOR: Caller = { kind: "operator", keyId: "operator" };
const MINUTE_MS = 60_000;
const epay = (pid: string, keys = ["k-1"]): AccountConfig => ({
  channel: "epay",
  pid,
  keys,
  gateway: "https://pay.example",
});

let world: World;
let rows: ChannelRows;
let opened: number;
beforeEach(async () => {
  world = await World.create();
  opened = 0;
  const vault = async () => {
    opened += 1;
    return world.deps.vault;
  };
  rows = new ChannelRows({ ...world.deps, limits: LIMITS.production, vault });
});
afterEach(() => world.drop());

async function bring(tenantId: string, config: AccountConfig): Promise<void> {
  await world.deps.tables.write(put("test.tenant", { ...tenantKey(tenantId), tenantId }, {}));
  await putChannelAccount(world.deps, world.request("PUT", {}), OPERATOR, tenantId, config);
}

/** Requests to DynamoDB that it made. */
async function requestsOf(ask: () => Promise<unknown>): Promise<string[]> {
  const before = world.requests.length;
  await ask();
  return world.requests.slice(before);
}
const keysOf = async (tenantId: string) => {
  const config = (await rows.find(tenantId, "epay"))?.config;
  return config?.channel === "epay" ? config.keys : undefined;
};

test("an account is read once a minute: a change is known then, and not before", async () => {
  await bring("acme", epay("1000"));
  expect(await requestsOf(() => rows.find("acme", "epay"))).toEqual(["BatchGetCommand"]);
  await bring("acme", epay("1000", ["k-2", "k-1"]));

  world.nowMs += MINUTE_MS - 1;
  expect(await requestsOf(() => rows.find("acme", "epay"))).toEqual([]);
  expect(await keysOf("acme")).toEqual(["k-1"]);

  world.nowMs += 1;
  expect(await requestsOf(() => rows.find("acme", "epay"))).toEqual(["BatchGetCommand"]);
  expect(await keysOf("acme")).toEqual(["k-2", "k-1"]);
});

test("that a merchant has none is known for a minute, too, and takes no secret to find out", async () => {
  expect(await requestsOf(() => rows.find("acme", "epay"))).toEqual(["BatchGetCommand"]);
  expect(await requestsOf(() => rows.find("acme", "epay"))).toEqual([]);
  expect(opened).toBe(0);
  await bring("acme", epay("1000"));
  expect(await rows.find("acme", "epay")).toBeUndefined();
  world.nowMs += MINUTE_MS;
  expect(await keysOf("acme")).toEqual(["k-1"]);
});

test("one that was taken away is an entry without a configuration, and again one when it is brought again", async () => {
  await bring("acme", epay("1000"));
  await removeChannelAccount(world.deps, OPERATOR, "acme", "epay");
  expect(await rows.find("acme", "epay")).toEqual({ faults: [], canCall: false });
  expect(opened).toBe(0);

  await bring("acme", epay("1000"));
  world.nowMs += MINUTE_MS;
  expect(await rows.find("acme", "epay")).toMatchObject({ config: epay("1000"), faults: [], canCall: true });
});

async function spoil(tenantId: string, set: string, values: Record<string, unknown>): Promise<void> {
  await world.tables.client.send(
    new UpdateCommand({
      TableName: world.tables.main,
      Key: channelAccountKey(tenantId, "epay"),
      UpdateExpression: `SET ${set}`,
      ExpressionAttributeNames: { "#v": "version", "#s": "sealed" },
      ExpressionAttributeValues: values,
    }),
  );
}

const sealedOf = async (tenantId: string) =>
  (await world.deps.tables.get("main", channelAccountKey(tenantId, "epay")))?.sealed;

test.each([
  ["another merchant's", async () => ({ sealed: await sealedOf("globex"), version: 1 })],
  ["an earlier version's", async () => ({ sealed: await sealedOf("acme"), version: 2 })],
  ["broken", async () => ({ sealed: Uint8Array.of(1, 2, 3), version: 1 })],
  ["of a key that there is not", async () => ({ sealed: Uint8Array.of(9, 2, 3), version: 1 })],
])("what is sealed opens in its own row alone: %s cannot be used, and says no more", async (_what, spoiled) => {
  await bring("acme", epay("1000"));
  await bring("globex", epay("2000"));
  const { sealed, version } = await spoiled();
  await spoil("acme", "#v = :v, #s = :s", { ":v": version, ":s": sealed });

  expect(await rows.find("acme", "epay")).toEqual({ faults: ["what is sealed"], canCall: false });
  expect(await keysOf("globex")).toEqual(["k-1"]);
});

test("what another release has sealed and this one cannot use is named by its fields", async () => {
  const config = { channel: "epay", pid: "1000", keys: ["k"], gateway: "https://pay.example", mode: "CANARY" };
  await bring("acme", config as unknown as AccountConfig);
  const entry = await rows.find("acme", "epay");
  expect(entry).toEqual({ faults: ["a field that is not known"], canCall: false, version: 1 });
});

test("who has brought one is read once a minute, whoever asks, and the named ones apart", async () => {
  for (const [tenantId, pid] of [
    ["acme", "1000"],
    ["globex", "2000"],
    ["initech", "2000"],
  ] as const)
    await bring(tenantId, epay(pid));
  await bring("umbrella", epay("3000"));
  await removeChannelAccount(world.deps, OPERATOR, "umbrella", "epay");

  expect(await requestsOf(() => rows.tenants("epay", "2000"))).toEqual(["QueryCommand"]);
  expect(
    await requestsOf(async () => {
      expect(await rows.tenants("epay", "2000")).toEqual({ named: ["globex", "initech"], others: ["acme"] });
      expect((await rows.tenants("epay", undefined)).named).toEqual([]);
      for (let pid = 0; pid < 100; pid++) expect((await rows.tenants("epay", `guess-${pid}`)).named).toEqual([]);
    }),
  ).toEqual([]);
  expect(await rows.tenants("stripe", undefined)).toEqual({ named: [], others: [] });

  await bring("hooli", epay("2000"));
  world.nowMs += MINUTE_MS;
  expect((await rows.tenants("epay", "2000")).named.sort()).toEqual(["globex", "hooli", "initech"]);
});

test("of very many merchants those that are named are found, and no more than may be tried are handed out", async () => {
  const count = CONTRACT.webhookAccountsMax + 5;
  const names = Array.from({ length: count }, (_, n) => `tenant-${String(n).padStart(3, "0")}`);
  await Promise.all(
    names.map((tenantId, n) => {
      const row = { tenantId, channel: "epay" as const, version: 1, updatedAt: 1 };
      return world.deps.tables.write(replaceChannelAccount(row, undefined, String(n)) as never);
    }),
  );
  for (const n of [0, count - 1]) expect((await rows.tenants("epay", String(n))).named).toEqual([names[n]]);
  expect((await rows.tenants("epay", "0")).others).toHaveLength(CONTRACT.webhookAccountsMax);

  expect(await requestsOf(() => rows.findMany(names, "epay"))).toEqual(Array(3).fill("BatchGetCommand"));
  expect(await requestsOf(() => rows.findMany(names, "epay"))).toEqual([]);
});

test("names of nobody do not push out what is known of those who have an account", async () => {
  await bring("acme", epay("1000"));
  await rows.find("acme", "epay");
  const strangers = Array.from({ length: 1200 }, (_, n) => `stranger-${n}`);
  await rows.findMany(strangers, "epay");
  expect(await requestsOf(() => rows.find("acme", "epay"))).toEqual([]);
  expect(await requestsOf(() => rows.find("stranger-0", "epay"))).toEqual(["BatchGetCommand"]);
});

test("a list ends at its bound, in the middle of a page, too", async () => {
  const page = (from: number, limit: number) =>
    Array.from({ length: Math.min(limit, 4) }, (_, n) => ({ stateSk: `mark#tenant-${from + n}` }));
  const query = jest.fn(async (_table: string, { limit, after }: { limit: number; after?: { at: number } }) => {
    const at = after?.at ?? 0;
    return { items: page(at, limit), after: { at: at + 4 } };
  });
  const listed = await listChannelAccounts({ query } as never, "stripe", 10);
  expect(listed.map(({ tenantId }) => tenantId)).toEqual(Array.from({ length: 10 }, (_, n) => `tenant-${n}`));
  expect(query).toHaveBeenCalledTimes(3);
});
