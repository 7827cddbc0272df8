import { readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { uniqueOf } from "../../../core/foundation/domain/ids.ts";
import { TABLES } from "../../../lib/schema.ts";
import { LOCAL_CREDENTIALS } from "../../../local/aws-clients.ts";
import { REGION, secretArn } from "../../../local/servers/addresses.ts";
import { startEngine } from "../../../local/servers/dynamodb-engine.ts";
import { localDynamoDb } from "../../../local/state/tables.ts";
import { tableInput } from "../../../local/template/table-input.ts";
import { ApiClient } from "../../../tools/harness/client.ts";
import { Instance } from "../../../tools/harness/instance.ts";
import { until } from "../../../tools/harness/waiting.ts";
import { reconcileStage } from "../../../tools/restore/reconcile-stage.ts";
import { type CountingProxy, countingProxy } from "./counting-proxy.ts";

// A start, and some twenty requests; more on a busy machine.
jest.setTimeout(180_000);

type Row = Record<string, unknown>;
const RESTORED_TABLE = "main-restored";
const usd = (amount: number) => ({ amount, currency: "USD" });
const gbp = (amount: number) => ({ amount, currency: "GBP" });

let folder: string;
let instance: Instance;
let merchant: ApiClient;
let operator: ApiClient;
/** Between who was set back and the vendors. */
let vendors: CountingProxy;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tender-rehearsal-"));
  instance = new Instance(folder);
  await instance.start(() => {});
  const { keys } = instance.credentials;
  const open = (apiKey: string, owner: string) => new ApiClient({ url: () => instance.url, apiKey, owner, log: [] });
  [merchant, operator] = [open(keys.merchant, "demo"), open(keys.operator, "platform")];
  vendors = await countingProxy(instance.url);
});
afterAll(async () => {
  await vendors.stop();
  await instance.end();
  rmSync(folder, { recursive: true, force: true });
});

let keys = 0;
/** Makes something; returns what it is called. */
async function make(
  route: Parameters<ApiClient["send"]>[0],
  body: object,
  path: Record<string, string> = {},
  by = merchant,
) {
  const { status, json, text } = await by.send(route, { key: `rehearsal-${++keys}`, body, path });
  if (status >= 300) throw new Error(`${route} was answered ${status}: ${text}`);
  return json as Record<string, string>;
}

async function ended(route: Parameters<ApiClient["send"]>[0], id: string, status: string): Promise<void> {
  const look = async () =>
    (await merchant.get<{ status: string }>(route, { path: { id } })).status === status ? true : undefined;
  await until(`${id} to be ${status}`, look, { timeoutMs: 60_000, everyMs: 100 });
}

async function redeem(planId: string, code: string): Promise<string> {
  const { redemptionId = "" } = await make("POST /v1/redemptions", { code, planId });
  return redemptionId;
}

async function pay(orderNo: string, amount: number): Promise<string> {
  const asked = { orderNo, amount: usd(amount), channel: "sandbox", paymentMethod: "pm_ok" };
  const { paymentId = "" } = await make("POST /v1/payments", asked);
  await ended("GET /v1/payments/{id}", paymentId, "SUCCEEDED");
  return paymentId;
}

const EFFECTS = ["exchange", "channel", "payouts"].map((vendor) => `GET /_sandbox/${vendor}/effects` as const);
/** All that vendors have done, in the words of their lists. */
async function effects(): Promise<string[]> {
  const lists = EFFECTS.map((route) => operator.list<Row>(route as Parameters<ApiClient["list"]>[0], {}, 100));
  return (await Promise.all(lists))
    .flat()
    .map((row) => JSON.stringify(row))
    .sort();
}

async function rowsOf(client: DynamoDBDocumentClient, TableName: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) rows.push(...Items);
  return rows;
}

/** What recovery makes of the main table as it was in a copy of the engine's file: another table, beside the one that went on. */
async function restoreFrom(copy: string, live: DynamoDBDocumentClient, main: string): Promise<void> {
  const then = await startEngine({ dbPath: copy });
  const base = localDynamoDb(then.endpoint);
  const rows = await rowsOf(DynamoDBDocumentClient.from(base), main);
  base.destroy();
  await then.stop();
  await live.send(new CreateTableCommand(tableInput(RESTORED_TABLE, TABLES.main, true)));
  for (let from = 0; from < rows.length; from += 25) {
    const puts = rows.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
    await live.send(new BatchWriteCommand({ RequestItems: { [RESTORED_TABLE]: puts } }));
  }
}

