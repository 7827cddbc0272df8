import { CodeVault } from "../../core/foundation/services/code-vault.ts";
import { makeGiftCardExchange } from "../../core/redemptions/exchange/gift-card-exchange.ts";
import type { ExchangeDeps, RedemptionQueueDeps } from "../../core/redemptions/services/deps.ts";
import { deadLetters, messageHold, redemptionQueue } from "../runtime/queue.ts";
import { environment, once, randomBytes } from "../runtime/runtime.ts";
import { readSecret } from "../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../runtime/tables.ts";
import { redemptionMessages } from "./redemption-messages.ts";
import { messageWorker, type WorkerDeps } from "./work-messages.ts";

const env = environment(
  ...TABLE_VARIABLES,
  "REDEMPTION_QUEUE_URL",
  "REDEMPTION_DLQ_URL",
  "CODE_CIPHER_SECRET",
  "EXCHANGE_SECRET",
  "EXCHANGE_URL",
);

const deps = once(async (): Promise<ExchangeDeps & RedemptionQueueDeps & WorkerDeps> => {
  const base = baseDeps(env);
  const [cipherSecret, secret] = await Promise.all([
    readSecret(env.CODE_CIPHER_SECRET),
    readSecret(env.EXCHANGE_SECRET),
  ]);
  const { clock, limits } = base;
  return {
    ...base,
    vault: new CodeVault({ cipherSecret, randomBytes }),
    exchange: makeGiftCardExchange({
      baseUrl: env.EXCHANGE_URL,
      secret,
      callTimeoutMs: limits.exchangeCallTimeoutMs,
      clock,
    }),
    queue: redemptionQueue(env.REDEMPTION_QUEUE_URL),
    deadLetters: deadLetters(env.REDEMPTION_DLQ_URL),
    hold: messageHold(env.REDEMPTION_QUEUE_URL),
  };
});

export const handler = messageWorker(deps, redemptionMessages);
