import { openChannel } from "../runtime/channel-ports.ts";
import { paymentChannels } from "../runtime/channels.ts";
import { sagaExecutions } from "../runtime/executions.ts";
import { jobSender } from "../runtime/jobs.ts";
import { deadLetters, messageHold } from "../runtime/queue.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { webhookMessages } from "./webhook-messages.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "WEBHOOK_QUEUE_URL", "WEBHOOK_DLQ_URL");

const base = baseDeps(env);
const { clock, limits, log, metrics } = base;

const deps = {
  ...base,
  channels: paymentChannels({
    log,
    metrics,
    open: (config) => openChannel(config, { clock, callTimeoutMs: limits.channelCallTimeoutMs }),
  }),
  executions: sagaExecutions(),
  jobs: jobSender({ webhooks: env.WEBHOOK_QUEUE_URL }),
  deadLetters: deadLetters(env.WEBHOOK_DLQ_URL),
  hold: messageHold(env.WEBHOOK_QUEUE_URL),
};

export const handler = messageWorker(async () => deps, webhookMessages);
