/** The HTTP contract as OpenAPI 3.1, from the routes' rows and schemas. */

import { globSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ROUTES, type RouteKey, type RouteRow } from "../../contract/routes.ts";
import { SCOPES } from "../../core/access/domain/api-key.ts";
import { type Again, ERRORS, type ErrorCode, WAITED_FOR } from "../../core/foundation/domain/errors.ts";
import type { Accepted, Route } from "../../lambdas/http/define-route.ts";
import { needsKey } from "../../lambdas/middleware/idempotency-key.ts";
import { channelRoutes } from "../../sandbox/channel/routes.ts";
import { exchangeRoutes } from "../../sandbox/exchange/routes.ts";

type Json = Record<string, unknown>;

const HTTP_FOLDER = join(import.meta.dirname, "../../lambdas/http");
/** What any request with a key can meet; a route adds its own. */
const COMMON: readonly ErrorCode[] = ["unauthenticated", "request-invalid", "overloaded", "internal"];
const WRITING: readonly ErrorCode[] = [
  "body-too-large",
  "media-type-unsupported",
  "body-not-json",
  "idempotency-key-missing",
  "idempotency-key-invalid",
  "idempotency-key-reused",
  "idempotency-key-in-use",
];

export async function openApi(): Promise<Json> {
  const schemas: Json = { Problem: problemSchema() };
  const paths: Record<string, Json> = {};
  for (const route of await allRoutes()) {
    const [method = "", template = ""] = route.key.split(" ");
    const path = template.replace("+}", "}");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(route, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Tender",
      version: "1",
      description:
        "Gift cards, redemption codes, payments and withdrawals: every accepted request takes effect exactly once.",
    },
    security: [{ apiKey: [] }],
    paths,
    components: {
      schemas,
      headers: {
        "Tender-Request-Id": { description: "Of this very answer, also of a replayed one", schema: { type: "string" } },
      },
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: `An API key. Scopes: ${SCOPES.join(", ")}.` },
        signature: { type: "apiKey", in: "header", name: "Tender-Signature", description: "See exchange.md." },
      },
    },
  };
}

/** Every route of `routes.ts`, in its order; a row without a file, or the other way round, is an error. */
export async function allRoutes(): Promise<Route[]> {
  const files = globSync("*/*.ts", { cwd: HTTP_FOLDER, exclude: ["*/handler.ts"] });
  const modules = await Promise.all(files.map((file) => import(`../../lambdas/http/${file}`) as Promise<Json>));
  const found = new Map<string, Route>();
  for (const value of [...modules.flatMap((module) => Object.values(module)), ...exchangeRoutes, ...channelRoutes]) {
    if (isRoute(value)) found.set(value.key, value);
  }
  return (Object.keys(ROUTES) as RouteKey[])
    .filter((key) => key !== "$default")
    .map((key) => {
      const route = found.get(key);
      if (!route) throw new Error(`No file defines the route ${key}`);
      return route;
    });
}

function isRoute(value: unknown): value is Route {
  return typeof value === "object" && value !== null && "key" in value && "handle" in value;
}

function operation(route: Route, schemas: Json): Json {
  const row: RouteRow = ROUTES[route.key];
  const { access } = row;
  return {
    operationId: operationId(row.summary),
    summary: row.summary,
    ...(typeof access === "object" ? { description: `Scope: ${access.join(" or ")}.` } : {}),
    ...(access === "signature" ? { security: [{ signature: [] }] } : {}),
    ...(access === "public" ? { security: [] } : {}),
    parameters: [
      ...parameters("path", route.path, schemas),
      ...parameters("query", route.query, schemas),
      ...(needsKey(route.key) ? [IDEMPOTENCY_KEY] : []),
    ],
    ...requestBody(route, schemas),
    responses: responses(route),
  };
}

function requestBody({ key, body }: Route, schemas: Json): Json {
  const row: RouteRow = ROUTES[key];
  if (body) return { requestBody: { required: true, content: contentWith(jsonSchema(body, schemas)) } };
  // The vendor's own form; a read tells it in its query.
  if (row.body !== "raw" || key.startsWith("GET ")) return {};
  return { requestBody: { required: true, content: { "*/*": { schema: { type: "string", format: "binary" } } } } };
}

function contentWith(schema: Json): Json {
  return { "application/json": { schema } };
}

