import { deliver } from "../../core/events/services/deliver.ts";
import { CodeVault } from "../../core/foundation/services/code-vault.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment, once, randomBytes } from "../runtime/runtime.ts";
import { readSecret } from "../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { webhookSender } from "../runtime/webhook-calls.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "CODE_CIPHER_SECRET");
const base = baseDeps(env);
const ready = { ...base, ...ownQueue("deliveries"), sender: webhookSender() };

const deps = once(async () => {
  const cipherSecret = await readSecret(env.CODE_CIPHER_SECRET);
  return { ...ready, vault: new CodeVault({ cipherSecret, randomBytes }) };
});

export const handler = messageWorker("deliveries", deliver, deps);
