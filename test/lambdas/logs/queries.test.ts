import { readFileSync } from "node:fs";
import { join } from "node:path";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { ROUTES } from "../../../contract/routes.ts";
import { createApiKey } from "../../../core/access/services/api-keys.ts";
import { applyWebhook } from "../../../core/payments/services/webhook-work.ts";
import { workRedemption } from "../../../core/redemptions/services/redemption-work.ts";
import type { Route } from "../../../lambdas/http/define-route.ts";
import { paymentRoutes } from "../../../lambdas/http/payments/routes.ts";
import { redemptionRoutes } from "../../../lambdas/http/redemptions/routes.ts";
import { setupRoutes } from "../../../lambdas/http/setup/routes.ts";
import { webhookRoutes } from "../../../lambdas/http/webhooks/routes.ts";
import { api } from "../../../lambdas/middleware/api.ts";
import { sagaTasks } from "../../../lambdas/payment-saga/run-tasks.ts";
import { messageWorker } from "../../../lambdas/queue/work-messages.ts";
import type { AllDeps } from "../../../lambdas/runtime/all-deps.ts";
import { log } from "../../../lambdas/runtime/telemetry.ts";
import { sweeping } from "../../../lambdas/schedule/sweep.ts";
import { recordRelay } from "../../../lambdas/stream/relay-records.ts";
import { PaymentWorld } from "../../support/payment-world.ts";
import { CONTEXT, eventOf, type HttpRequest, responseOf } from "../deployed.ts";
import { listen } from "../printed.ts";
import { find, queriesIn } from "./insights.ts";

const RUNBOOK = readFileSync(join(import.meta.dirname, "../../../docs/operating.md"), "utf8");
const QUERIES = queriesIn(RUNBOOK);
const CODE = "CANARYCODE1234";

let world: PaymentWorld;
let deps: AllDeps;
let apiKey: string;
let printed: { text: string };

beforeAll(async () => {
  printed = listen();
  world = await PaymentWorld.create();
  deps = Object.assign(world.deps, { log });
  const registry = { ...deps, randomBytes: deps.random.bytes };
  ({ apiKey } = await createApiKey(registry, { tenantId: "acme", scopes: ["redemptions", "payments"] }));
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world.drop();
});

const SOME: Route<AllDeps>[] = [...setupRoutes, ...redemptionRoutes, ...paymentRoutes, ...webhookRoutes];
let requests = 0;

/** Through the handler as it is deployed; the gateway names each request. */
async function call(request: HttpRequest) {
  const requestId = `request-${++requests}`;
  const { event } = eventOf({ apiKey, ...(request.body ? { idempotencyKey: `key-${requests}` } : {}), ...request });
  event.requestContext.requestId = requestId;
  return { requestId, ...responseOf(await api(ROUTES, SOME, async () => deps)(event, CONTEXT)) };
}

/** The document's query that filters by this, with the id in its place. */
function run(filter: string, id = "") {
  const query = QUERIES.find((each) => each.includes(`filter ${filter}`));
  if (!query) throw new Error(`the runbook has no query that filters ${filter}`);
  return find(query.replace(/<[\w-]+>/, id), printed.text);
}

const parts = () => ({ ...deps, deadLetters: { bury: async () => {} }, hold: { hide: async () => {} } });

async function relay(): Promise<void> {
  const rows = (await world.items()).filter(({ pk, duePk }) => String(pk).startsWith("OUT#") && duePk !== undefined);
  const Records = rows.map(({ pk, sk, type, ref }, n) => ({
    dynamodb: { NewImage: marshall({ pk, sk, type, ref }), SequenceNumber: String(n) },
  }));
  await recordRelay(deps)({ Records } as never, CONTEXT);
}

const messages = (...bodies: [id: string, body: object | string][]) =>
  ({
    Records: bodies.map(([messageId, body]) => ({
      messageId,
      receiptHandle: messageId,
      body: JSON.stringify(body),
      attributes: { ApproximateReceiveCount: "1" },
    })),
  }) as never;

async function plan(): Promise<string> {
  const body = { name: "A plan", country: "US", target: { amount: 1000, currency: "USD" } };
  return (await call({ line: "POST /v1/plans", body })).json.planId;
}

test("a redemption is found from its request to the end of its work, by its id, in a batch too", async () => {
  const planId = await plan();
  await call({ line: "POST /v1/accounts", body: { country: "US", currency: "USD" } });
  const submitted = await call({ line: "POST /v1/redemptions", body: { code: CODE, planId } });
  const { redemptionId } = submitted.json;
  await relay();
  const [message] = world.world.messages;
  await messageWorker("redemptions", workRedemption, async () => parts())(
    messages(["m-1", message?.ref ?? {}]),
    CONTEXT,
  );
  const items = [{ reference: "one-of-many", code: `${CODE}5` }];
  const batch = await call({ line: "POST /v1/redemption-batches", body: { planId, mode: "partial", items } });

  expect(run("@message like", redemptionId)).toMatchObject([
    { message: "a request is answered", requestId: submitted.requestId, status: 202 },
    { message: "outbox records are done" },
    { message: "a message is done", messageId: "m-1", receives: 1 },
  ]);
  expect(run("@message like", batch.json.items[0].redemptionId)).toMatchObject([
    { message: "a request is answered", requestId: batch.requestId, status: 200 },
  ]);
  expect(run("messageId =", "m-1")).toMatchObject([{ level: "INFO", message: "a message is done", receives: 1 }]);
  expect(run("requestId =", submitted.headers["tender-request-id"])).toMatchObject([
    { route: "POST /v1/redemptions", status: 202, tenantId: "acme", keyId: expect.any(String) },
  ]);
});

