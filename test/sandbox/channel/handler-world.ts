import "../../support/silent.ts";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SANDBOX_ROUTES } from "../../../contract/routes/sandbox.ts";
import { createApiKey } from "../../../core/access/services/api-keys.ts";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { Tables } from "../../../core/foundation/store/table.ts";
import { makeSandboxChannel } from "../../../core/payments/channels/sandbox.ts";
import type { ChargeCall, ChargeRef, RefundCall } from "../../../core/payments/domain/channel.ts";
import { api } from "../../../lambdas/middleware/api.ts";
import { type ChannelSandboxDeps, channelRoutes } from "../../../sandbox/channel/routes.ts";
import { ChannelStore } from "../../../sandbox/channel/store.ts";
import { createTables } from "../../support/engine.ts";
import { serve } from "../exchange/handler-server.ts";
import { createSandboxStore } from "../sandbox-table.ts";

export const SECRET = "a".repeat(64);
export const OLD_SECRET = "b".repeat(64);
export const START_MS = 1_700_000_000_000;
export const AMOUNT = { amount: 2550, currency: "USD" };

export interface Webhook {
  path: string;
  signature: string | undefined;
  body: Buffer;
}

/** The sandbox channel behind HTTP with a clock of the test's, and a merchant's server that collects its webhooks. */
export async function startChannel() {
  const world = { now: START_MS, hold: async (): Promise<unknown> => undefined, webhookStatus: 200 };
  const clock = () => world.now;
  const sandbox = await createSandboxStore();
  const { drop, ...names } = await createTables();
  const tables = new Tables({ ...names, fraction: () => 0, pause: async () => undefined });
  const nothing = () => undefined;
  const deps: ChannelSandboxDeps = {
    tables,
    limits: LIMITS.demo,
    clock,
    metrics: { count: nothing, gauge: nothing },
    log: { note: nothing, info: nothing, warn: nothing, error: nothing },
    store: new ChannelStore(sandbox.table),
    wait: async (ms) => {
      world.now += ms;
      await world.hold();
    },
    secrets: [SECRET, OLD_SECRET],
    url: "",
  };
  const keyFor = async (tenantId?: string) =>
    (
      await createApiKey(
        { tables, clock, randomBytes },
        { tenantId, scopes: [tenantId === undefined ? "operator" : "redemptions"] },
      )
    ).apiKey;
  const keys = { operator: await keyFor(), tenant: await keyFor("acme") };
  const served = await serve(
    api(SANDBOX_ROUTES, channelRoutes, async () => deps),
    channelRoutes.map(({ key }) => key),
  );
  deps.url = `${served.url}/_sandbox/channel`;
  const merchant = await startMerchant(() => world.webhookStatus);
  const channel = channelSigning(SECRET, deps.url, clock);
  const callOf = (paymentId: string, paymentMethod?: string): ChargeCall => ({
    ...refOf(paymentId),
    providerKey: `${paymentId}#charge`,
    paymentMethod,
    notifyUrl: `${merchant.merchantUrl}/v1/webhooks/sandbox`,
  });
  return Object.assign(world, merchant, {
    deps,
    keys,
    url: deps.url,
    channel,
    callOf,
    charge: (paymentId: string, paymentMethod?: string) => channel.charge(callOf(paymentId, paymentMethod)),
    query: (paymentId: string) => channel.query(refOf(paymentId)),
    cancel: (paymentId: string) => channel.cancel({ ...refOf(paymentId), compensationKey: `${paymentId}#cancel` }),
    /** A click of the page's button, or what somebody else sends there. */
    click: (paymentId: string, body: unknown, type = "application/json") =>
      fetch(`${deps.url}/pay/${paymentId}`, {
        method: "POST",
        headers: { "content-type": type },
        body: typeof body === "string" ? body : JSON.stringify(body),
        redirect: "manual",
      }),
    /** Somebody at the vendor's desk. */
    desk: (paymentId: string, body: unknown, type = "application/json") =>
      fetch(`${deps.url}/pay/${paymentId}/desk`, {
        method: "POST",
        headers: { "content-type": type },
        body: typeof body === "string" ? body : JSON.stringify(body),
        redirect: "manual",
      }),
    effectsOf: async (paymentId: string) =>
      (await deps.store.listEffects(world.now, 1000)).rows
        .filter((effect) => effect.paymentId === paymentId)
        .map(({ kind, amount }) => ({ kind, amount }))
        .sort((a, b) => a.kind.localeCompare(b.kind)),
    stop: async () => {
      await served.stop();
      await merchant.stopMerchant();
      sandbox.stop();
      await drop();
    },
  });
}

export function refOf(paymentId: string): ChargeRef {
  return { paymentId, orderNo: `order of ${paymentId}`, amount: AMOUNT, timeoutMs: 5000 };
}

export function refundOf(refundId: string, paymentId: string, amount: number): RefundCall {
  const ref = refOf(paymentId);
  return { ...ref, providerKey: refundId, refundId, amount: { ...AMOUNT, amount }, chargeAmount: AMOUNT };
}

export function channelSigning(secret: string, baseUrl: string, clock: () => number) {
  return makeSandboxChannel({ baseUrl, secret, clock });
}

export async function startMerchant(status: () => number) {
  const webhooks: Webhook[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const signature = request.headers["sandbox-signature"];
    webhooks.push({ path: request.url ?? "", signature: String(signature), body: Buffer.concat(chunks) });
    response.writeHead(status()).end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    webhooks,
    merchantUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stopMerchant: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
