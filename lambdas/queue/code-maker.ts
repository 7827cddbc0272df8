import { makeCodes } from "../../core/codes/services/code-making.ts";
import { CodeVault } from "../../core/foundation/services/code-vault.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment, once, randomBytes } from "../runtime/runtime.ts";
import { readSecret } from "../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "CODE_CIPHER_SECRET", "CODE_PEPPER_SECRET");
const base = { ...baseDeps(env), ...ownQueue("codes") };

const deps = once(async () => {
  const [pepper, cipherSecret] = await Promise.all([
    readSecret(env.CODE_PEPPER_SECRET),
    readSecret(env.CODE_CIPHER_SECRET),
  ]);
  return { ...base, vault: new CodeVault({ pepper, cipherSecret, randomBytes }) };
});

export const handler = messageWorker("codes", makeCodes, deps);
