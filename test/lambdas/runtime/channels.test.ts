import type { Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { InvariantError } from "../../../core/foundation/domain/errors.ts";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import type { Log, Metrics } from "../../../core/foundation/services/deps.ts";
import type { Tables } from "../../../core/foundation/store/table.ts";
import type { ChannelConfig, PaymentChannel } from "../../../core/payments/domain/channel.ts";
import { unusableChannel } from "../../../core/payments/services/unusable-channel.ts";
import { serveSecrets } from "./secrets-server.ts";

let server: Server;
let runtime: typeof import("../../../lambdas/runtime/channels.ts");
let opened: ChannelConfig[];
let warned: unknown[];
let counted: string[];
const secrets: Record<string, string> = {
  channel: "shared",
  channels: JSON.stringify({
    acme: { stripe: { secretKey: "sk_acme", webhookSecrets: ["whsec"] }, epay: { pid: 1 } },
    globex: { stripe: { secretKey: "sk_globex", webhookSecrets: ["whsec"] } },
    initrode: { stripe: { secretKey: "sk_two lines", webhookSecrets: ["whsec"] } },
  }),
};

beforeAll(async () => {
  server = await serveSecrets(secrets);
  runtime = await import("../../../lambdas/runtime/channels.ts");
});
beforeEach(() => {
  opened = [];
  warned = [];
  counted = [];
  delete process.env.CHANNEL_URL;
  delete process.env.CHANNEL_SECRET;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const metrics = { count: (name: string) => void counted.push(name) } as unknown as Metrics;
const log = { warn: (...line: unknown[]) => void warned.push(line) } as unknown as Log;
/** Nobody has brought an account of their own: `channel-rows.test.ts` has those who have. */
const tables = { getMany: async (_table: string, keys: unknown[]) => keys.map(() => undefined) } as unknown as Tables;
const base = { tables, limits: LIMITS.production, clock: () => Date.now(), log, metrics };
const open = async (config: ChannelConfig) => {
  opened.push(config);
  return { config } as unknown as PaymentChannel;
};

test("each merchant has its own account at a vendor, which is opened once", async () => {
  const channels = runtime.paymentChannels(base, { open });

  const acme = await channels.find("acme", "stripe");
  const globex = await channels.find("globex", "stripe");

  expect(acme?.config).toMatchObject({ channel: "stripe", secretKey: "sk_acme" });
  expect(globex?.config).toMatchObject({ secretKey: "sk_globex" });
  expect(acme?.notifyUrl).toBe("https://api.example/v1/webhooks/stripe");
  expect((await channels.find("acme", "stripe"))?.port).toBe(acme?.port);
  expect(opened).toHaveLength(2);
});

/** As one that the log has of a channel: names only. */
const told = (tenantId: string, channel: string, fields: string) => [
  "a channel's configuration cannot be used",
  { tenantId, channel, fields },
];

test("an account that could not be opened calls nobody, is told without why, and is tried again", async () => {
  let tries = 0;
  const failing = () => (++tries === 1 ? Promise.reject(new Error("CANARY")) : open({ channel: "sandbox" } as never));
  const channels = runtime.paymentChannels(base, { open: failing });

  expect(await channels.find("acme", "stripe")).toMatchObject({ port: unusableChannel, cannotCall: true });
  expect(warned.at(-1)).toEqual(told("acme", "stripe", "what its port is made of"));

  expect(await channels.find("acme", "stripe")).not.toHaveProperty("cannotCall");
});

test("a broken entry is told when the book is read, whoever was asked for, and each time that it is met", async () => {
  const channels = runtime.paymentChannels(base, { open });

  expect(await channels.find("initech", "stripe")).toBeUndefined();
  const broken = told("acme", "epay", "pid, keys, gateway");
  const all = [broken, told("initrode", "stripe", "secretKey")];
  expect(warned).toEqual(all);
  expect(await channels.find("acme", "alipay")).toBeUndefined();
  expect(warned).toHaveLength(2);
  expect(await channels.find("acme", "epay")).toBeUndefined();
  expect(warned).toEqual([...all, broken]);
  expect(counted).toEqual(Array.from(warned, () => "ChannelMisconfigured"));
});

test("an account that cannot be called still has what verifies its webhooks, and no port is made of it", async () => {
  const channels = runtime.paymentChannels(base, { open });

  const found = await channels.find("initrode", "stripe");

  expect(found).toMatchObject({ cannotCall: true, config: { webhookSecrets: ["whsec"] } });
  expect(await found?.port.charge({} as never)).toEqual({ outcome: "unknown", reason: "channel-unusable" });
  expect(opened).toEqual([]);
});

test("a vendor that does not know our credentials is told like a broken entry", async () => {
  const refusing = async () => unusableChannel;
  const channels = runtime.paymentChannels(base, { open: refusing });
  const { port } = (await channels.find("acme", "stripe")) ?? {};
  warned = [];

  for (const call of ["charge", "query", "cancel", "refund", "queryRefund"] as const)
    expect(await port?.[call]({} as never)).toEqual({ outcome: "unknown", reason: "channel-unusable" });

  expect(warned).toEqual(Array.from({ length: 5 }, () => told("acme", "stripe", "credentials, says the vendor")));
});

test("where the sandbox is deployed every merchant has its channel, elsewhere none", async () => {
  expect(await runtime.paymentChannels(base, { open }).find("acme", "sandbox")).toBeUndefined();
  Object.assign(process.env, { CHANNEL_URL: "https://api.example/_sandbox/channel", CHANNEL_SECRET: "channel" });

  const found = await runtime.paymentChannels(base, { open }).find("initech", "sandbox");

  expect(found?.config).toEqual({
    channel: "sandbox",
    baseUrl: "https://api.example/_sandbox/channel",
    secret: "shared",
    webhookSecrets: ["shared"],
  });
});

test("a function that calls no vendor and reads no webhook is given neither", async () => {
  const channels = runtime.paymentChannels(base);

  const found = await channels.find("acme", "stripe");

  expect(() => found?.port.charge({} as never)).toThrow(InvariantError);
  expect(() => channels.verifierOf("stripe")).toThrow(InvariantError);
});

describe("a secret that is no JSON object", () => {
  const good = secrets.channels ?? "";
  const everything = told("*", "*", "the secret is not a JSON object");
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"], advanceTimers: true });
  });
  afterEach(() => {
    jest.useRealTimers();
    secrets.channels = good;
  });

  test("leaves a function with what it had read before, and is told each time", async () => {
    const channels = runtime.paymentChannels(base, { open });
    await channels.find("acme", "stripe");
    warned = [];
    secrets.channels = '{"acme": CANARY';
    jest.advanceTimersByTime(61_000);

    expect((await channels.find("acme", "stripe"))?.config).toMatchObject({ secretKey: "sk_acme" });
    expect((await channels.find("globex", "stripe"))?.config).toMatchObject({ secretKey: "sk_globex" });
    expect(warned).toEqual([everything, everything]);
  });

  test("is waited for by one that has read none", async () => {
    secrets.channels = "CANARY";
    jest.advanceTimersByTime(122_000);
    const channels = runtime.paymentChannels(base, { open });

    await expect(channels.find("acme", "stripe")).rejects.toMatchObject({ code: "overloaded" });
    expect(warned).toEqual([everything]);

    secrets.channels = good;
    jest.advanceTimersByTime(61_000);
    expect(await channels.find("acme", "stripe")).toBeDefined();
  });
});
