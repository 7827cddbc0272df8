import { openChannel } from "../runtime/channel-ports.ts";
import { paymentChannels } from "../runtime/channels.ts";
import { jobSender } from "../runtime/jobs.ts";
import { deadLetters, messageHold } from "../runtime/queue.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { refundMessages } from "./refund-messages.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "REFUND_QUEUE_URL", "REFUND_DLQ_URL");
const base = baseDeps(env);
const { clock, limits, log, metrics } = base;

const deps = {
  ...base,
  channels: paymentChannels({
    log,
    metrics,
    open: (config) => openChannel(config, { clock, callTimeoutMs: limits.channelCallTimeoutMs }),
  }),
  jobs: jobSender({ refunds: env.REFUND_QUEUE_URL }),
  deadLetters: deadLetters(env.REFUND_DLQ_URL),
  hold: messageHold(env.REFUND_QUEUE_URL),
};

export const handler = messageWorker(async () => deps, refundMessages);
