import { verifierOf } from "../channel-verifiers.ts";
import { api } from "../middleware/api.ts";
import { baseDeps, environment, TABLE_VARIABLES } from "../runtime.ts";
import { paymentChannels } from "../runtime-channels.ts";
import { log, metrics } from "../telemetry.ts";
import { receiveWebhook, receiveWebhookInQuery } from "./receive-webhook.ts";

const deps = {
  ...baseDeps(environment(...TABLE_VARIABLES)),
  channels: paymentChannels({ log, metrics, verifierOf }),
};

export const handler = api([receiveWebhook, receiveWebhookInQuery], async () => deps);
