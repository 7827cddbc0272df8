import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Deployed, deploy, type HttpRequest } from "../deployed.ts";

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

const LARGE = `{"name":"${"x".repeat(65 * 1024)}`;
const VALID = { name: "A plan", country: "US", target: { amount: 1000, currency: "USD" } };

/** Each row is wrong in what it names and in all that follows. */
const TABLE: [name: string, status: number, code: string, (keys: Deployed["keys"]) => HttpRequest][] = [
  ["authentication", 401, "unauthenticated", () => ({ line: "PUT /v1/plans", body: LARGE })],
  ["route", 405, "method-not-allowed", (keys) => ({ line: "PUT /v1/plans", apiKey: keys.operator, body: LARGE })],
  ["scope", 403, "scope-missing", (keys) => ({ line: "POST /v1/plans?x=1", apiKey: keys.operator, body: LARGE })],
  ["size", 413, "body-too-large", (keys) => ({ line: "POST /v1/plans?x=1", apiKey: keys.merchant, body: LARGE })],
  ["JSON", 400, "body-not-json", (keys) => ({ line: "POST /v1/plans?x=1", apiKey: keys.merchant, body: '{"name":' })],
  ["schema", 400, "request-invalid", (keys) => ({ line: "POST /v1/plans?x=1", apiKey: keys.merchant, body: {} })],
  [
    "idempotency key",
    400,
    "idempotency-key-missing",
    (keys) => ({ line: "POST /v1/plans", apiKey: keys.merchant, body: VALID }),
  ],
  [
    "idempotency key's form",
    400,
    "idempotency-key-invalid",
    (keys) => ({ line: "POST /v1/plans", apiKey: keys.merchant, body: VALID, idempotencyKey: "a b" }),
  ],
  [
    "business",
    422,
    "plan-not-found",
    (keys) => ({
      line: "POST /v1/redemptions",
      apiKey: keys.merchant,
      idempotencyKey: "k1",
      body: { code: "TEST-OK-1", planId: "pln_acme_00000000000000000000000000" },
    }),
  ],
];

test.each(TABLE)("%s comes in its place: %i %s, and nothing is stored", async (_name, status, code, request) => {
  const response = await deployed.call(request(deployed.keys));

  const requestId = response.headers["tender-request-id"];
  expect(response.json).toMatchObject({ status, code, type: `/errors/${code}`, retryable: false, requestId });
  expect(requestId).toMatch(/./);
  expect(response.status).toBe(status);
  expect(response.headers).toMatchObject({ "content-type": "application/problem+json", "cache-control": "no-store" });
  expect(await deployed.rows()).toEqual([]);
});

test("the size is of the bytes after base64", async () => {
  const apiKey = deployed.keys.merchant;
  const fits = `{"name":"${"x".repeat(60 * 1024)}"}`;

  expect((await deployed.call({ line: "POST /v1/plans", apiKey, body: fits, base64: true })).status).toBe(400);
  expect((await deployed.call({ line: "POST /v1/plans", apiKey, body: LARGE, base64: true })).status).toBe(413);
});

test("a batch may be larger than other bodies, and not larger than its own bound", async () => {
  const apiKey = deployed.keys.merchant;
  const line = "POST /v1/redemption-batches";

  expect((await deployed.call({ line, apiKey, body: "x".repeat(255 * 1024) })).json.code).toBe("body-not-json");
  expect((await deployed.call({ line, apiKey, body: "x".repeat(257 * 1024) })).json.code).toBe("body-too-large");
});

test("a read ignores its body", async () => {
  const response = await deployed.call({ line: "GET /v1/plans", apiKey: deployed.keys.merchant, body: LARGE });

  expect(response).toMatchObject({ status: 200, json: { items: [], nextCursor: null } });
  expect(response.headers["tender-request-id"]).toMatch(/./);
});
