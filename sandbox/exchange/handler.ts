import { setTimeout as pause } from "node:timers/promises";
import { SANDBOX_ROUTES } from "../../contract/routes/sandbox.ts";
import { api } from "../../lambdas/middleware/api.ts";
import { environment, once } from "../../lambdas/runtime/runtime.ts";
import { readSecret } from "../../lambdas/runtime/secrets.ts";
import { baseDeps, documentClient, TABLE_VARIABLES } from "../../lambdas/runtime/tables.ts";
import { SandboxTable } from "../store.ts";
import { exchangeRoutes, type SandboxDeps } from "./routes.ts";
import { ExchangeStore } from "./store.ts";

const env = environment(...TABLE_VARIABLES, "SANDBOX_TABLE", "EXCHANGE_SECRET");

const sandboxDeps = once(
  async (): Promise<SandboxDeps> => ({
    ...baseDeps(env),
    store: new ExchangeStore(new SandboxTable(documentClient(), env.SANDBOX_TABLE)),
    wait: (ms) => pause(ms),
    secrets: [await readSecret(env.EXCHANGE_SECRET)],
  }),
);

/** A vendor that lives on the same API: the worker reaches it over HTTP and signs its calls like for any other. */
export const handler = api(SANDBOX_ROUTES, exchangeRoutes, sandboxDeps);
