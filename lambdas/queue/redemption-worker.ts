import { makeGiftCardExchange } from "../../core/redemptions/exchange/gift-card-exchange.ts";
import { workRedemption } from "../../core/redemptions/services/redemption-work.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment, once } from "../runtime/runtime.ts";
import { readSecret, vaultOf } from "../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "CODE_CIPHER_SECRET", "EXCHANGE_SECRET", "EXCHANGE_URL");
const base = { ...baseDeps(env), ...ownQueue("redemptions") };

const vault = vaultOf({ cipher: env.CODE_CIPHER_SECRET }, base);
const exchange = once(async () => {
  const secret = await readSecret(env.EXCHANGE_SECRET);
  const { clock, limits } = base;
  const callTimeoutMs = limits.exchange.callTimeoutMs;
  return makeGiftCardExchange({ baseUrl: env.EXCHANGE_URL, secret, callTimeoutMs, clock });
});
const deps = async () => ({ ...base, vault: await vault(), exchange: await exchange() });

export const handler = messageWorker("redemptions", workRedemption, deps);
