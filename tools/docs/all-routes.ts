import type { RouteKey } from "../../contract/routes.ts";
import type { Route } from "../../lambdas/http/define-route.ts";
import { SERVED_ROUTES } from "../../lambdas/http/served-routes.ts";
import { channelRoutes } from "../../sandbox/channel/routes.ts";
import { exchangeRoutes } from "../../sandbox/exchange/routes.ts";
import { senderRoutes } from "../../sandbox/notifications/routes.ts";
import { payoutRoutes } from "../../sandbox/payouts/routes.ts";

/** What serves each row of the contract. */
export const ALL_ROUTES: readonly Route[] = [
  ...SERVED_ROUTES,
  ...exchangeRoutes,
  ...channelRoutes,
  ...payoutRoutes,
  ...senderRoutes,
];

export function routeOf(key: RouteKey): Route {
  const route = ALL_ROUTES.find((each) => each.key === key);
  if (!route) throw new Error(`No file defines the route ${key}`);
  return route;
}
