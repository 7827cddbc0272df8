import { makeCodes } from "../../core/codes/services/code-making.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { vaultOf } from "../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "CODE_CIPHER_SECRET", "CODE_PEPPER_SECRET");
const base = { ...baseDeps(env), ...ownQueue("codes") };
const arns = { pepper: env.CODE_PEPPER_SECRET, cipher: env.CODE_CIPHER_SECRET };
const vault = vaultOf(arns, base);
const deps = async () => ({ ...base, vault: await vault() });

export const handler = messageWorker("codes", makeCodes, deps);
