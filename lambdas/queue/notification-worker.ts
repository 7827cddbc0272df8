import type { Context, SQSEvent } from "aws-lambda";
import { workNotification } from "../../core/notifications/services/notification-work.ts";
import { notificationSenders } from "../runtime/notification-senders.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { vaultOf } from "../runtime/secrets.ts";
import { sendOnceGuard } from "../runtime/send-once.ts";
import { baseDeps, plainClient, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "TRANSIENT_TABLE", "CODE_CIPHER_SECRET");
const base = baseDeps(env);
const sendOnce = sendOnceGuard({ client: plainClient(), table: env.TRANSIENT_TABLE, log: base.log });
const ready = { ...base, ...ownQueue("notifications"), senders: notificationSenders(base, sendOnce.guard) };

const vault = vaultOf({ cipher: env.CODE_CIPHER_SECRET }, base);
const deps = async () => ({ ...ready, vault: await vault() });

const worker = messageWorker("notifications", workNotification, deps);

export const handler = (event: SQSEvent, context: Context) => {
  sendOnce.registerContext(context);
  return worker(event, context);
};
