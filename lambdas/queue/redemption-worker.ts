import { CodeVault } from "../../core/foundation/services/code-vault.ts";
import { makeGiftCardExchange } from "../../core/redemptions/exchange/gift-card-exchange.ts";
import { workRedemption } from "../../core/redemptions/services/redemption-work.ts";
import { ownQueue } from "../runtime/queues.ts";
import { environment, once, randomBytes } from "../runtime/runtime.ts";
import { readSecret } from "../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { messageWorker } from "./work-messages.ts";

const env = environment(...TABLE_VARIABLES, "CODE_CIPHER_SECRET", "EXCHANGE_SECRET", "EXCHANGE_URL");
const base = { ...baseDeps(env), ...ownQueue("redemptions") };

const deps = once(async () => {
  const [cipherSecret, secret] = await Promise.all([
    readSecret(env.CODE_CIPHER_SECRET),
    readSecret(env.EXCHANGE_SECRET),
  ]);
  const { clock, limits } = base;
  const callTimeoutMs = limits.exchange.callTimeoutMs;
  return {
    ...base,
    vault: new CodeVault({ cipherSecret, randomBytes }),
    exchange: makeGiftCardExchange({ baseUrl: env.EXCHANGE_URL, secret, callTimeoutMs, clock }),
  };
});

export const handler = messageWorker("redemptions", workRedemption, deps);
