import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { SANDBOX_ROUTES } from "../../../contract/routes/sandbox.ts";
import "../../support/silent.ts";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { signRequest } from "../../../core/foundation/domain/request-signature.ts";
import { api } from "../../../lambdas/middleware/api.ts";
import { ChannelStore } from "../../../sandbox/channel/store.ts";
import { type SenderSandboxDeps, senderRoutes } from "../../../sandbox/notifications/routes.ts";
import { SenderStore } from "../../../sandbox/notifications/store.ts";
import { serve } from "../exchange/handler-server.ts";
import { createSandboxStore } from "../sandbox-table.ts";

const SECRET = "a".repeat(64);
let now = 1_700_000_000_000;
let world: Awaited<ReturnType<typeof start>>;

/** The sandbox sender behind HTTP, with a clock of the test's: whoever gets no answer in time gets none at once. */
async function start() {
  const sandbox = await createSandboxStore();
  const nothing = () => undefined;
  const deps = {
    limits: LIMITS.demo,
    clock: () => now,
    metrics: { count: nothing, gauge: nothing },
    log: { note: nothing, info: nothing, warn: nothing, error: nothing },
    store: new ChannelStore(sandbox.table),
    messages: new SenderStore(sandbox.table),
    wait: async (ms: number) => {
      now += ms;
    },
    secrets: [SECRET],
    url: "",
  } as unknown as SenderSandboxDeps;
  const served = await serve(
    api(SANDBOX_ROUTES, senderRoutes, async () => deps),
    senderRoutes.map(({ key }) => key),
  );
  const call = async (path: string, asked: object) => {
    const body = JSON.stringify(asked);
    const signature = signRequest(SECRET, Math.floor(now / 1000), { method: "POST", path, body });
    const headers = { "content-type": "application/json", "tender-signature": signature };
    const answer = await fetch(`${served.url}/_sandbox/notifications${path}`, { method: "POST", headers, body });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };
  const stop = async () => {
    await served.stop();
    sandbox.stop();
  };
  return { call, stop };
}

beforeAll(async () => {
  world = await start();
});
afterAll(() => world.stop());

const message = (receiver: string) => ({
  ...{ providerKey: `${receiver}#1`, notificationId: `ntf_acme_${receiver.split("@", 1)}`, key: receiver },
  ...{ channel: "email", receiver, subject: "Hello", body: "It is here." },
});

test.each([
  ["ok@shop.example", 200, { status: "sent" }, { status: "sent" }],
  ["bounce@shop.example", 200, { status: "bounced" }, { status: "bounced" }],
  ["500-once@shop.example", 500, { code: "internal" }, { status: "not_found" }],
  ["timeout-then-ok@shop.example", 504, { code: "channel-silent" }, { status: "sent" }],
  ["timeout-never@shop.example", 504, { code: "channel-silent" }, { status: "not_found" }],
])("%s is answered %i, and a query tells what became of it", async (receiver, status, sent, asked) => {
  expect(await world.call("/send", message(receiver))).toMatchObject({ status, json: sent });
  const query = await world.call("/query", { providerKey: `${receiver}#1` });
  expect(query).toMatchObject({ status: 200, json: asked });
});
