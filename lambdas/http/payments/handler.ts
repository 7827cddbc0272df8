import { api } from "../../middleware/api.ts";
import { paymentChannels } from "../../runtime/channels.ts";
import { once } from "../../runtime/runtime.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { log, metrics } from "../../runtime/telemetry.ts";
import { paymentRoutes } from "./routes.ts";

const base = httpDeps();
// Accepting a payment asks who has which channel, and calls none.
const channels = paymentChannels({ log, metrics });

export const handler = api(
  paymentRoutes,
  once(async () => ({ ...(await base()), channels })),
);
