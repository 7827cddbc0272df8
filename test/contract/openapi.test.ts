import { expect, test } from "@jest/globals";
import { openApi } from "../../contract/openapi.ts";
import { ROUTES } from "../../contract/routes.ts";
import { routeOf } from "../../tools/docs/all-routes.ts";

const document = openApi(routeOf) as {
  paths: Record<string, Record<string, { operationId: string }>>;
  components: { schemas: Record<string, unknown> };
};

test("the OpenAPI document has every route, and all its references lead somewhere", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = Object.keys(ROUTES).filter((key) => key !== "$default");
  expect(described.sort()).toEqual(routes.map((key) => key.replace("+}", "}")).sort());

  for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)"/g)) {
    expect(document.components.schemas).toHaveProperty(name ?? "");
  }
});
