import { callableChannels } from "../runtime/channel-ports.ts";
import { sagaExecutions } from "../runtime/executions.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { applyReceived } from "./apply-received.ts";
import { messageWorker } from "./work-messages.ts";

const base = baseDeps(environment(...TABLE_VARIABLES));
const deps = {
  ...base,
  ...ownQueue("webhooks"),
  channels: callableChannels(base, "webhook"),
  executions: sagaExecutions(),
};

export const handler = messageWorker("webhooks", applyReceived, async () => deps);
