import { setTimeout as pause } from "node:timers/promises";
import { api } from "../../lambdas/middleware/api.ts";
import { environment, once } from "../../lambdas/runtime/runtime.ts";
import { readSecret } from "../../lambdas/runtime/secrets.ts";
import { baseDeps, documentClient, TABLE_VARIABLES } from "../../lambdas/runtime/tables.ts";
import { SandboxTable } from "../store.ts";
import { type ChannelSandboxDeps, channelRoutes } from "./routes.ts";
import { ChannelStore } from "./store.ts";

const env = environment(...TABLE_VARIABLES, "SANDBOX_TABLE", "CHANNEL_SECRET", "CHANNEL_URL");

const sandboxDeps = once(
  async (): Promise<ChannelSandboxDeps> => ({
    ...baseDeps(env),
    store: new ChannelStore(new SandboxTable(documentClient(), env.SANDBOX_TABLE)),
    wait: (ms) => pause(ms),
    // Signs our calls there and the webhooks back.
    secrets: [await readSecret(env.CHANNEL_SECRET)],
    url: env.CHANNEL_URL,
  }),
);

/** A vendor that lives on the same API: sagas reach it over HTTP, sign their calls and verify its webhooks like any other's. */
export const handler = api(channelRoutes, sandboxDeps);