/** What the template gives the functions that the reconciliation stands for. */
function variables(marker: { to: string; at: string }): Record<string, string> {
  const { outputs, endpoints } = instance.run;
  const { TransientTableName = "", EventsTableName = "" } = outputs.TenderService ?? {};
  const secrets = Object.keys(JSON.parse(readFileSync(join(instance.state, "secrets.json"), "utf8")) as object);
  const arnOf = (name: string) => secretArn(secrets.find((id) => id.includes(`-${name}`)) ?? name);
  return {
    ...{ MAIN_TABLE: RESTORED_TABLE, TRANSIENT_TABLE: TransientTableName, EVENTS_TABLE: EventsTableName },
    ...{ LIMITS_PROFILE: "demo", RESTORED: `${marker.to}/${marker.at}`, API_URL: vendors.url },
    ...{ EXCHANGE_URL: `${vendors.url}/_sandbox/exchange`, CHANNEL_URL: `${vendors.url}/_sandbox/channel` },
    ...{ CODE_CIPHER_SECRET: arnOf("CodeCipher"), EXCHANGE_SECRET: arnOf("ExchangeSecret") },
    ...{ CHANNEL_CONFIGS_SECRET: arnOf("ChannelConfigs"), CHANNEL_SECRET: arnOf("ChannelSecret") },
    ...{ AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb, AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager },
    ...{ AWS_ENDPOINT_URL_SFN: endpoints.stepFunctions, AWS_REGION: REGION },
    ...{ AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId, AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey },
  };
}

interface Report {
  parts: { part: string; found: unknown }[];
  lost: { resourceId?: string }[];
  reviews: { trade: string | null; why: string }[];
}

/** All that a vendor may be asked: whatever else it gets could take effect, or was sent before. */
const QUESTION = /\/(statements|lookups|query)$/;