function responses(route: Route): Json {
  const writes = needsKey(route.key);
  const row: RouteRow = ROUTES[route.key];
  const codes = new Set<ErrorCode>([
    ...COMMON.filter((code) => code !== "unauthenticated" || row.access !== "public"),
    ...(route.body ? WRITING.filter((code) => writes || !code.startsWith("idempotency")) : []),
    ...(typeof row.access === "object" ? (["scope-missing"] as const) : []),
    ...(route.path && row.access !== "any-key" ? (["not-found"] as const) : []),
    ...(route.refusals ?? []),
  ]);
  const answers: Json = {};
  for (const [status, answer] of Object.entries(route.answers)) {
    const isAccepted = typeof answer === "object";
    const headers = { ...REQUEST_ID, ...(writes ? REPLAYED : {}), ...(isAccepted ? followHeaders(answer) : {}) };
    answers[status] = {
      description: isAccepted ? answer.means : answer,
      headers,
      ...(isAccepted ? { links: { end: linkTo(answer) } } : {}),
      content: contentOf(route),
    };
  }
  for (const status of [...new Set([...codes].map((code) => ERRORS[code].status))].sort()) {
    const some = [...codes].filter((code) => ERRORS[code].status === status);
    answers[status] = {
      description: some.map(inWords).join(", "),
      headers: { ...REQUEST_ID, ...(some.some(hasRetryAfter) ? RETRY_AFTER : {}) },
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    };
  }
  return answers;
}

const REQUEST_ID: Json = { "Tender-Request-Id": { $ref: "#/components/headers/Tender-Request-Id" } };
const RETRY_AFTER: Json = { "Retry-After": { description: "Seconds", schema: { type: "integer", minimum: 1 } } };
const REPLAYED: Json = {
  "Idempotent-Replayed": { description: "`true`: the first answer again", schema: { type: "string" } },
};

function followHeaders({ readAt }: Accepted): Json {
  return {
    Location: {
      description: `Where to read how it ends: \`${readAt}\``,
      schema: { type: "string", format: "uri-reference" },
    },
    "Retry-After": { description: "Seconds until reading is worth it", schema: { type: "integer", minimum: 1 } },
  };
}

function linkTo({ readAt, id }: Accepted): Json {
  return { operationId: operationId(ROUTES[readAt].summary), parameters: { id: `$response.body#/${id}` } };
}

function inWords(code: ErrorCode): string {
  const { again }: { again: Again } = ERRORS[code];
  return again === "mend" ? `\`${code}\`` : `\`${code}\` (${againInWords(again)})`;
}

function hasRetryAfter(code: ErrorCode): boolean {
  const again: Again = ERRORS[code].again;
  return again === "soon" || (typeof again === "object" && ("retryAfterMs" in again || "retryAfter" in again));
}

/** What the same request comes to, sent again as it is: the words that errors.md explains. */
export function againInWords(again: Again): string {
  if (again === "soon") return "may succeed soon";
  if (again === "never") return "refused, stored";
  if (again === "mend") return "refused";
  if ("waitFor" in again) return `wait: \`${again.waitFor}\``;
  return `wait: ${again.oneOf.map((each) => `\`${each}\``).join(" or ")}; or refused, stored`;
}

function contentOf({ contentType = "application/json" }: Route): Json {
  return { [contentType]: { schema: { type: contentType === "application/json" ? "object" : "string" } } };
}

function parameters(place: "path" | "query", schema: z.ZodType | undefined, schemas: Json): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, schemas) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

/** Schemas with an id become components of their own. */
function jsonSchema(schema: z.ZodType, schemas: Json): Json {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: "input" })).replaceAll("#/$defs/", "#/components/schemas/");
  const { $schema: _dialect, $defs, ...rest } = JSON.parse(text) as Json;
  Object.assign(schemas, $defs);
  return rest;
}

const IDEMPOTENCY_KEY: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description:
    "1 to 255 visible ASCII characters, quoted or bare, quoted if a comma is among them; the first answer is replayed for 24 h.",
  schema: { type: "string" },
};

function problemSchema(): Json {
  const fieldError = {
    type: "object",
    properties: { pointer: { type: "string" }, detail: { type: "string" }, code: { type: "string" } },
    required: ["pointer", "detail"],
  };
  return {
    type: "object",
    description: "RFC 9457. The codes are described in errors.md.",
    properties: {
      type: { type: "string" },
      title: { type: "string" },
      status: { type: "integer" },
      detail: { type: "string" },
      instance: { type: "string" },
      code: { type: "string", enum: Object.keys(ERRORS) },
      retryable: { type: "boolean", description: "The same request may succeed after `Retry-After` seconds." },
      waitFor: { type: "string", enum: WAITED_FOR, description: "What has to end, or be decided, first." },
      requestId: { type: "string", description: "Of the request that was refused; a replay keeps it." },
      errors: { type: "array", items: fieldError },
    },
    required: ["type", "title", "status", "detail", "instance", "code", "retryable", "requestId"],
  };
}

/** "Create a plan" -> createPlan. */
function operationId(summary: string): string {
  const words = summary
    .replaceAll(/'s|[^A-Za-z ]/g, "")
    .split(" ")
    .filter((word) => !["a", "an", "the"].includes(word));
  return words
    .map((word, index) => (index === 0 ? word.toLowerCase() : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join("");
}
