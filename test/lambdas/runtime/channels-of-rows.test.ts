import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { CONTRACT, LIMITS } from "../../../core/foundation/domain/limits.ts";
import { CodeVault } from "../../../core/foundation/services/code-vault.ts";
import type { Log, Metrics } from "../../../core/foundation/services/deps.ts";
import type { Item, Key, Tables } from "../../../core/foundation/store/table.ts";
import { type AccountConfig, accountIdOf, type PaymentChannel } from "../../../core/payments/domain/channel.ts";
import { sealConfig } from "../../../core/payments/services/sealed-config.ts";
import { replaceChannelAccount } from "../../../core/payments/store/channel-account-store.ts";
import { channelAccountKey } from "../../../core/payments/store/keys.ts";
import { serveSecrets } from "./secrets-server.ts";

const stripe = (name: string): AccountConfig => ({
  channel: "stripe",
  secretKey: `sk_${name}`,
  webhookSecrets: [`whsec_${name}`],
});
const epay = (pid: string): AccountConfig => ({ channel: "epay", pid, keys: ["k"], gateway: "https://pay.example" });
const inSecret = ({ channel, ...entry }: AccountConfig) => ({ [channel]: entry });
const secrets: Record<string, string> = {
  cipher: "c".repeat(64),
  channels: JSON.stringify({
    acme: { ...inSecret(stripe("secret-acme")), ...inSecret(epay("1000")) },
    globex: { ...inSecret(stripe("secret-globex")), ...inSecret(epay("2000")) },
  }),
};
const vault = new CodeVault({ cipherSecret: secrets.cipher, randomBytes });

