import { openChannel } from "../runtime/channel-ports.ts";
import { paymentChannels } from "../runtime/channels.ts";
import { sagaExecutions } from "../runtime/executions.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { sagaTasks } from "./run-tasks.ts";

const base = baseDeps(environment(...TABLE_VARIABLES));
const { clock, limits, log, metrics } = base;

export const handler = sagaTasks({
  ...base,
  channels: paymentChannels({
    log,
    metrics,
    open: (config) => openChannel(config, { clock, callTimeoutMs: limits.channelCallTimeoutMs }),
  }),
  executions: sagaExecutions(),
});
