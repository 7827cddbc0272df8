import { deliver } from "../../core/events/services/deliver.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { vaultOf } from "../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { webhookSender } from "../runtime/webhook-calls.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "CODE_CIPHER_SECRET");
const base = baseDeps(env);
const ready = { ...base, ...ownQueue("deliveries"), sender: webhookSender() };

const vault = vaultOf({ cipher: env.CODE_CIPHER_SECRET }, base);
const deps = async () => ({ ...ready, vault: await vault() });

export const handler = messageWorker("deliveries", deliver, deps);
