import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ROUTES } from "../../../contract/routes.ts";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

const ALL = Object.keys(ROUTES).filter((key) => key !== "$default");
const isPublic = (key: string) => (ROUTES[key as keyof typeof ROUTES].access as unknown) === "public";
const ROWS = ALL.filter((key) => !isPublic(key));
const lineOf = (key: string) => key.replace(/\{.+?\}/g, "anything");

test.each(ROWS)("%s without a key is 401 and changes nothing", async (key) => {
  const { status, headers, json } = await deployed.call({
    line: lineOf(key),
    body: key.startsWith("GET") ? undefined : {},
  });

  expect(status).toBe(401);
  expect(headers).toMatchObject({ "content-type": "application/problem+json", "www-authenticate": "Bearer" });
  expect(json).toMatchObject({
    type: "/errors/unauthenticated",
    status: 401,
    code: "unauthenticated",
    instance: lineOf(key).split(" ")[1],
    requestId: headers["tender-request-id"],
  });
  expect(await deployed.rows()).toEqual([]);
});

test("nobody needs a key for webhooks, which are signed, the health check, the console's files and the sandbox channel's page, and for nothing else", () => {
  expect(ALL.filter(isPublic)).toEqual([
    "POST /v1/webhooks/{channel}",
    "GET /v1/webhooks/{channel}",
    "GET /health",
    "GET /console",
    "GET /console/{path+}",
    "GET /_sandbox/channel/pay/{id}",
    "POST /_sandbox/channel/pay/{id}",
    "POST /_sandbox/channel/pay/{id}/desk",
  ]);
});

test.each([
  ["nonsense"],
  ["tnd_000000000000_0000000000000000000000000000000000000000000"],
  ["tnd_<id>_<secret>"],
  ["a b"],
])("the API key %j is 401", async (apiKey) => {
  expect((await deployed.call({ line: "GET /v1/plans", apiKey })).status).toBe(401);
});

test("the right key with another secret is 401", async () => {
  const apiKey = deployed.keys.merchant.replace(/.$/, (last) => (last === "A" ? "B" : "A"));

  expect((await deployed.call({ line: "GET /v1/plans", apiKey })).status).toBe(401);
});

test.each([
  ["GET /", "an unknown path"],
  ["GET /v1/nothing", "an unknown path"],
  ["POST /v1/plans/some/more", "an unknown path"],
  ["GET /health/more", "an unknown path"],
])("%s is 401 without a key and 404 with one", async (line) => {
  const { merchant } = deployed.keys;

  expect((await deployed.call({ line })).status).toBe(401);
  const { status, headers, json } = await deployed.call({ line, apiKey: merchant });
  expect(status).toBe(404);
  expect(json).toMatchObject({ code: "not-found", requestId: headers["tender-request-id"] });
});

test.each([
  ["DELETE /v1/plans", "GET, POST"],
  ["HEAD /v1/plans", "GET, POST"],
  ["OPTIONS /v1/accounts/acc_1", "GET, PATCH"],
  ["PUT /v1/accounts/acc_1/release", "POST"],
  ["POST /v1/idempotency-keys/a/b", "GET"],
  ["PUT /v1/webhooks/stripe", "GET, POST"],
  ["PUT /v1/payments/pay_1/refunds", "GET, POST"],
  ["POST /v1/orders/ord_1", "GET"],
  ["HEAD /health", "GET"],
  ["POST /health", "GET"],
])("%s is 405 and names %s", async (line, allow) => {
  const { status, headers, json } = await deployed.call({ line, apiKey: deployed.keys.merchant });

  expect(status).toBe(405);
  expect(headers.allow).toBe(allow);
  expect(json).toMatchObject({ code: "method-not-allowed", requestId: headers["tender-request-id"] });
});

test.each(ROWS.filter((key) => !key.includes("_sandbox")))("%s refuses a key without its scope", async (key) => {
  const access: unknown = ROUTES[key as keyof typeof ROUTES].access;
  const refused = (
    [
      ["redemptions", deployed.keys.redeemer],
      ["payments", deployed.keys.payee],
      ["codes", deployed.keys.seller],
      ["operator", deployed.keys.operator],
    ] as const
  ).filter(([scope]) => Array.isArray(access) && !access.includes(scope));
  for (const [, apiKey] of refused) {
    const { status, json } = await deployed.call({ line: lineOf(key), apiKey, body: {} });
    expect(status).toBe(403);
    expect(json.code).toBe("scope-missing");
  }
});
