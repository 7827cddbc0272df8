/** Refusals as answers: what any route may say is a component, what is a route's own stands there. */

import { problem } from "../../core/foundation/domain/problem.ts";
import { type Again, ERRORS, type ErrorCode, type Refused } from "../errors.ts";
import { pathExample } from "../examples/paths.ts";
import { ID } from "../examples/shared.ts";
import { againInWords, alwaysHasRetryAfter, codesOf, hasRetryAfter, mayBeStored } from "../refusals.ts";
import { needsKey, ROUTES, type RouteKey } from "../routes.ts";
import { type HeaderName, headers, headersOfSome } from "./headers.ts";
import { type Json, schemaRef } from "./schemas.ts";

/** The same set of codes under the same status, whatever the route. */
const SHARED = {
  RequestInvalid: ["request-invalid"],
  PageInvalid: ["request-invalid", "cursor-invalid"],
  BodyInvalid: ["request-invalid", "body-not-json"],
  WriteInvalid: ["request-invalid", "body-not-json", "idempotency-key-missing", "idempotency-key-invalid"],
  Unauthenticated: ["unauthenticated"],
  ScopeMissing: ["scope-missing"],
  MayNotChange: ["scope-missing", "merchant-not-active"],
  NotFound: ["not-found"],
  MethodNotAllowed: ["method-not-allowed"],
  KeyInUse: ["idempotency-key-in-use"],
  BodyTooLarge: ["body-too-large"],
  MediaTypeUnsupported: ["media-type-unsupported"],
  KeyReused: ["idempotency-key-reused"],
  InternalError: ["internal"],
  RateLimited: ["rate-limited"],
  Overloaded: ["overloaded"],
} as const satisfies Record<string, readonly ErrorCode[]>;

/** Where the gateway may answer in its own words, before any function of ours: no problem then, and no `Tender-Request-Id`. */
const GATEWAYS = new Map([
  [413, "Request Too Long"],
  [429, "Too Many Requests"],
  [503, "Service Unavailable"],
]);

export function sharedRefusals(): Json {
  const shared = Object.entries(SHARED).map(([name, codes]) => [name, refusal(codes, false)]);
  return Object.fromEntries([...shared, ["TooManyRequests", withGateway(429, { description: "Too many requests" })]]);
}

/** Status -> answer, of all that a route refuses. */
export function refusalsOf(key: RouteKey): Json {
  const codes = codesOf(key);
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))];
  return {
    ...Object.fromEntries(
      statuses.map((status) => {
        const some = codes.filter((code) => ERRORS[code].status === status);
        return [status, sharedRef(some) ?? refusal(some, needsKey(key))];
      }),
    ),
    ...(statuses.includes(429) ? {} : { 429: { $ref: "#/components/responses/TooManyRequests" } }),
  };
}

function sharedRef(codes: readonly ErrorCode[]): Json | undefined {
  const same = (shared: readonly ErrorCode[]) =>
    shared.length === codes.length && shared.every((code) => codes.includes(code));
  const name = Object.entries(SHARED).find(([, shared]) => same(shared))?.[0];
  return name === undefined ? undefined : { $ref: `#/components/responses/${name}` };
}

function refusal(codes: readonly ErrorCode[], takesKey: boolean): Json {
  const status = ERRORS[codes[0] as ErrorCode].status;
  const some: HeaderName[] = [
    ...(codes.some(hasRetryAfter) ? (["Retry-After"] as const) : []),
    ...codes.flatMap((code) => OWN_HEADERS[code] ?? []),
  ];
  const always = GATEWAYS.has(status) ? [] : some.filter((name) => codes.every((code) => bears(code, name)));
  return withGateway(status, {
    description: codes.map(inWords).join(", "),
    headers: {
      ...(GATEWAYS.has(status) ? headersOfSome("Tender-Request-Id") : headers("Tender-Request-Id")),
      ...(takesKey && codes.some(mayBeStored) ? headers("Idempotent-Replayed") : {}),
      ...headersOfSome(...some),
      ...headers(...always),
    },
    content: {
      "application/problem+json": {
        schema: {
          allOf: [schemaRef("Problem"), { type: "object", properties: { code: { type: "string", enum: codes } } }],
        },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  });
}

function bears(code: ErrorCode, name: HeaderName): boolean {
  return name === "Retry-After" ? alwaysHasRetryAfter(code) : (OWN_HEADERS[code] ?? []).includes(name);
}

const OWN_HEADERS: { [C in ErrorCode]?: HeaderName[] } = {
  unauthenticated: ["WWW-Authenticate"],
  "method-not-allowed": ["Allow"],
  "media-type-unsupported": ["Accept-Encoding"],
};

function withGateway(status: number, answer: Json): Json {
  const message = GATEWAYS.get(status);
  if (message === undefined) return answer;
  const gateways = { schema: schemaRef("GatewayMessage"), example: { message } };
  return {
    ...answer,
    description: `${answer.description}. The gateway says it in its own words, without \`Tender-Request-Id\`, when no function was asked`,
    content: { ...(answer.content as Json | undefined), "application/json": gateways },
  };
}

export const GATEWAY_MESSAGE: Json = {
  type: "object",
  description: "The gateway's own answer. Send the same request again, later and with the same `Idempotency-Key`.",
  properties: { message: { type: "string" } },
  required: ["message"],
};

function inWords(code: ErrorCode): string {
  const { again }: { again: Again } = ERRORS[code];
  return again === "mend" ? `\`${code}\`` : `\`${code}\` (${againInWords(again)})`;
}

/** One problem for each code that a route refuses with, as that route would say it. */
export function problemExamples(): Json {
  return Object.fromEntries(
    (Object.keys(ERRORS) as ErrorCode[]).flatMap((code) => {
      const key = (Object.keys(ROUTES) as RouteKey[]).find((each) => codesOf(each).includes(code));
      return key === undefined ? [] : [[code, { summary: ERRORS[code].title, value: exampleOf(code, key) }]];
    }),
  );
}

function exampleOf(code: ErrorCode, key: RouteKey): Json {
  const { again, title }: { again: Again; title: string } = ERRORS[code];
  const instance = key === "$default" ? "/v1/payments" : pathExample(key);
  const wait = typeof again === "object" && "oneOf" in again ? { wait: { waitFor: again.oneOf[0] } } : {};
  return {
    ...problem({ code, ...wait } as Refused, title, { instance, requestId: "JKJaXmPLvHcESHA=" }, MORE[code]),
  };
}

/** What a problem names besides. */
const MORE: { [C in ErrorCode]?: Parameters<typeof problem>[3] } = {
  "request-invalid": { errors: [{ pointer: "/amount/currency", detail: "is required" }] },
  "idempotency-key-reused": { errors: [{ pointer: "/amount/amount", detail: "differs from the first request" }] },
  "order-in-progress": { extensions: { paymentId: ID.payment } },
  "order-paid": { extensions: { paymentId: ID.payment } },
  "order-exists": { extensions: { orderId: ID.order } },
  "already-used": { extensions: { codeRedemptionId: ID.codeRedemption } },
  "withdrawal-exists": { extensions: { withdrawalId: ID.withdrawal } },
  "out-of-stock": { isSoon: true },
};