test("a local run is set back by the files of its engine: every difference is found over HTTP, and nothing is sent twice", async () => {
  const { planId = "" } = await make("POST /v1/plans", { name: "here", country: "US", target: usd(10_000) });
  const { planId: awayId = "" } = await make("POST /v1/plans", { name: "away", country: "GB", target: gbp(10_000) });
  for (let count = 0; count < 2; count++) await make("POST /v1/accounts", { country: "US", currency: "USD" });
  const known = await redeem(planId, "TEST-OK-1000-KNOWN");
  await ended("GET /v1/redemptions/{id}", known, "SUCCEEDED");
  const refunded = await pay("known", 5000);
  const { destinationId = "" } = await make("POST /v1/payout-destinations", { provider: "sandbox", account: "pd_ok" });
  const policy = { currency: "USD", approvals: [{ above: usd(2000), count: 1 }] };
  await make("PUT /v1/merchants/{id}/withdrawal-policy", policy, { id: "demo" }, operator);
  const large = { withdrawalNo: "approved", amount: usd(3000), destinationId };
  const { withdrawalId: approved = "" } = await make("POST /v1/withdrawals", large);
  // No account can take it yet: its row says that it was never sent.
  const waiting = await redeem(awayId, "TEST-OK-1000-WAITING");

  const copy = join(folder, "then.sqlite");
  const live = new DatabaseSync(join(instance.state, "tender.sqlite"), { readOnly: true });
  live.exec(`VACUUM INTO '${copy}'`);
  live.close();
  const to = new Date().toISOString();

  const gone = await redeem(planId, "TEST-OK-1000-GONE");
  const { accountId = "" } = await make("POST /v1/accounts", { country: "GB", currency: "GBP" });
  const paid = await pay("gone", 1999);
  const path = { id: refunded };
  const { refundId = "" } = await make("POST /v1/payments/{id}/refunds", { amount: usd(500), reason: "asked" }, path);
  const asked = { withdrawalNo: "gone", amount: usd(1000), destinationId };
  const { withdrawalId = "" } = await make("POST /v1/withdrawals", asked);
  await make("POST /v1/withdrawals/{id}/approve", { reason: "checked with them" }, { id: approved }, operator);
  await ended("GET /v1/withdrawals/{id}", approved, "CONFIRMED");
  for (const id of [gone, waiting]) await ended("GET /v1/redemptions/{id}", id, "SUCCEEDED");
  await ended("GET /v1/refunds/{id}", refundId, "SUCCEEDED");
  await ended("GET /v1/withdrawals/{id}", withdrawalId, "CONFIRMED");
  const before = await effects();

  const main = String(instance.run.outputs.TenderService?.MainTableName);
  const client = localDynamoDb(instance.run.endpoints.dynamodb);
  const tables = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  await restoreFrom(copy, tables, main);
  const marker = { to, at: new Date().toISOString() };
  const functions = [{ variables: variables(marker) }];
  const restored = { table: RESTORED_TABLE, stream: "", marker };
  const reconciled = async (): Promise<Report> => {
    const report = join(folder, "report.json");
    await reconcileStage({ stage: { name: "local" }, restored, functions, report, tell: () => {} });
    return JSON.parse(readFileSync(report, "utf8")) as Report;
  };
  const first = await reconciled();
  expect(Object.fromEntries(first.parts.map(({ part, found }) => [part, found]))).toMatchObject({
    "withdrawals that wait for approval": { asked: 1, paid: 1, unknown: [] },
    "payouts of sandbox": { seen: 2, takenUp: 1 },
    "sandbox of demo": { seen: 2, takenUp: 2 },
    "gift card exchange": { reviewed: 1 },
    "withdrawals under way": { asked: 0 },
  });
  const lost = first.lost.map(({ resourceId }) => resourceId);
  expect(lost).toEqual(expect.arrayContaining([gone, accountId, paid, withdrawalId]));
  // The refund has come back under its own id: its answer is true again.
  for (const id of [known, refunded, waiting, refundId, planId, destinationId]) expect(lost).not.toContain(id);
  expect(first.reviews.some(({ trade, why }) => why === "redeemed-unknown" && trade === `${gone}#1`)).toBe(true);
  expect(first.reviews.filter(({ why }) => why === "paid-unsent")).toHaveLength(1);
  const rows = await rowsOf(tables, RESTORED_TABLE);
  expect(rows.find(({ pk }) => String(pk) === `REF#demo#${refundId}`)).toBeDefined();
  // A second run finds the same, and takes nothing up again.
  const second = await reconciled();
  expect(second.lost).toHaveLength(first.lost.length);
  expect(second.reviews).toHaveLength(first.reviews.length);
  expect(await effects()).toEqual(before);

  // The merchant makes its account again, and the card that was never sent by its row asks first.
  const { wholeStage } = await import("../../../lambdas/restore/stage.ts");
  const { workRedemption } = await import("../../../core/redemptions/services/redemption-work.ts");
  const { readRedemption } = await import("../../../core/redemptions/store/redemption-store.ts");
  const { deps } = await wholeStage();
  const { add } = await import("../../../core/redemptions/store/account-store.ts");
  const made = { tenantId: "demo", accountId, country: "GB", currency: "GBP", stateSk: uniqueOf(accountId) };
  const idle = {
    loginStatus: "ACTIVE",
    status: "WAITING",
    balance: 0,
    fencingToken: 0,
    createdAt: 0,
    updatedAt: 0,
  } as const;
  expect((await deps.tables.transact([add({ ...made, ...idle })])).committed).toBe(true);
  const job = { tenantId: "demo", redemptionId: waiting };
  const look = async () => {
    await workRedemption(deps, job, () => 30_000);
    const row = await readRedemption(deps.tables, job);
    return row?.state === "SUCCEEDED" ? row : undefined;
  };
  expect(await until("the card to be asked for", look, { timeoutMs: 60_000, everyMs: 500 })).toMatchObject({
    attempt: 1,
  });
  expect(await effects()).toEqual(before);
  expect(vendors.asked.filter((path) => !QUESTION.test(path))).toEqual([]);
  expect(vendors.asked.some((path) => path.endsWith("/lookups"))).toBe(true);
  client.destroy();
});
