import { workRefund } from "../../core/payments/services/refund-work.ts";
import { callableChannels } from "../runtime/channel-ports.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const base = baseDeps(environment(...TABLE_VARIABLES));
const deps = { ...base, ...ownQueue("refunds"), channels: callableChannels(base, "refund") };

export const handler = messageWorker("refunds", workRefund, async () => deps);
