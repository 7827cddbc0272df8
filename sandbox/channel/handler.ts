import { setTimeout as pause } from "node:timers/promises";
import { SANDBOX_ROUTES } from "../../contract/routes/sandbox.ts";
import { api } from "../../lambdas/middleware/api.ts";
import { environment, once } from "../../lambdas/runtime/runtime.ts";
import { readSecret } from "../../lambdas/runtime/secrets.ts";
import { baseDeps, documentClient, TABLE_VARIABLES } from "../../lambdas/runtime/tables.ts";
import { type SenderSandboxDeps, senderRoutes } from "../notifications/routes.ts";
import { SenderStore } from "../notifications/store.ts";
import { type PayoutSandboxDeps, payoutRoutes } from "../payouts/routes.ts";
import { PayoutStore } from "../payouts/store.ts";
import { SandboxTable } from "../store.ts";
import { channelRoutes } from "./routes.ts";
import { ChannelStore } from "./store.ts";

const env = environment(...TABLE_VARIABLES, "SANDBOX_TABLE", "CHANNEL_SECRET", "CHANNEL_URL");

const table = new SandboxTable(documentClient(), env.SANDBOX_TABLE);

const sandboxDeps = once(
  async (): Promise<PayoutSandboxDeps & SenderSandboxDeps> => ({
    ...baseDeps(env),
    store: new ChannelStore(table),
    payouts: new PayoutStore(table),
    messages: new SenderStore(table),
    wait: (ms) => pause(ms),
    // Signs our calls there and the webhooks back.
    secrets: [await readSecret(env.CHANNEL_SECRET)],
    url: env.CHANNEL_URL,
    payoutsUrl: env.CHANNEL_URL.replace(/channel$/, "payouts"),
  }),
);

/** Vendors that live on the same API, for money that comes in, for money that goes out, and for messages: sagas and workers reach them over HTTP, sign their calls and verify their webhooks like any other's. */
export const handler = api(SANDBOX_ROUTES, [...channelRoutes, ...payoutRoutes, ...senderRoutes], sandboxDeps);
