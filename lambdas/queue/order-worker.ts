import { expireOnTime } from "../../core/orders/services/order-expiry.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const deps = { ...baseDeps(environment(...TABLE_VARIABLES)), ...ownQueue("orders") };

export const handler = messageWorker("orders", expireOnTime, async () => deps);
