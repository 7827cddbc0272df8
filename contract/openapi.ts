/** The HTTP contract as OpenAPI 3.1, from the routes' rows and schemas. */

import type * as z from "zod/mini";
import { SCOPES } from "../core/access/domain/api-key.ts";
import { parameterExample } from "./examples/paths.ts";
import { REQUESTS } from "./examples/requests.ts";
import {
  HEADERS,
  type HeaderName,
  headers,
  headersOfSome,
  IDEMPOTENCY_KEY,
  IF_NONE_MATCH,
  PARAMETERS,
} from "./openapi/headers.ts";
import { GATEWAY_MESSAGE, problemExamples, refusalsOf, sharedRefusals } from "./openapi/refusals.ts";
import { answerSchemas, type Json, requestSchema, schemaRef, withExamples } from "./openapi/schemas.ts";
import { webhooks } from "./openapi/webhooks.ts";
import type { Answered } from "./routes/row.ts";
import { type Accepted, needsKey, ROUTES, type RouteKey, type RouteRow, rowOf } from "./routes.ts";
import { TAGS } from "./tags.ts";

/** What a route takes. */
export interface RequestSchemas {
  body?: z.ZodMiniType | undefined;
  query?: z.ZodMiniType | undefined;
  path?: z.ZodMiniType | undefined;
}

type Schemas = Record<string, Json>;

const DOCUMENTED = (Object.keys(ROUTES) as RouteKey[]).filter((key) => key !== "$default");

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
    info: INFO,
    servers: SERVERS,
    security: [{ apiKey: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: webhooks(),
    components: {
      schemas: { ...withExamples(schemas), GatewayMessage: GATEWAY_MESSAGE },
      responses: sharedRefusals(),
      parameters: PARAMETERS,
      headers: HEADERS,
      examples: problemExamples(),
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: `An API key. Scopes: ${SCOPES.join(", ")}.` },
        signature: { type: "apiKey", in: "header", name: "Tender-Signature", description: "See exchange.md." },
      },
    },
  };
}

const INFO: Json = {
  title: "Tender",
  version: "1",
  description:
    "Gift cards, payments and refunds: every accepted request takes effect exactly once. A path that no operation has answers 404, a method that its path has not answers 405 with `Allow`. No answer may be cached but one with an `ETag`.",
  license: { name: "Apache-2.0", identifier: "Apache-2.0" },
};

const SERVERS: Json[] = [
  {
    url: "https://{host}",
    description: "Deployed: the stack's output `ApiUrl`",
    variables: { host: { default: "api.example", description: "The stage's own address" } },
  },
  { url: "http://127.0.0.1:3000", description: "`npm start`: this machine" },
];

function operation(key: RouteKey, request: RequestSchemas, schemas: Schemas): Json {
  const { operationId, tag, summary, access } = rowOf(key);
  const has304 = 304 in rowOf(key).answers;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(typeof access === "object" ? { description: `Scope: ${access.join(" or ")}.` } : {}),
    ...security(access),
    parameters: [
      ...parameters(key, "path", request.path, schemas),
      ...parameters(key, "query", request.query, schemas),
      ...(needsKey(key) ? [IDEMPOTENCY_KEY] : []),
      ...(has304 ? [IF_NONE_MATCH] : []),
    ],
    ...requestBody(key, request, schemas),
    responses: { ...answersOf(key), ...refusalsOf(key) },
  };
}

/** Any one of the scopes lets a key in. */
function security(access: RouteRow["access"]): Json {
  if (access === "any-key") return {};
  if (access === "public") return { security: [] };
  if (access === "signature") return { security: [{ signature: [] }] };
  return { security: access.map((scope) => ({ apiKey: [scope] })) };
}

function requestBody(key: RouteKey, { body }: RequestSchemas, schemas: Schemas): Json {
  const { operationId, body: form } = rowOf(key);
  if (body) {
    const content = { schema: requestSchema(body, schemas), example: REQUESTS[operationId] };
    return { requestBody: { required: true, content: { "application/json": content } } };
  }
  // The vendor's own form; a read tells it in its query.
  if (form !== "raw" || key.startsWith("GET ")) return {};
  return { requestBody: { required: true, content: { "*/*": { schema: { type: "string", format: "binary" } } } } };
}

function answersOf(key: RouteKey): Json {
  const { answers } = rowOf(key);
  const has304 = 304 in answers;
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const accepted = "readAt" in answer ? answer : undefined;
      const isPerhapsAPage = "text" in answer && answer.text.includes("text/html");
      const names: HeaderName[] = [
        "Tender-Request-Id",
        ...(needsKey(key) ? (["Idempotent-Replayed"] as const) : []),
        ...(accepted ? (["Retry-After"] as const) : []),
        ...(has304 && !isPerhapsAPage ? (["ETag"] as const) : []),
        ...("text" in answer && answer.text === "text/csv" ? (["Content-Disposition"] as const) : []),
      ];
      const described = {
        description: answer.means,
        headers: {
          ...headers(...names),
          ...(has304 && isPerhapsAPage ? headersOfSome("ETag") : {}),
          ...location(status, accepted),
        },
        ...(accepted ? { links: { end: linkTo(accepted) } } : {}),
      };
      if ("text" in answer) return [status, { ...described, content: textContent(answer) }];
      if ("hasNoBody" in answer) return [status, described];
      return [status, { ...described, content: { "application/json": { schema: schemaRef(answer.schema) } } }];
    }),
  );
}

function textContent({ text, orJson }: Extract<Answered, { text: unknown }>): Json {
  const texts = [text].flat().map((type) => [type, { schema: { type: "string" } }]);
  return {
    ...Object.fromEntries(texts),
    ...(orJson === undefined ? {} : { "application/json": { schema: schemaRef(orJson) } }),
  };
}

function location(status: string, accepted: Accepted | undefined): Json {
  const to = accepted ? `Where to read how it ends: \`${accepted.readAt}\`` : "Where to go on";
  if (!accepted && status !== "303") return {};
  return { Location: { description: to, required: true, schema: { type: "string", format: "uri-reference" } } };
}

function linkTo({ readAt, id }: Accepted): Json {
  return { operationId: rowOf(readAt as RouteKey).operationId, parameters: { id: `$response.body#/${id}` } };
}

function parameters(
  key: RouteKey,
  place: "path" | "query",
  schema: z.ZodMiniType | undefined,
  schemas: Schemas,
): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = requestSchema(schema, schemas) as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
    ...(place === "path" ? { example: parameterExample(key, name) } : {}),
  }));
}
