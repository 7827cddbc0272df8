import type { RouteKey } from "../../contract/routes.ts";
import { orderRoutes } from "../../lambdas/http/codes/order-routes.ts";
import { codeRoutes } from "../../lambdas/http/codes/routes.ts";
import { defaultRoutes } from "../../lambdas/http/default/routes.ts";
import type { Route } from "../../lambdas/http/define-route.ts";
import { operatorRoutes } from "../../lambdas/http/operator/routes.ts";
import { paymentRoutes } from "../../lambdas/http/payments/routes.ts";
import { redemptionRoutes } from "../../lambdas/http/redemptions/routes.ts";
import { setupRoutes } from "../../lambdas/http/setup/routes.ts";
import { webhookRoutes } from "../../lambdas/http/webhooks/routes.ts";
import { channelRoutes } from "../../sandbox/channel/routes.ts";
import { exchangeRoutes } from "../../sandbox/exchange/routes.ts";

/** What serves each row of the contract. */
export const ALL_ROUTES: readonly Route[] = [
  ...setupRoutes,
  ...redemptionRoutes,
  ...paymentRoutes,
  ...codeRoutes,
  ...orderRoutes,
  ...webhookRoutes,
  ...operatorRoutes,
  ...defaultRoutes,
  ...exchangeRoutes,
  ...channelRoutes,
];

export function routeOf(key: RouteKey): Route {
  const route = ALL_ROUTES.find((each) => each.key === key);
  if (!route) throw new Error(`No file defines the route ${key}`);
  return route;
}
