import { describe, expect, test } from "@jest/globals";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { ANSWERS } from "../../contract/answers.ts";
import { ERRORS, type ErrorCode } from "../../contract/errors.ts";
import { openApi } from "../../contract/openapi.ts";
import { codesOf } from "../../contract/refusals.ts";
import { ROUTES, type RouteKey, rowOf } from "../../contract/routes.ts";
import { EVENT_TYPES } from "../../core/foundation/domain/events.ts";
import { routeOf } from "../../tools/docs/all-routes.ts";

type Json = Record<string, unknown>;
interface Answer {
  $ref?: string;
  headers?: Json;
  content?: Record<string, { schema: Json; examples?: Json }>;
}
interface Operation {
  operationId: string;
  tags: string[];
  security?: Record<string, string[]>[];
  requestBody?: { content: Record<string, object> };
  responses: Record<string, Answer>;
}
interface Payload {
  schema: { properties: Json; required: string[] };
  example: Json;
}
const document = openApi(routeOf) as {
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: Record<string, Record<string, Json>>;
};
const text = JSON.stringify(document);
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const KEYS = (Object.keys(ROUTES) as RouteKey[]).filter((key) => key !== "$default");

function operationOf(key: RouteKey): Operation {
  const [method = "", path = ""] = key.replace("+}", "}").split(" ");
  return document.paths[path]?.[method.toLowerCase()] as Operation;
}

function resolved(answer: Answer | undefined): Answer {
  const name = answer?.$ref?.split("/").at(-1);
  return (name === undefined ? answer : document.components.responses?.[name]) as Answer;
}

test("the document is OpenAPI 3.1 by its own schema", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect([valid, validator.version]).toEqual([true, "3.1"]);
});

/**
 * Redocly's linter knows 3.1 with its webhooks, holds each example against its schema, runs in this process and asks no server.
 * Its one rule that does not fit is asked below, with the one component that stands for what no operation answers.
 */
test("a linter at its strictest finds nothing to say", async () => {
  const rules = { "no-unused-components": "off" } as const;
  const config = await createConfig({ extends: ["recommended-strict"], rules });
  const problems = await lintFromString({ source: text, absoluteRef: "/openapi.json", config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
});

test("it has every route, and all its references lead somewhere", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(KEYS.map((key) => key.replace("+}", "}")).sort());

  const references = [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(500);
  for (const [, kind = "", name = ""] of references) expect(document.components[kind]).toHaveProperty([name]);
});

test("every component is used, but the answer to a method that a path has not", () => {
  const unused = Object.entries(document.components).flatMap(([kind, named]) =>
    kind === "securitySchemes"
      ? []
      : Object.keys(named)
          .map((name) => `#/components/${kind}/${name}`)
          .filter((path) => !text.includes(`"${path}"`)),
  );
  expect(unused).toEqual(["#/components/responses/MethodNotAllowed"]);
});

test("no answer is a nameless object", () => {
  const contents = operations.flatMap(({ responses }) => Object.values(responses).map(({ content }) => content));
  const named = contents.flatMap((content = {}) => Object.entries(content)).filter(([type]) => type.endsWith("json"));
  for (const [, { schema }] of named)
    expect(JSON.stringify(schema)).toMatch(/^\{("allOf":\[\{)?"\$ref":"#\/components\/schemas\//);
});

test("an answer may grow: its schema closes nothing", () => {
  for (const name of Object.keys(ANSWERS).filter((name) => !["Money", "Period"].includes(name)))
    expect([name, JSON.stringify(document.components.schemas?.[name])]).not.toEqual([
      name,
      expect.stringContaining('"additionalProperties":false'),
    ]);
});

test.each(Object.keys(ANSWERS))("%s has an example", (name) => {
  expect(document.components.schemas?.[name]).toHaveProperty("examples", [expect.anything()]);
});

test("every tag that an operation has is listed once, and no other", () => {
  const used = new Set(operations.flatMap(({ tags }) => tags));
  expect(document.tags.map(({ name }) => name).sort()).toEqual([...used].sort());
});

test("a 202 names a read of the same thing: what it answers has the id that its own answer leads to", () => {
  const rows = (Object.keys(ROUTES) as RouteKey[]).map(rowOf);
  for (const { answers } of rows) {
    const accepted = answers[202];
    if (!accepted) continue;
    const read = rowOf(accepted.readAt as RouteKey).answers[200];
    const shapes = [accepted.schema, read && "schema" in read ? read.schema : "Problem"] as const;
    for (const name of shapes)
      expect(Object.keys((ANSWERS[name] as unknown as { shape: object }).shape)).toContain(accepted.id);
  }
});

describe("of each operation", () => {
  test.each(KEYS)("%s says which codes it refuses with, under their statuses, each with an example", (key) => {
    const { responses } = operationOf(key);
    const told = Object.entries(responses).flatMap(([status, answer]) => {
      const { schema, examples = {} } = resolved(answer).content?.["application/problem+json"] ?? {};
      const codes = (schema as { allOf?: { properties?: { code: { enum: ErrorCode[] } } }[] })?.allOf?.[1]?.properties;
      expect(Object.keys(examples)).toEqual(codes?.code.enum ?? []);
      return (codes?.code.enum ?? []).map((code) => [status, code]);
    });
    const expected = codesOf(key).map((code) => [String(ERRORS[code].status), code]);
    expect(told.sort()).toEqual(expected.sort());
  });

  test.each(KEYS)("%s says which scopes open it", (key) => {
    const { access } = rowOf(key);
    const { security } = operationOf(key);
    const scopes = security?.flatMap((one) => one.apiKey ?? []);
    expect(scopes).toEqual(access === "any-key" ? undefined : typeof access === "object" ? access : []);
  });
});

test("what an own refusal is stands at its route, what any route may say is told once", () => {
  expect(operationOf("POST /v1/payments").responses[409]).not.toHaveProperty("$ref");
  for (const status of [401, 403, 413, 415, 429, 500, 503])
    expect(operationOf("POST /v1/payments").responses[status]).toEqual({ $ref: expect.any(String) });
});

test("the gateway's own answers are there, without a name of the request", () => {
  expect(document.components.responses).toMatchObject({
    TooManyRequests: { content: { "application/json": { example: { message: "Too Many Requests" } } } },
    BodyTooLarge: { content: { "application/json": expect.anything(), "application/problem+json": expect.anything() } },
    Overloaded: { content: { "application/json": expect.anything(), "application/problem+json": expect.anything() } },
  });
  expect(document.components.responses?.TooManyRequests).not.toHaveProperty("headers");
});

describe("the webhooks", () => {
  test("are those that can be told", () => {
    expect(Object.keys(document.webhooks).sort()).toEqual([...EVENT_TYPES].sort());
  });

  test.each(EVENT_TYPES)("%s has a payload of its own, with an example that has its fields", (type) => {
    const content = document.webhooks[type]?.post.requestBody?.content["application/json"];
    const { schema, example } = content as Payload;
    expect(schema.properties.type).toEqual({ type: "string", const: type });
    expect(Object.keys(example).sort()).toEqual(Object.keys(schema.properties).sort());
    expect(schema.required.sort()).toEqual(Object.keys(schema.properties).sort());
  });
});
