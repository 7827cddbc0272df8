import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ROUTES, type RouteKey } from "../../../contract/routes.ts";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
let keys = 0;
const SCOPES = ["redemptions", "payments", "codes", "withdrawals", "notifications", "merchants"];
/** By status: a key with every scope, and one with none that a route asks for. Neither has been used before. */
const keyOf: Record<string, string> = {};
let stranger: string;
let planId: string;
const PLAN = { name: "Before", country: "US", target: { amount: 1000, currency: "USD" } };

const operator = (line: string, body: object) =>
  deployed.call({ line, body, apiKey: deployed.keys.operator, idempotencyKey: `operator-${++keys}` });
const because = { reason: "seen and decided by two of us" };

beforeAll(async () => {
  deployed = await deploy();
  const first = await deployed.keyFor("suspended", ...SCOPES);
  const plan = await deployed.call({ line: "POST /v1/plans", body: PLAN, apiKey: first, idempotencyKey: "before" });
  planId = plan.json.planId;
  await operator("POST /v1/merchants", { merchantId: "pending", name: "New", country: "US" });
  for (const merchantId of ["suspended", "closed"]) {
    keyOf[merchantId] = await deployed.keyFor(merchantId, ...SCOPES);
    await operator(`POST /v1/merchants/${merchantId}/suspend`, because);
  }
  await operator("POST /v1/merchants/closed/close", because);
  keyOf.pending = await deployed.keyFor("pending", ...SCOPES);
  stranger = await deployed.keyFor("suspended", "notifications");
});
afterAll(() => deployed.stop());

const ALL = Object.keys(ROUTES).filter((key) => key !== "$default") as RouteKey[];
const isMerchants = (key: RouteKey) => {
  const access: unknown = ROUTES[key].access;
  return access === "any-key" || (Array.isArray(access) && access.some((scope) => scope !== "operator"));
};
/** Not written after the rows' own column: whoever adds a route decides here, too. */
const LOOKS = (key: RouteKey) => key.startsWith("GET ") || key.endsWith("/preview") || key === "POST /v1/codes/lookup";
const WRITING = ALL.filter((key) => isMerchants(key) && !LOOKS(key));
const lineOf = (key: string) => key.replace(/\{.+?\}/g, "anything");

test("what is closed are all routes that merchants write through", () => {
  expect(WRITING.length).toBeGreaterThan(15);
  expect(WRITING).toContain("POST /v1/campaigns/{id}/exports");
  expect(WRITING).toContain("POST /v1/payments/{id}/cancel");
});

test.each(WRITING)(
  "%s is closed to a merchant that is not ACTIVE, whatever else is wrong with the request",
  async (key) => {
    for (const status of ["suspended", "closed", "pending"]) {
      const { status: httpStatus, json } = await deployed.call({ line: lineOf(key), apiKey: keyOf[status], body: "{" });
      expect([httpStatus, json.code, json.retryable]).toEqual([403, "merchant-not-active", false]);
      expect(json.detail).toContain(status.toUpperCase());
    }
    // The scope comes first.
    const { json } = await deployed.call({ line: lineOf(key), apiKey: stranger, body: "{" });
    expect(json.code).toBe(scopesOf(key).includes("notifications") ? "merchant-not-active" : "scope-missing");
  },
);

const scopesOf = (key: RouteKey): readonly string[] => {
  const access: unknown = ROUTES[key].access;
  return Array.isArray(access) ? access : [];
};

test.each(ALL.filter((key) => isMerchants(key) && LOOKS(key)))("%s is open to it", async (key) => {
  const { status, json } = await deployed.call({
    line: lineOf(key),
    apiKey: keyOf.suspended,
    ...(key.startsWith("GET ") ? {} : { body: {} }),
  });
  expect([status, json?.code]).not.toEqual([403, expect.anything()]);
});

test("a replay is refused, too, what was made is read, and an operator changes it all the same", async () => {
  const again = { line: "POST /v1/plans", body: PLAN, apiKey: keyOf.suspended, idempotencyKey: "before" };
  expect((await deployed.call(again)).json.code).toBe("merchant-not-active");
  const read = await deployed.call({ line: `GET /v1/plans/${planId}`, apiKey: keyOf.suspended });
  expect(read).toMatchObject({ status: 200, json: { planId } });
  const own = await deployed.call({ line: "GET /v1/merchant", apiKey: keyOf.suspended });
  expect(own.json).toMatchObject({ merchantId: "suspended", status: "SUSPENDED" });
  // Refused for what it asks, not for whose it is.
  const cancel = await operator("POST /v1/payments/pay_suspended_00000000000000000000000000/cancel", because);
  expect(cancel.json.code).toBe("not-found");
});

test("a request of a merchant that is ACTIVE again goes through, under the key of the one that was refused", async () => {
  const apiKey = await deployed.keyFor("back", "redemptions");
  await operator("POST /v1/merchants/back/suspend", because);
  const request = { line: "POST /v1/plans", body: PLAN, idempotencyKey: "again" };
  expect((await deployed.call({ ...request, apiKey })).status).toBe(403);
  await operator("POST /v1/merchants/back/activate", because);
  // Another key, so that no process remembers it.
  const other = await deployed.keyFor("back", "redemptions");
  expect((await deployed.call({ ...request, apiKey: other })).status).toBe(201);
});
