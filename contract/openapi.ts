/** The HTTP contract as OpenAPI 3.1, from the routes' rows and schemas. */

import * as z from "zod";
import { SCOPES } from "../core/access/domain/api-key.ts";
import { ANSWERS } from "./answers.ts";
import { type Again, ERRORS, type ErrorCode } from "./errors.ts";
import type { TextType } from "./routes/row.ts";
import { type Accepted, isOpenToInactive, needsKey, ROUTES, type RouteKey, rowOf } from "./routes.ts";

type Json = Record<string, unknown>;

const SCHEMAS = "#/components/schemas/";

/** What a route takes. */
export interface RequestSchemas {
  body?: z.ZodType | undefined;
  query?: z.ZodType | undefined;
  path?: z.ZodType | undefined;
}

export function openApi(requestOf: (key: RouteKey) => RequestSchemas): Json {
  const schemas = answerSchemas();
  const paths: Record<string, Json> = {};
  for (const key of DOCUMENTED) {
    const [method = "", template = ""] = key.split(" ");
    const path = template.replace("+}", "}");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(key, requestOf(key), schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Tender",
      version: "1",
      description: "Gift cards, payments and refunds: every accepted request takes effect exactly once.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "The stage's own address" }],
    security: [{ apiKey: [] }],
    tags: [...new Set(DOCUMENTED.map((key) => rowOf(key).tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      headers: {
        "Tender-Request-Id": {
          description: "Names this very answer, even when it replays an earlier one",
          schema: { type: "string" },
        },
      },
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: `An API key. Scopes: ${SCOPES.join(", ")}.` },
        signature: { type: "apiKey", in: "header", name: "Tender-Signature", description: "See exchange.md." },
      },
    },
  };
}

const DOCUMENTED = (Object.keys(ROUTES) as RouteKey[]).filter((key) => key !== "$default");

function operation(key: RouteKey, request: RequestSchemas, schemas: Json): Json {
  const { operationId, tag, summary, access } = rowOf(key);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(typeof access === "object" ? { description: `Scope: ${access.join(" or ")}.` } : {}),
    ...(access === "signature" ? { security: [{ signature: [] }] } : {}),
    ...(access === "public" ? { security: [] } : {}),
    parameters: [
      ...parameters("path", request.path, schemas),
      ...parameters("query", request.query, schemas),
      ...(needsKey(key) ? [IDEMPOTENCY_KEY] : []),
    ],
    ...requestBody(key, request, schemas),
    responses: responses(key),
  };
}

function requestBody(key: RouteKey, { body }: RequestSchemas, schemas: Json): Json {
  if (body)
    return { requestBody: { required: true, content: { "application/json": { schema: jsonSchema(body, schemas) } } } };
  // The vendor's own form; a read tells it in its query.
  if (rowOf(key).body !== "raw" || isRead(key)) return {};
  return { requestBody: { required: true, content: { "*/*": { schema: { type: "string", format: "binary" } } } } };
}

function responses(key: RouteKey): Json {
  const answers: Json = {};
  for (const [status, answer] of Object.entries(rowOf(key).answers)) {
    const accepted = "readAt" in answer ? answer : undefined;
    answers[status] = {
      description: answer.means,
      headers: { ...REQUEST_ID, ...(needsKey(key) ? REPLAYED : {}), ...(accepted ? followHeaders(accepted) : {}) },
      ...(accepted ? { links: { end: linkTo(accepted) } } : {}),
      ...("text" in answer ? { content: textContent(answer.text) } : {}),
      ...("schema" in answer
        ? { content: { "application/json": { schema: { $ref: `${SCHEMAS}${answer.schema}` } } } }
        : {}),
    };
  }
  const codes = codesOf(key);
  for (const status of [...new Set(codes.map((code) => ERRORS[code].status))].sort()) {
    const some = codes.filter((code) => ERRORS[code].status === status);
    answers[status] = {
      description: some.map(inWords).join(", "),
      headers: { ...REQUEST_ID, ...(some.some(hasRetryAfter) ? RETRY_AFTER : {}) },
      content: { "application/problem+json": { schema: { $ref: `${SCHEMAS}Problem` } } },
    };
  }
  return answers;
}

