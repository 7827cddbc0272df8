import { expect, test } from "@jest/globals";
import { Validator } from "@seriousme/openapi-schema-validator";
import { ANSWERS } from "../../contract/answers.ts";
import { openApi } from "../../contract/openapi.ts";
import { ROUTES, type RouteKey, rowOf } from "../../contract/routes.ts";
import { routeOf } from "../../tools/docs/all-routes.ts";

type Json = Record<string, unknown>;
interface Operation {
  operationId: string;
  tags: string[];
  responses: Record<string, { content: Record<string, { schema: Json }> }>;
}
const document = openApi(routeOf) as {
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, Json>>;
};
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

test("the document is OpenAPI 3.1 by its own schema", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors ?? []).toEqual([]);
  expect([valid, validator.version]).toEqual([true, "3.1"]);
});

test("it has every route, and all its references lead somewhere", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = Object.keys(ROUTES).filter((key) => key !== "$default");
  expect(described.sort()).toEqual(routes.map((key) => key.replace("+}", "}")).sort());

  const references = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(500);
  for (const [, kind = "", name = ""] of references) expect(document.components[kind]).toHaveProperty(name);
});

test("no answer is a nameless object, and no shape is there that nothing answers", () => {
  const contents = operations.flatMap(({ responses }) => Object.values(responses).map(({ content }) => content));
  const named = contents.flatMap((content = {}) => Object.entries(content)).filter(([type]) => type.endsWith("json"));
  for (const [, { schema }] of named)
    expect(schema).toEqual({ $ref: expect.stringContaining("#/components/schemas/") });

  const text = JSON.stringify(document);
  const unused = Object.keys(ANSWERS).filter((name) => !text.includes(`"#/components/schemas/${name}"`));
  expect(unused).toEqual([]);
});

test("an answer may grow: its schema closes nothing", () => {
  for (const name of Object.keys(ANSWERS).filter((name) => !["Money", "Period"].includes(name)))
    expect([name, JSON.stringify(document.components.schemas?.[name])]).not.toEqual([
      name,
      expect.stringContaining("additionalProperties"),
    ]);
});

test("every tag that an operation has is listed once", () => {
  const used = new Set(operations.flatMap(({ tags }) => tags));
  expect(document.tags.map(({ name }) => name)).toEqual([...used]);
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
