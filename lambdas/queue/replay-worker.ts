import { workReplay } from "../../core/events/services/replay-work.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const deps = { ...baseDeps(environment(...TABLE_VARIABLES)), ...ownQueue("replays", "deliveries") };

export const handler = messageWorker("replays", workReplay, async () => deps);