let server: Server;
let runtime: typeof import("../../../lambdas/runtime/channels.ts");
beforeAll(async () => {
  server = await serveSecrets(secrets);
  runtime = await import("../../../lambdas/runtime/channels.ts");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** By their keys, as they would lie in the table. */
let kept: Map<string, Item>;
let reads: number;
let warned: unknown[];
let counted: string[];
beforeEach(() => {
  kept = new Map();
  [reads, warned, counted] = [0, [], []];
  delete process.env.CHANNEL_URL;
  delete process.env.CHANNEL_SECRET;
});

const tables = {
  getMany: async (_table: string, keys: Key[]) => {
    reads += 1;
    return keys.map(({ pk }) => kept.get(pk));
  },
  query: async (_table: string, { partition: [, value] }: { partition: [string, string] }) => {
    reads += 1;
    const items = [...kept.values()].filter(({ statePk }) => statePk === value);
    return { items: items.sort((a, b) => (String(a.stateSk) < String(b.stateSk) ? -1 : 1)), after: undefined };
  },
} as unknown as Tables;
const metrics = { count: (name: string) => void counted.push(name) } as unknown as Metrics;
const log = { warn: (...line: unknown[]) => void warned.push(line) } as unknown as Log;
const open = async (config: unknown) => ({ config }) as unknown as PaymentChannel;
const channelsNow = () =>
  runtime.paymentChannels({ tables, limits: LIMITS.production, clock: () => 0, log, metrics }, { open });

function bring(tenantId: string, config: AccountConfig): Item {
  const place = { tenantId, channel: config.channel, version: 1 };
  const row = { ...place, sealed: sealConfig(vault, place, config), updatedAt: 1 };
  const write = replaceChannelAccount(row, undefined, accountIdOf(config));
  const item = write.kind === "put" ? write.item : {};
  kept.set(channelAccountKey(tenantId, config.channel).pk, item);
  return item;
}
const tenantsOf = (accounts: readonly { tenantId: string }[]) => accounts.map(({ tenantId }) => tenantId);

test("a row goes before the shared secret, which has what nobody has brought", async () => {
  bring("acme", stripe("row-acme"));
  const channels = channelsNow();
  expect((await channels.find("acme", "stripe"))?.config).toEqual(stripe("row-acme"));
  expect(await channels.find("acme", "stripe")).toHaveProperty("version", 1);
  expect((await channels.find("globex", "stripe"))?.config).toEqual(stripe("secret-globex"));
  expect(await channels.find("globex", "stripe")).not.toHaveProperty("version");
  expect((await channels.find("acme", "epay"))?.config).toEqual(epay("1000"));
  expect(await channels.find("initech", "stripe")).toBeUndefined();
  expect(warned).toEqual([]);
});

test.each<[string, (item: Item) => void, number]>([
  ["was taken away", (item) => Object.assign(item, { sealed: undefined, removedAt: 1 }), 0],
  ["does not open", (item) => Object.assign(item, { sealed: Uint8Array.of(1, 2) }), 1],
  ["has lost what was sealed", (item) => Object.assign(item, { sealed: undefined }), 1],
  ["is another version's", (item) => Object.assign(item, { version: 2 }), 1],
])("a row that %s is not replaced by the secret's entry", async (_what, spoil, faults) => {
  spoil(bring("acme", stripe("CANARY")));
  const channels = channelsNow();

  expect(await channels.find("acme", "stripe")).toBeUndefined();
  expect(tenantsOf(await channels.all("stripe"))).toEqual(["globex"]);

  const fields = { tenantId: "acme", channel: "stripe", fields: "what is sealed" };
  expect(warned).toEqual(Array(faults).fill(["a channel's configuration cannot be used", fields]));
  expect(counted).toEqual(Array(faults).fill("ChannelMisconfigured"));
});

test("who verifies a webhook is out of rows and secret, each merchant once, with what counts", async () => {
  bring("acme", stripe("row-acme"));
  bring("initech", stripe("row-initech"));
  expect(await channelsNow().all("stripe")).toEqual([
    { tenantId: "acme", config: stripe("row-acme") },
    { tenantId: "globex", config: stripe("secret-globex") },
    { tenantId: "initech", config: stripe("row-initech") },
  ]);
});

test("the accounts that the bytes name are tried first, wherever they stand", async () => {
  bring("hooli", epay("3000"));
  bring("initech", epay("2000"));
  const channels = channelsNow();
  expect(tenantsOf(await channels.all("epay", { accountId: "2000" }))).toEqual(["globex", "initech", "acme", "hooli"]);
  expect(tenantsOf(await channels.all("epay", { accountId: "3000" })).slice(0, 1)).toEqual(["hooli"]);
});

test("no more than may be tried are asked for, and nothing is read again within a minute", async () => {
  for (let n = 0; n < CONTRACT.webhookAccountsMax + 50; n++) bring(`shop-${n}`, epay(`pid-${n}`));
  const channels = channelsNow();
  expect(await channels.all("epay", { accountId: "pid-249" })).toHaveLength(CONTRACT.webhookAccountsMax);
  const read = reads;
  for (let n = 0; n < 10; n++)
    expect(tenantsOf(await channels.all("epay", { accountId: "pid-249" }))[0]).toBe("shop-249");
  expect(reads).toBe(read);
});

test("whom the address names is tried before those whom the bytes name, and takes nobody's place when it is nobody", async () => {
  for (let n = 0; n < CONTRACT.webhookAccountsMax + 50; n++) bring(`shop-${n}`, stripe(`shop-${n}`));
  const channels = channelsNow();
  const without = tenantsOf(await channels.all("stripe"));
  const last = [...kept.values()].map(({ tenantId }) => String(tenantId)).find((name) => !without.includes(name)) ?? "";
  expect(tenantsOf(await channels.all("stripe", { tenantId: last }))).toEqual([last, ...without]);
  expect(tenantsOf(await channels.all("stripe", { tenantId: "globex" }))[0]).toBe("globex");
  expect(tenantsOf(await channels.all("stripe", { tenantId: "nobody" }))).toEqual(without);
  expect(await channels.all("sandbox", { tenantId: "acme" })).toEqual([]);
});

test("what calls a vendor is kept for a thousand merchants: of more, the first is made anew", async () => {
  const channels = channelsNow();
  const portOf = async (n: number) => (await channels.find(`shop-${n}`, "epay"))?.port;
  for (let n = 0; n <= 1000; n++) bring(`shop-${n}`, epay(`pid-${n}`));
  const first = await portOf(0);
  expect(await portOf(0)).toBe(first);
  for (let n = 1; n <= 1000; n++) await portOf(n);
  expect(await portOf(0)).not.toBe(first);
});

test("the sandbox's channel is found without a look at any row", async () => {
  Object.assign(process.env, { CHANNEL_URL: "https://api.example/_sandbox/channel", CHANNEL_SECRET: "cipher" });
  const channels = channelsNow();
  expect(await channels.find("acme", "sandbox")).toBeDefined();
  expect(await channels.all("sandbox")).toEqual([]);
  expect(reads).toBe(0);
});
