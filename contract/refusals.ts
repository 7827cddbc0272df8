/** What each route refuses requests with, and what comes of the same request sent again. */

import { type Again, ERRORS, type ErrorCode } from "./errors.ts";
import { isOpenToInactive, needsKey, type RouteKey, rowOf } from "./routes.ts";

/** Every code that a route can refuse a request with: what its row says, and what follows from its form. */
export function codesOf(key: RouteKey): ErrorCode[] {
  const { access, body, refusals = [], answers, isFile } = rowOf(key);
  const hasJson = /^(POST|PUT|PATCH) /.test(key) && body !== "raw" && body !== "none";
  // Below a path that takes all that follows, something is everywhere.
  const mayMiss = key.includes("{") && !key.endsWith("+}") && access !== "any-key" && !(404 in answers);
  const codes: ErrorCode[] = [
    ...(access === "public" ? [] : (["unauthenticated"] as const)),
    ...(isFile ? [] : (["request-invalid"] as const)),
    "overloaded",
    "internal",
    ...(hasJson ? (["body-too-large", "media-type-unsupported", "body-not-json"] as const) : []),
    ...(needsKey(key) ? KEY_CODES : []),
    ...(typeof access === "object" ? (["scope-missing"] as const) : []),
    ...(isForMerchants(key) && !isOpenToInactive(key) ? (["merchant-not-active"] as const) : []),
    ...(isForMerchants(key) && key !== "$default" ? (["rate-limited"] as const) : []),
    ...(mayMiss ? (["not-found"] as const) : []),
    ...refusals,
  ];
  return [...new Set(codes)];
}

/**
 * What says nothing about the route that says it: the same middleware answers it everywhere. Documented once, for all routes
 * that can be refused so.
 */
export const GENERAL_CODES: readonly ErrorCode[] = [
  "unauthenticated",
  "scope-missing",
  "merchant-not-active",
  "not-found",
  "method-not-allowed",
  "body-too-large",
  "media-type-unsupported",
  "rate-limited",
  "overloaded",
  "internal",
  "idempotency-key-missing",
  "idempotency-key-invalid",
  "idempotency-key-reused",
  "idempotency-key-in-use",
];

function isForMerchants(key: RouteKey): boolean {
  const { access } = rowOf(key);
  return access === "any-key" || (typeof access === "object" && access.some((scope) => scope !== "operator"));
}

const KEY_CODES = [
  "idempotency-key-missing",
  "idempotency-key-invalid",
  "idempotency-key-reused",
  "idempotency-key-in-use",
] as const satisfies readonly ErrorCode[];

/** Not each time, where the same code may be final. */
export function hasRetryAfter(code: ErrorCode): boolean {
  return ERRORS[code].again === "soon or never" || alwaysHasRetryAfter(code);
}

export function alwaysHasRetryAfter(code: ErrorCode): boolean {
  const again: Again = ERRORS[code].again;
  return again === "soon" || (typeof again === "object" && ("retryAfterMs" in again || "retryAfter" in again));
}

/** Whether the key of the request may keep it: it is told again then. */
export function mayBeStored(code: ErrorCode): boolean {
  const again: Again = ERRORS[code].again;
  return again === "never" || again === "soon or never" || (typeof again === "object" && "oneOf" in again);
}

/** What the same request comes to, sent again as it is: the words that errors.md explains. */
export function againInWords(again: Again): string {
  if (again === "soon") return "may succeed soon";
  if (again === "soon or never") return "may succeed soon; or refused, stored";
  if (again === "never") return "refused, stored";
  if (again === "mend") return "refused";
  if ("waitFor" in again) return `wait: \`${again.waitFor}\``;
  return `wait: ${again.oneOf.map((each) => `\`${each}\``).join(" or ")}; or refused, stored`;
}
