import { PAYMENT_ROUTES } from "../../../contract/routes/payments.ts";
import { api } from "../../middleware/api.ts";
import { verifierOf } from "../../runtime/channel-verifiers.ts";
import { paymentChannels } from "../../runtime/channels.ts";
import { payoutVerifierOf } from "../../runtime/payout-verifiers.ts";
import { payoutConfigs } from "../../runtime/payouts.ts";
import { environment } from "../../runtime/runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "../../runtime/tables.ts";
import { webhookRoutes } from "./routes.ts";

const base = baseDeps(environment(...TABLE_VARIABLES));
const deps = {
  ...base,
  channels: paymentChannels(base, { verifierOf }),
  payoutWebhooks: { configOf: payoutConfigs(base), verifierOf: payoutVerifierOf },
};

export const handler = api(PAYMENT_ROUTES, webhookRoutes, async () => deps);
