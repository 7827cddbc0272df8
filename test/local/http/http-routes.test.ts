import { expect, test } from "@jest/globals";
import { RouteTable } from "../../../local/http/http-routes.ts";

const table = new RouteTable([
  "$default",
  "GET /v1/keys/{key+}",
  "ANY /v1/plans/{id}",
  "GET /v1/plans/{id}",
  "GET /v1/plans/first",
  "POST /v1/plans",
]);

test.each([
  ["GET", "/v1/plans/first", "GET /v1/plans/first", {}],
  ["GET", "/v1/plans/a%20b", "GET /v1/plans/{id}", { id: "a b" }],
  ["GET", "/v1/plans/a%2Fb", "GET /v1/plans/{id}", { id: "a/b" }],
  ["GET", "/v1/plans/%zz", "GET /v1/plans/{id}", { id: "%zz" }],
  ["PUT", "/v1/plans/x", "ANY /v1/plans/{id}", { id: "x" }],
  ["GET", "/v1/keys/a/b%2Fc", "GET /v1/keys/{key+}", { key: "a/b/c" }],
  ["GET", "/v1/keys/", "$default", {}],
  ["GET", "/v1/plans/", "$default", {}],
  ["GET", "/v1/plans", "$default", {}],
  ["POST", "/v1/plans", "POST /v1/plans", {}],
])("%s %s goes to %s", (method, path, routeKey, pathParameters) => {
  expect(table.match(method, path)).toEqual({ routeKey, pathParameters });
});

test("without a default route the rest is not found", () => {
  expect(new RouteTable(["GET /a"]).match("GET", "/b")).toBeUndefined();
});
