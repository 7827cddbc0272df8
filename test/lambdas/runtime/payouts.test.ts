import type { Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import type { Deps } from "../../../core/foundation/services/deps.ts";
import { unusableProvider } from "../../../core/withdrawals/services/unusable-provider.ts";
import { bare, makeKeys } from "../../core/payments/channels/alipay-double.ts";
import { serveSecrets } from "./secrets-server.ts";

let server: Server;
let runtime: typeof import("../../../lambdas/runtime/payouts.ts");
const warned: unknown[] = [];
const { privateKey, publicKey } = makeKeys();
const STRIPE = { secretKey: "sk_test_1", webhookSecrets: ["whsec"] };
const ALIPAY = {
  ...{ appId: "2021", privateKey: bare(privateKey, "pkcs8"), alipayPublicKeys: [bare(publicKey, "spki")] },
  gateway: "https://openapi.alipay.com/gateway.do",
};
const secrets: Record<string, string> = {
  channel: "shared",
  whole: JSON.stringify({ _platform: { stripe: STRIPE, alipay: ALIPAY } }),
  broken: JSON.stringify({ _platform: { stripe: { secretKey: "canary key" } } }),
};

beforeAll(async () => {
  server = await serveSecrets(secrets);
  runtime = await import("../../../lambdas/runtime/payouts.ts");
});
beforeEach(() => {
  warned.length = 0;
  delete process.env.CHANNEL_URL;
  delete process.env.CHANNEL_SECRET;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const base = {
  clock: () => 0,
  limits: LIMITS.demo,
  metrics: { count: (name: string) => void warned.push(name) },
  log: { warn: (...line: unknown[]) => void warned.push(line) },
} as unknown as Deps;
function payouts(secret: keyof typeof secrets) {
  process.env.CHANNEL_CONFIGS_SECRET = String(secret);
  return runtime.callablePayouts(base);
}

describe("the platform's account at a provider", () => {
  test.each(["stripe", "alipay"] as const)("%s is opened once, and kept", async (provider) => {
    const { port } = payouts("whole");
    const first = await port(provider);
    expect(first.cannotCall).toBeUndefined();
    expect((await port(provider)).port).toBe(first.port);
    expect(warned).toEqual([]);
  });

  test("is the sandbox's where that is deployed, with the secret that both share", async () => {
    Object.assign(process.env, { CHANNEL_URL: "https://api.example/_sandbox/channel", CHANNEL_SECRET: "channel" });
    expect((await payouts("whole").port("sandbox")).cannotCall).toBeUndefined();
    const config = await runtime.payoutConfigs(base)("sandbox");
    const baseUrl = "https://api.example/_sandbox/payouts";
    expect(config).toEqual({ provider: "sandbox", baseUrl, secret: "shared", webhookSecrets: ["shared"] });
  });

  test("that is not there calls nobody", async () => {
    expect(await payouts("whole").port("sandbox")).toEqual({ port: unusableProvider, cannotCall: true });
    expect(await payouts("broken").port("alipay")).toEqual({ port: unusableProvider, cannotCall: true });
    expect(warned).toEqual([]);
  });

  test("that is broken calls nobody, and is told without a word of it", async () => {
    expect(await payouts("broken").port("stripe")).toEqual({ port: unusableProvider, cannotCall: true });
    expect(warned).toContain("ChannelMisconfigured");
    expect(JSON.stringify(warned)).toContain("secretKey");
    expect(JSON.stringify(warned)).not.toContain("canary");
  });
});
