import { PAYMENT_ROUTES } from "../../../contract/routes/payments.ts";
import { api } from "../../middleware/api.ts";
import { paymentChannels } from "../../runtime/channels.ts";
import { environment } from "../../runtime/runtime.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { baseDeps, TABLE_VARIABLES } from "../../runtime/tables.ts";
import { paymentRoutes } from "./routes.ts";

const base = httpDeps();
// Accepting a payment asks who has which channel, and calls none.
const channels = paymentChannels(baseDeps(environment(...TABLE_VARIABLES)));

export const handler = api(PAYMENT_ROUTES, paymentRoutes, async () => ({ ...(await base()), channels }));
