import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ROUTES } from "../../../contract/routes.ts";
import { generated } from "../../../tools/docs/generate.ts";
import { openApi } from "../../../tools/docs/openapi.ts";

test("what is written from the code is fresh", async () => {
  for (const [name, content] of Object.entries(await generated())) {
    const written = readFileSync(join(import.meta.dirname, "../../../docs", name), "utf8");
    // Compared as a whole line, so that a failure prints the command and not the document.
    expect(written === content ? "fresh" : `docs/${name} is stale: run \`npm run docs\``).toBe("fresh");
  }
});

test("the OpenAPI document has every route, and all its references lead somewhere", async () => {
  const document = (await openApi()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
    components: { schemas: Record<string, unknown> };
  };
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = Object.keys(ROUTES).filter((key) => key !== "$default");
  expect(described.sort()).toEqual(routes.map((key) => key.replace("+}", "}")).sort());

  const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId));
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)"/g)) {
    expect(document.components.schemas).toHaveProperty(name ?? "");
  }
});
