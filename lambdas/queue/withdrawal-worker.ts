import { workWithdrawal } from "../../core/withdrawals/services/payout-work.ts";
import { callablePayouts } from "../runtime/payouts.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment } from "../runtime/runtime.ts";
import { vaultOf } from "../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "CODE_CIPHER_SECRET");
const base = baseDeps(env);
const ready = { ...base, ...ownQueue("withdrawals"), payouts: callablePayouts(base) };

const vault = vaultOf({ cipher: env.CODE_CIPHER_SECRET }, base);
const deps = async () => ({ ...ready, vault: await vault() });

export const handler = messageWorker("withdrawals", workWithdrawal, deps);
