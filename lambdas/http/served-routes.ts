import { channelAccountRoutes } from "./access/channel-routes.ts";
import { accessRoutes } from "./access/routes.ts";
import { codeRoutes } from "./codes/routes.ts";
import { consoleRoutes } from "./console/routes.ts";
import { defaultRoutes } from "./default/routes.ts";
import type { Route } from "./define-route.ts";
import { eventRoutes } from "./events/routes.ts";
import { lookUpRoutes } from "./look-ups/routes.ts";
import { moneyRoutes } from "./money/routes.ts";
import { notificationRoutes } from "./notifications/routes.ts";
import { notificationDecisionRoutes } from "./operator/notification-routes.ts";
import { privacyRoutes } from "./operator/privacy-routes.ts";
import { operatorRoutes } from "./operator/routes.ts";
import { withdrawalDecisionRoutes } from "./operator/withdrawal-routes.ts";
import { orderRoutes } from "./orders/routes.ts";
import { overviewRoutes } from "./overview/routes.ts";
import { paymentRoutes } from "./payments/routes.ts";
import { redemptionRoutes } from "./redemptions/routes.ts";
import { setupRoutes } from "./setup/routes.ts";
import { webhookRoutes } from "./webhooks/routes.ts";
import { withdrawalRoutes } from "./withdrawals/routes.ts";

/** Of all functions together but the sandbox's: for what documents and plays them. No function imports it. */
export const SERVED_ROUTES: readonly Route[] = [
  ...setupRoutes,
  ...redemptionRoutes,
  ...paymentRoutes,
  ...moneyRoutes,
  ...eventRoutes,
  ...codeRoutes,
  ...orderRoutes,
  ...withdrawalRoutes,
  ...notificationRoutes,
  ...webhookRoutes,
  ...operatorRoutes,
  ...withdrawalDecisionRoutes,
  ...notificationDecisionRoutes,
  ...privacyRoutes,
  ...lookUpRoutes,
  ...overviewRoutes,
  ...accessRoutes,
  ...channelAccountRoutes,
  ...consoleRoutes,
  ...defaultRoutes,
];
