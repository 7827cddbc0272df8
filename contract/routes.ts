/**
 * The HTTP contract's routes as pure data. Readers: the stacks (which function serves a route), the middleware (who may
 * call, how large), `docs/openapi.json`, and the test that calls every route without a key.
 */

import type { Scope } from "../core/access/domain/api-key.ts";

/** One deployed function per group of routes that share rights: `lambdas/http/<name>.ts` for the API's own. */
export type HttpFunction =
  | "setup-api"
  | "redemptions-api"
  | "payments-api"
  | "webhooks-api"
  | "operator-api"
  | "default-api"
  | "sandbox-exchange"
  | "sandbox-channel";

export interface RouteRow {
  function: HttpFunction;
  /** Any one of these lets a key in; a key with `operator` may read every tenant's resources. `signature`: verified by the handler itself; `public`: anybody. */
  access: readonly Scope[] | "signature" | "public" | "any-key";
  summary: string;
  /** Larger bodies for batches only; `raw`: the bytes as they came, in whatever form their sender gave them. */
  body?: "batch" | "raw";
}

export const ROUTES = {
  "POST /v1/plans": { function: "setup-api", access: ["redemptions"], summary: "Create a plan" },
  "GET /v1/plans": { function: "setup-api", access: ["redemptions", "operator"], summary: "List plans" },
  "GET /v1/plans/{id}": { function: "setup-api", access: ["redemptions", "operator"], summary: "Get a plan" },
  "POST /v1/accounts": { function: "setup-api", access: ["redemptions"], summary: "Add an account" },
  "GET /v1/accounts": { function: "setup-api", access: ["redemptions", "operator"], summary: "List accounts" },
  "GET /v1/accounts/{id}": { function: "setup-api", access: ["redemptions", "operator"], summary: "Get an account" },
  "PATCH /v1/accounts/{id}": {
    function: "setup-api",
    access: ["redemptions", "operator"],
    summary: "Change an account's login status",
  },
  "POST /v1/accounts/{id}/release": {
    function: "operator-api",
    access: ["operator"],
    summary: "Release a lease left behind",
  },
  "POST /v1/redemptions": { function: "redemptions-api", access: ["redemptions"], summary: "Submit a gift card" },
  "GET /v1/redemptions": {
    function: "redemptions-api",
    access: ["redemptions", "operator"],
    summary: "List redemptions",
  },
  "GET /v1/redemptions/{id}": {
    function: "redemptions-api",
    access: ["redemptions", "operator"],
    summary: "Get a redemption",
  },
  "GET /v1/redemptions/{id}/timeline": {
    function: "redemptions-api",
    access: ["redemptions", "operator"],
    summary: "Get a redemption's timeline",
  },
  "POST /v1/redemptions/{id}/resolve": {
    function: "operator-api",
    access: ["operator"],
    summary: "Resolve a parked redemption",
  },
  "POST /v1/redemption-batches": {
    function: "redemptions-api",
    access: ["redemptions"],
    summary: "Submit a batch of gift cards",
    body: "batch",
  },
  "GET /v1/redemption-batches/{id}": {
    function: "redemptions-api",
    access: ["redemptions", "operator"],
    summary: "Get a batch",
  },
  "POST /v1/payments": { function: "payments-api", access: ["payments"], summary: "Create a payment" },
  "GET /v1/payments": { function: "payments-api", access: ["payments", "operator"], summary: "List payments" },
  "GET /v1/payments/{id}": { function: "payments-api", access: ["payments", "operator"], summary: "Get a payment" },
  "GET /v1/payments/{id}/timeline": {
    function: "payments-api",
    access: ["payments", "operator"],
    summary: "Get a payment's timeline",
  },
  "POST /v1/payments/{id}/cancel": {
    function: "payments-api",
    access: ["payments", "operator"],
    summary: "Cancel a payment",
  },
  "POST /v1/payments/{id}/refunds": {
    function: "payments-api",
    access: ["payments", "operator"],
    summary: "Refund a payment",
  },
  "GET /v1/payments/{id}/refunds": {
    function: "payments-api",
    access: ["payments", "operator"],
    summary: "List a payment's refunds",
  },
  "GET /v1/refunds/{id}": { function: "payments-api", access: ["payments", "operator"], summary: "Get a refund" },
  "GET /v1/orders/{id}": {
    function: "payments-api",
    access: ["codes", "payments", "operator"],
    summary: "Get an order",
  },
  "POST /v1/orders/{id}/cancel": {
    function: "payments-api",
    access: ["codes", "payments", "operator"],
    summary: "Cancel an order",
  },
  "POST /v1/webhooks/{channel}": {
    function: "webhooks-api",
    access: "public",
    summary: "Receive a channel's webhook",
    body: "raw",
  },
  // Epay's protocol tells of a payment in the query of a GET.
  "GET /v1/webhooks/{channel}": {
    function: "webhooks-api",
    access: "public",
    summary: "Receive a channel's webhook in a query",
    body: "raw",
  },
  "GET /v1/sagas": { function: "operator-api", access: ["operator"], summary: "List sagas" },
  "GET /v1/sagas/{id}": { function: "operator-api", access: ["operator"], summary: "Get a saga" },
  "POST /v1/sagas/{id}/retry": { function: "operator-api", access: ["operator"], summary: "Retry a parked saga" },
  "POST /v1/sagas/{id}/compensate": { function: "operator-api", access: ["operator"], summary: "Compensate a saga" },
  "POST /v1/sagas/{id}/resolve": {
    function: "operator-api",
    access: ["operator"],
    summary: "Resolve a parked saga's step",
  },
  "POST /v1/refunds/{id}/resolve": {
    function: "operator-api",
    access: ["operator"],
    summary: "Resolve a parked refund",
  },
  "GET /v1/reviews": { function: "operator-api", access: ["operator"], summary: "List what waits for a person" },
  "POST /v1/reviews/{id}/close": {
    function: "operator-api",
    access: ["operator"],
    summary: "Close the review of money that fits nowhere",
  },
  "GET /v1/idempotency-keys/{key+}": {
    function: "default-api",
    access: "any-key",
    summary: "Ask what became of an Idempotency-Key",
  },
  $default: { function: "default-api", access: "any-key", summary: "Everything else: 404 or 405" },
  "POST /_sandbox/exchange/redemptions": {
    function: "sandbox-exchange",
    access: "signature",
    summary: "Sandbox exchange: redeem a code",
  },
  "POST /_sandbox/exchange/lookups": {
    function: "sandbox-exchange",
    access: "signature",
    summary: "Sandbox exchange: look a redemption up",
  },
  "GET /_sandbox/exchange/effects": {
    function: "sandbox-exchange",
    access: ["operator"],
    summary: "Sandbox exchange: what really took effect",
  },
  "POST /_sandbox/channel/charges": {
    function: "sandbox-channel",
    access: "signature",
    summary: "Sandbox channel: charge a payment",
  },
  "POST /_sandbox/channel/charges/query": {
    function: "sandbox-channel",
    access: "signature",
    summary: "Sandbox channel: ask about a charge",
  },
  "POST /_sandbox/channel/charges/cancel": {
    function: "sandbox-channel",
    access: "signature",
    summary: "Sandbox channel: cancel a charge",
  },
  "POST /_sandbox/channel/refunds": {
    function: "sandbox-channel",
    access: "signature",
    summary: "Sandbox channel: refund a payment",
  },
  "POST /_sandbox/channel/refunds/query": {
    function: "sandbox-channel",
    access: "signature",
    summary: "Sandbox channel: ask about a refund",
  },
  "POST /_sandbox/channel/deliveries": {
    function: "sandbox-channel",
    access: "signature",
    summary: "Sandbox channel: send a webhook when it is due",
  },
  "GET /_sandbox/channel/pay/{id}": {
    function: "sandbox-channel",
    access: "public",
    summary: "Sandbox channel: the customer's page",
  },
  "POST /_sandbox/channel/pay/{id}": {
    function: "sandbox-channel",
    access: "public",
    summary: "Sandbox channel: pay or decline",
  },
  "GET /_sandbox/channel/effects": {
    function: "sandbox-channel",
    access: ["operator"],
    summary: "Sandbox channel: what really took effect",
  },
} as const satisfies Record<string, RouteRow>;

export type RouteKey = keyof typeof ROUTES;
