/**
 * The HTTP contract's routes as pure data. Readers: the stacks (which function serves a route), the middleware (who may
 * call, how large), `docs/openapi.json`, and the test that calls every route without a key.
 */

import { PAYMENT_ROUTES } from "./routes/payments.ts";
import { PLATFORM_ROUTES } from "./routes/platform.ts";
import { REDEMPTION_ROUTES } from "./routes/redemptions.ts";
import type { RouteRow } from "./routes/row.ts";
import { SANDBOX_ROUTES } from "./routes/sandbox.ts";

export type { Accepted, RouteRow } from "./routes/row.ts";

export const ROUTES = { ...REDEMPTION_ROUTES, ...PAYMENT_ROUTES, ...PLATFORM_ROUTES, ...SANDBOX_ROUTES };

export type RouteKey = keyof typeof ROUTES;
export type HttpFunction = (typeof ROUTES)[RouteKey]["function"];

export function rowOf(key: RouteKey): RouteRow {
  return ROUTES[key];
}

/** Every POST, PUT and PATCH carries an `Idempotency-Key`, but those that another server or a page sends. */
export function needsKey(key: RouteKey): boolean {
  const { access } = rowOf(key);
  return /^(POST|PUT|PATCH) /.test(key) && access !== "signature" && access !== "public";
}
