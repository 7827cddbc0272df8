/**
 * The HTTP contract's routes as pure data. Readers: the stacks (which function serves a route), the middleware (who may
 * call, how large), `docs/openapi.json`, and the test that calls every route without a key.
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
import type { RouteRow } from "./routes/row.ts";
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

/** Every POST, PUT and PATCH carries an `Idempotency-Key`, but those that change nothing or come from another server or a page. */
export function needsKey(key: RouteKey): boolean {
  const { access, takesNoKey } = rowOf(key);
  return /^(POST|PUT|PATCH) /.test(key) && !takesNoKey && access !== "signature" && access !== "public";
}

/** Whether a merchant that is not ACTIVE may call it: what only reads, it may. */
export function isOpenToInactive(key: RouteKey): boolean {
  return key.startsWith("GET ") || rowOf(key).openToInactive === true;
}
