import { api } from "../../middleware/api.ts";
import { verifierOf } from "../../runtime/channel-verifiers.ts";
import { paymentChannels } from "../../runtime/channels.ts";
import { environment } from "../../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../../runtime/tables.ts";
import { log, metrics } from "../../runtime/telemetry.ts";
import { webhookRoutes } from "./routes.ts";

const deps = { ...baseDeps(environment(...TABLE_VARIABLES)), channels: paymentChannels({ log, metrics, verifierOf }) };

export const handler = api(webhookRoutes, async () => deps);