test("a payment is found with its saga's tasks and its webhook, and each of them by its own name", async () => {
  const body = { orderNo: "order-1", amount: { amount: 1000, currency: "USD" }, channel: "sandbox" };
  const paid = await call({ line: "POST /v1/payments", body: { ...body, paymentMethod: "action" } });
  const { paymentId, sagaId } = paid.json;
  const event = { tenantId: "acme", sagaId, executionName: sagaId };
  for (const task of ["CreateOrder", "ChargePayment"]) await sagaTasks(deps)({ ...event, task }, CONTEXT);
  const told = world.channel.act(paymentId, "paid");
  await call({ line: "POST /v1/webhooks/sandbox", body: told, headers: { signature: "genuine" }, apiKey: undefined });
  const job = { tenantId: "acme", channel: "sandbox", eventId: told.eventId };
  await messageWorker("webhooks", applyWebhook, async () => parts())(messages(["m-2", job]), CONTEXT);

  expect(run("paymentId =", paymentId)).toMatchObject([
    { message: "a request is answered", requestId: paid.requestId },
    { task: "CreateOrder", executionName: sagaId, next: "ChargePayment" },
    { task: "ChargePayment", next: "AwaitPayment" },
    { message: "a request is answered", eventId: told.eventId },
    { message: "a message is done", messageId: "m-2", eventId: told.eventId },
  ]);
  expect(run("executionName =", sagaId).map(({ task }) => task)).toEqual(["CreateOrder", "ChargePayment"]);
  expect(run("eventId =", told.eventId)).toMatchObject([
    { channel: "sandbox", status: 200, paymentId },
    { channel: "sandbox", paymentId, sagaId },
  ]);
});

test("a failure of ours is found by the merchant, with the request that it was answered to, and by itself", async () => {
  const { tables } = deps;
  const { query } = tables;
  tables.query = () => Promise.reject(new TypeError(`bad value ${CODE}`));
  const failed = await call({ line: "GET /v1/plans" });
  tables.query = query;
  await messageWorker("redemptions", workRedemption, async () => parts())(messages(["m-3", "no pointer"]), CONTEXT);

  expect(failed.status).toBe(500);
  expect(run("tenantId =", "acme")).toMatchObject([
    { requestId: failed.requestId, route: "GET /v1/plans", status: 500, code: "internal" },
  ]);
  expect(run('level = "ERROR"')).toMatchObject([
    { message: "a message goes to the dead letters", "failure.name": "InvariantError", messageId: "m-3" },
    { message: "unexpected error", "failure.name": "TypeError", requestId: failed.requestId },
  ]);
});

test("a refusal has its line, with its code and without what the caller sent", async () => {
  const refused = await call({ line: `GET /v1/redemptions/${CODE}`, apiKey: `${apiKey}x` });
  expect(run("requestId =", refused.requestId)).toMatchObject([
    { level: "INFO", status: 401, code: "unauthenticated" },
  ]);
});

test("a refused try is found by the redemption that is in its way, and a lost request by whose it is", async () => {
  const planId = await plan();
  const submit = (batchId: string) =>
    call({ line: "POST /v1/redemptions", body: { code: `${CODE}9`, planId, batchId } });
  const { redemptionId } = (await submit("batch-1")).json;
  const refused = await submit("batch-2");
  expect(run("@message like", redemptionId)).toMatchObject([
    { status: 202 },
    { requestId: refused.requestId, status: 409, code: "redemption-in-progress" },
  ]);
  const lost = await call({ line: "GET /v1/nothing" });
  expect(run("requestId =", lost.requestId)).toMatchObject([
    { status: 404, code: "not-found", tenantId: "acme", keyId: expect.any(String) },
  ]);
});

test("a sweep has one line with all that it has found, and those rows that were taken", async () => {
  world.world.nowMs += deps.limits.sweepGraceMs + 1;
  await sweeping(deps)({}, CONTEXT);
  expect(find('fields message, sagas: resumed\n| filter message = "a sweep is done"', printed.text)).toHaveLength(1);
  expect(find("fields rows, count\n| filter count >= 1", printed.text).length).toBeGreaterThan(0);
});

test("the runbook has no query that was not run here", () => {
  expect(QUERIES).toHaveLength(8);
});

test("no line holds a code, a key or a token", () => {
  for (const secret of [CODE, apiKey, apiKey.slice(17), "key-1"]) expect(printed.text).not.toContain(secret);
});
