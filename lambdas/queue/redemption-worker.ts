import { makeGiftCardExchange } from "../../core/redemptions/exchange/gift-card-exchange.ts";
import { workRedemption } from "../../core/redemptions/services/redemption-work.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment, once } from "../runtime/runtime.ts";
import { openVault, readSecret } from "../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "CODE_CIPHER_SECRET", "EXCHANGE_SECRET", "EXCHANGE_URL");
const base = { ...baseDeps(env), ...ownQueue("redemptions") };

const deps = once(async () => {
  const vaultArns = { cipher: env.CODE_CIPHER_SECRET };
  const [vault, secret] = await Promise.all([openVault(vaultArns), readSecret(env.EXCHANGE_SECRET)]);
  const { clock, limits } = base;
  const callTimeoutMs = limits.exchange.callTimeoutMs;
  const exchange = makeGiftCardExchange({ baseUrl: env.EXCHANGE_URL, secret, callTimeoutMs, clock });
  return { ...base, vault, exchange };
});

export const handler = messageWorker("redemptions", workRedemption, deps);
