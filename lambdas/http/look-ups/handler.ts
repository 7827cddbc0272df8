import { PAYMENT_ROUTES } from "../../../contract/routes/payments.ts";
import { REDEMPTION_ROUTES } from "../../../contract/routes/redemptions.ts";
import { WITHDRAWAL_ROUTES } from "../../../contract/routes/withdrawals.ts";
import { makeGiftCardExchange } from "../../../core/redemptions/exchange/gift-card-exchange.ts";
import { api } from "../../middleware/api.ts";
import { callableChannels } from "../../runtime/channel-ports.ts";
import { callablePayouts } from "../../runtime/payouts.ts";
import { environment, once } from "../../runtime/runtime.ts";
import { readSecret, vaultOf } from "../../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../../runtime/tables.ts";
import { lookUpRoutes } from "./routes.ts";

const env = environment(...TABLE_VARIABLES, "TRANSIENT_TABLE", "CODE_CIPHER_SECRET", "EXCHANGE_SECRET", "EXCHANGE_URL");
const base = baseDeps(env);
const channels = callableChannels(base, "refund");
const payouts = callablePayouts(base);

const vault = vaultOf({ cipher: env.CODE_CIPHER_SECRET }, base);
const exchange = once(async () => {
  const secret = await readSecret(env.EXCHANGE_SECRET);
  const { clock, limits } = base;
  const { callTimeoutMs } = limits.exchange;
  return makeGiftCardExchange({ baseUrl: env.EXCHANGE_URL, secret, callTimeoutMs, clock });
});

const rows = { ...REDEMPTION_ROUTES, ...PAYMENT_ROUTES, ...WITHDRAWAL_ROUTES };

export const handler = api(rows, lookUpRoutes, async () => ({
  ...base,
  channels,
  payouts,
  vault: await vault(),
  exchange: await exchange(),
}));
