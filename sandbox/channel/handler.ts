import { setTimeout as pause } from "node:timers/promises";
import { api } from "../../lambdas/middleware/api.ts";
import { environment, once } from "../../lambdas/runtime/runtime.ts";
import { readSecret } from "../../lambdas/runtime/secrets.ts";
import { baseDeps, documentClient, TABLE_VARIABLES } from "../../lambdas/runtime/tables.ts";
import { type PayoutSandboxDeps, payoutRoutes } from "../payouts/routes.ts";
import { PayoutStore } from "../payouts/store.ts";
import { SandboxTable } from "../store.ts";
import { channelRoutes } from "./routes.ts";
import { ChannelStore } from "./store.ts";

const env = environment(...TABLE_VARIABLES, "SANDBOX_TABLE", "CHANNEL_SECRET", "CHANNEL_URL");

const table = new SandboxTable(documentClient(), env.SANDBOX_TABLE);

const sandboxDeps = once(
  async (): Promise<PayoutSandboxDeps> => ({
    ...baseDeps(env),
    store: new ChannelStore(table),
    payouts: new PayoutStore(table),
    wait: (ms) => pause(ms),
    // Signs our calls there and the webhooks back.
    secrets: [await readSecret(env.CHANNEL_SECRET)],
    url: env.CHANNEL_URL,
    payoutsUrl: env.CHANNEL_URL.replace(/channel$/, "payouts"),
  }),
);

/** Vendors that live on the same API, one for money that comes in and one for money that goes out: sagas and workers reach them over HTTP, sign their calls and verify their webhooks like any other's. */
export const handler = api([...channelRoutes, ...payoutRoutes], sandboxDeps);
