/**
 * The HTTP contract's routes as pure data. Readers: the stacks (which function serves a route), `docs/openapi.json`, and the test
 * that calls every route without a key. A function loads the rows of its own capability alone.
 */

import { ACCESS_ROUTES } from "./routes/access.ts";
import { CODE_ROUTES } from "./routes/codes.ts";
import { CONSOLE_ROUTES } from "./routes/console.ts";
import { EVENT_ROUTES } from "./routes/events.ts";
import { MONEY_ROUTES } from "./routes/money.ts";
import { NOTIFICATION_ROUTES } from "./routes/notifications.ts";
import { ORDER_ROUTES } from "./routes/orders.ts";
import { PAYMENT_ROUTES } from "./routes/payments.ts";
import { PLATFORM_ROUTES } from "./routes/platform.ts";
import { PRIVACY_ROUTES } from "./routes/privacy.ts";
import { REDEMPTION_ROUTES } from "./routes/redemptions.ts";
import { admitsInactive, type RouteRow, takesKey } from "./routes/row.ts";
import { SANDBOX_ROUTES } from "./routes/sandbox.ts";
import { WITHDRAWAL_ROUTES } from "./routes/withdrawals.ts";

export type { Accepted, RouteRow } from "./routes/row.ts";

export const ROUTES = {
  ...REDEMPTION_ROUTES,
  ...CODE_ROUTES,
  ...ORDER_ROUTES,
  ...PAYMENT_ROUTES,
  ...WITHDRAWAL_ROUTES,
  ...NOTIFICATION_ROUTES,
  ...MONEY_ROUTES,
  ...EVENT_ROUTES,
  ...ACCESS_ROUTES,
  ...PRIVACY_ROUTES,
  ...PLATFORM_ROUTES,
  ...CONSOLE_ROUTES,
  ...SANDBOX_ROUTES,
};

export type RouteKey = keyof typeof ROUTES;
export type HttpFunction = (typeof ROUTES)[RouteKey]["function"];

export function rowOf(key: RouteKey): RouteRow {
  return ROUTES[key];
}

export function needsKey(key: RouteKey): boolean {
  return takesKey(key, rowOf(key));
}

export function isOpenToInactive(key: RouteKey): boolean {
  return admitsInactive(key, rowOf(key));
}
