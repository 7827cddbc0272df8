import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { ChannelConfig, PaymentChannel } from "../../core/domain/channel.ts";
import { InvariantError } from "../../core/domain/errors.ts";
import type { Log } from "../../core/services/deps.ts";

let server: Server;
let runtime: typeof import("../../lambdas/runtime-channels.ts");
let opened: ChannelConfig[];
let warned: unknown[];
const secrets: Record<string, string> = {
  channel: "shared",
  channels: JSON.stringify({
    acme: { stripe: { secretKey: "sk_acme", webhookSecrets: ["whsec"] }, epay: { pid: 1 } },
    globex: { stripe: { secretKey: "sk_globex", webhookSecrets: ["whsec"] } },
  }),
};

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { SecretId } = JSON.parse(Buffer.concat(chunks).toString()) as { SecretId: string };
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ ARN: SecretId, Name: SecretId, SecretString: secrets[SecretId], VersionId: "1" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    API_URL: "https://api.example",
    CHANNEL_CONFIGS_SECRET: "channels",
  });
  runtime = await import("../../lambdas/runtime-channels.ts");
});
beforeEach(() => {
  opened = [];
  warned = [];
  delete process.env.CHANNEL_URL;
  delete process.env.CHANNEL_SECRET;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const log = { warn: (...line: unknown[]) => void warned.push(line) } as unknown as Log;
const open = async (config: ChannelConfig) => {
  opened.push(config);
  return { config } as unknown as PaymentChannel;
};

test("each merchant has its own account at a vendor, which is opened once", async () => {
  const channels = runtime.paymentChannels({ log, open });

  const acme = await channels.find("acme", "stripe");
  const globex = await channels.find("globex", "stripe");

  expect(acme?.config).toMatchObject({ channel: "stripe", secretKey: "sk_acme" });
  expect(globex?.config).toMatchObject({ secretKey: "sk_globex" });
  expect(acme?.notifyUrl).toBe("https://api.example/v1/webhooks/stripe");
  expect((await channels.find("acme", "stripe"))?.port).toBe(acme?.port);
  expect(opened).toHaveLength(2);
});

test("an account that could not be opened is tried again", async () => {
  let tries = 0;
  const failing = () => (++tries === 1 ? Promise.reject(new Error("no key")) : open({ channel: "sandbox" } as never));
  const channels = runtime.paymentChannels({ log, open: failing });

  await expect(channels.find("acme", "stripe")).rejects.toThrow("no key");

  expect(await channels.find("acme", "stripe")).toBeDefined();
});

test("what is not configured, or cannot be used, is not there; the log says which, and no value", async () => {
  const channels = runtime.paymentChannels({ log, open });

  expect(await channels.find("initech", "stripe")).toBeUndefined();
  expect(await channels.find("acme", "alipay")).toBeUndefined();
  expect(warned).toEqual([]);
  expect(await channels.find("acme", "epay")).toBeUndefined();
  expect(warned).toEqual([["a channel's configuration cannot be used", { tenantId: "acme", channel: "epay" }]]);
});

test("where the sandbox is deployed every merchant has its channel, elsewhere none", async () => {
  expect(await runtime.paymentChannels({ log, open }).find("acme", "sandbox")).toBeUndefined();
  Object.assign(process.env, { CHANNEL_URL: "https://api.example/_sandbox/channel", CHANNEL_SECRET: "channel" });

  const found = await runtime.paymentChannels({ log, open }).find("initech", "sandbox");

  expect(found?.config).toEqual({
    channel: "sandbox",
    baseUrl: "https://api.example/_sandbox/channel",
    secret: "shared",
    webhookSecrets: ["shared"],
  });
});

test("a function that calls no vendor and reads no webhook is given neither", async () => {
  const channels = runtime.paymentChannels({ log });

  const found = await channels.find("acme", "stripe");

  expect(() => found?.port.charge({} as never)).toThrow(InvariantError);
  expect(() => channels.verifierOf("stripe")).toThrow(InvariantError);
});