function textContent(types: TextType | readonly TextType[]): Json {
  return Object.fromEntries([types].flat().map((type) => [type, { schema: { type: "string" } }]));
}

/** Every code that a route can refuse a request with: what its row says, and what follows from its form. */
export function codesOf(key: RouteKey): ErrorCode[] {
  const { access, body, refusals = [], answers } = rowOf(key);
  const hasJson = /^(POST|PUT|PATCH) /.test(key) && body !== "raw";
  // Below a path that takes all that follows, something is everywhere.
  const mayMiss = key.includes("{") && !key.endsWith("+}") && access !== "any-key" && !(404 in answers);
  const codes: ErrorCode[] = [
    ...(access === "public" ? [] : (["unauthenticated"] as const)),
    "request-invalid",
    "overloaded",
    "internal",
    ...(hasJson ? (["body-too-large", "media-type-unsupported", "body-not-json"] as const) : []),
    ...(needsKey(key) ? KEY_CODES : []),
    ...(typeof access === "object" ? (["scope-missing"] as const) : []),
    ...(isForMerchants(key) && !isOpenToInactive(key) ? (["merchant-not-active"] as const) : []),
    ...(mayMiss ? (["not-found"] as const) : []),
    ...refusals,
  ];
  return [...new Set(codes)];
}

function isForMerchants(key: RouteKey): boolean {
  const { access } = rowOf(key);
  return typeof access === "object" && access.some((scope) => scope !== "operator");
}

const KEY_CODES = [
  "idempotency-key-missing",
  "idempotency-key-invalid",
  "idempotency-key-reused",
  "idempotency-key-in-use",
] as const satisfies readonly ErrorCode[];

function isRead(key: RouteKey): boolean {
  return key.startsWith("GET ");
}

const REQUEST_ID: Json = { "Tender-Request-Id": { $ref: "#/components/headers/Tender-Request-Id" } };
const RETRY_AFTER: Json = { "Retry-After": { description: "Seconds", schema: { type: "integer", minimum: 1 } } };
const REPLAYED: Json = {
  "Idempotent-Replayed": { description: "`true` when it is the first answer again", schema: { type: "string" } },
};

function followHeaders({ readAt }: Accepted): Json {
  return {
    Location: {
      description: `Where to read how it ends: \`${readAt}\``,
      schema: { type: "string", format: "uri-reference" },
    },
    "Retry-After": { description: "Seconds to wait before reading", schema: { type: "integer", minimum: 1 } },
  };
}

function linkTo({ readAt, id }: Accepted): Json {
  return { operationId: rowOf(readAt as RouteKey).operationId, parameters: { id: `$response.body#/${id}` } };
}

function inWords(code: ErrorCode): string {
  const { again }: { again: Again } = ERRORS[code];
  return again === "mend" ? `\`${code}\`` : `\`${code}\` (${againInWords(again)})`;
}

function hasRetryAfter(code: ErrorCode): boolean {
  const again: Again = ERRORS[code].again;
  return (
    again === "soon" ||
    again === "soon or never" ||
    (typeof again === "object" && ("retryAfterMs" in again || "retryAfter" in again))
  );
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

/** Every answer as a component of its name. A later release may add fields: who reads one leaves alone what it does not know. */
export function answerSchemas(): Json {
  const names = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(ANSWERS)) names.add(schema, { id });
  const { schemas } = z.toJSONSchema(names, {
    uri: (id) => SCHEMAS + id,
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  for (const schema of Object.values(schemas)) {
    delete schema.$schema;
    delete schema.$id;
  }
  return schemas;
}

/** Schemas with an id become components of their own. */
function jsonSchema(schema: z.ZodType, schemas: Json): Json {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: "input" })).replaceAll("#/$defs/", SCHEMAS);
  const { $schema: _dialect, $defs, ...rest } = JSON.parse(text) as Json;
  Object.assign(schemas, $defs);
  return rest;
}

const IDEMPOTENCY_KEY: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description:
    "1 to 255 visible ASCII characters, quoted or bare; quoted if it contains a comma. The first answer is replayed for 24 h.",
  schema: { type: "string" },
};
