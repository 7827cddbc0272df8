import { NOTIFICATION_ROUTES } from "../../../contract/routes/notifications.ts";
import { PAYMENT_ROUTES } from "../../../contract/routes/payments.ts";
import { PLATFORM_ROUTES } from "../../../contract/routes/platform.ts";
import { PRIVACY_ROUTES } from "../../../contract/routes/privacy.ts";
import { REDEMPTION_ROUTES } from "../../../contract/routes/redemptions.ts";
import { WITHDRAWAL_ROUTES } from "../../../contract/routes/withdrawals.ts";
import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { notificationDecisionRoutes } from "./notification-routes.ts";
import { privacyRoutes } from "./privacy-routes.ts";
import { operatorRoutes } from "./routes.ts";
import { withdrawalDecisionRoutes } from "./withdrawal-routes.ts";

const rows = {
  ...REDEMPTION_ROUTES,
  ...PAYMENT_ROUTES,
  ...WITHDRAWAL_ROUTES,
  ...NOTIFICATION_ROUTES,
  ...PLATFORM_ROUTES,
  ...PRIVACY_ROUTES,
};

export const handler = api(
  rows,
  [...operatorRoutes, ...withdrawalDecisionRoutes, ...notificationDecisionRoutes, ...privacyRoutes],
  httpDeps(),
);
