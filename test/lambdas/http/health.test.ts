import "../../support/silent.ts";
import { expect, test } from "@jest/globals";
import type { RouteKey } from "../../../contract/routes.ts";
import { ROUTES } from "../../../contract/routes.ts";
import { defaultRoutes } from "../../../lambdas/http/default/routes.ts";
import { api } from "../../../lambdas/middleware/api.ts";
import { checkAnswer } from "../../support/answers/check.ts";
import { CONTEXT, eventOf, type HttpRequest, responseOf } from "../deployed.ts";

/** Whatever is asked of it has been asked too much. */
const noTables = new Proxy({}, { get: (_target, name) => fail(`asked the tables for ${String(name)}`) });
const handler = api(ROUTES, defaultRoutes, async () => ({ tables: noTables, clock: () => 0 }) as never);
const ask = async (request: HttpRequest) => {
  const { event, routeKey } = eventOf(request);
  const response = responseOf(await handler(event, CONTEXT));
  checkAnswer(routeKey as RouteKey, response);
  return response;
};

function fail(message: string): never {
  throw new Error(message);
}

test("anybody may ask whether the API answers, and no data is touched for it", async () => {
  const { status, headers, json } = await ask({ line: "GET /health" });

  expect([status, json]).toEqual([200, { status: "ok" }]);
  expect(headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-store" });
  expect((await ask({ line: "GET /health", apiKey: "nobody's" })).status).toBe(200);
});

test("it has no parameters", async () => {
  expect(await ask({ line: "GET /health?deep=true" })).toMatchObject({
    status: 400,
    json: { code: "request-invalid" },
  });
});

test.each(["HEAD", "POST"])("a %s is no health check: it takes a key to be told so", async (method) => {
  expect(await ask({ line: `${method} /health` })).toMatchObject({ status: 401, json: { code: "unauthenticated" } });
});
