import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { SQSEvent } from "aws-lambda";
import { atMost } from "../../../core/foundation/services/at-most.ts";
import { CONTEXT, type Deployed, deploy, type HttpResponse } from "../deployed.ts";

let deployed: Deployed;
let keys = 0;

beforeAll(async () => {
  deployed = await deploy();
  Object.assign(process.env, { CODE_QUEUE_URL: "http://127.0.0.1:1/codes", CODE_DLQ_URL: "http://127.0.0.1:1/dead" });
});
afterAll(() => deployed.stop());

function call(line: string, body?: unknown, apiKey = deployed.keys.seller): Promise<HttpResponse> {
  const idempotencyKey = `key-${++keys}`;
  return deployed.call({ line, apiKey, idempotencyKey, ...(body === undefined ? {} : { body }) });
}

const OFFER = { name: "Pro", price: { amount: 1000, currency: "USD" }, period: { unit: "month", count: 1 } };

async function offer(more: object = {}): Promise<string> {
  return (await call("POST /v1/offers", { ...OFFER, ...more })).json.offerId;
}

async function campaign(offerId: string, more: object = {}): Promise<string> {
  return (await call("POST /v1/campaigns", { name: "Spring", offerId, ...more })).json.campaignId;
}

/** As the queue would deliver what the outbox holds. */
async function make(campaignId: string, body: object): Promise<string> {
  const { json, status, headers } = await call(`POST /v1/campaigns/${campaignId}/codes`, body);
  expect(status).toBe(202);
  expect(headers.location).toBe(`/v1/jobs/${json.jobId}`);
  const { handler } = await import("../../../lambdas/queue/code-maker.ts");
  const record = { messageId: "m", body: JSON.stringify({ tenantId: "acme", jobId: json.jobId }), attributes: {} };
  expect(await handler({ Records: [record] } as unknown as SQSEvent, CONTEXT)).toEqual({ batchItemFailures: [] });
  return json.jobId;
}

async function codesOf(campaignId: string, count: number): Promise<string[]> {
  const { text, headers, status } = await call(`POST /v1/campaigns/${campaignId}/exports`, { from: 0, count });
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
  return text
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",")[0] as string);
}

async function oneCode(campaignMore: object = {}, offerMore: object = {}): Promise<string> {
  const campaignId = await campaign(await offer(offerMore), campaignMore);
  await make(campaignId, { count: 1 });
  return (await codesOf(campaignId, 1))[0] as string;
}

const redeem = (code: string, userId: string) => call("POST /v1/code-redemptions", { code, userId });

/** More under way, and they would wait for each other's connections instead of for the code. */
const CONNECTIONS = 64;

/** As a client does: the same request again while it is told that it may succeed. */
async function redeemed(code: string, userId: string): Promise<HttpResponse> {
  const request = { line: "POST /v1/code-redemptions", body: { code, userId }, idempotencyKey: `key-of-${userId}` };
  for (;;) {
    const answer = await deployed.call({ ...request, apiKey: deployed.keys.seller });
    if (answer.json.retryable !== true) return answer;
  }
}

test("200 users at once on one code with 37 uses: 37 succeed, 163 are told `code-invalid`, and all sums agree", async () => {
  const offerId = await offer({ stock: 100 });
  const campaignId = await campaign(offerId, { usesPerCode: 37 });
  await make(campaignId, { count: 1 });
  const [code = ""] = await codesOf(campaignId, 1);
  const users = Array.from({ length: 200 }, (_, n) => `user-${n}`);
  const answers = await atMost(CONNECTIONS, users, (user) => redeemed(code, user));
  const used = answers.filter(({ status }) => status === 201).map(({ json }) => json.codeRedemptionId);
  const refused = answers.filter(({ status, json }) => status === 422 && json.code === "code-invalid");
  expect([used.length, refused.length]).toEqual([37, 163]);
  const { json: codes } = await call(`GET /v1/campaigns/${campaignId}/codes`);
  expect(codes.items).toMatchObject([{ status: "EXHAUSTED", uses: 37, usesMax: 37 }]);
  const { json: uses } = await call(`GET /v1/code-redemptions?campaignId=${campaignId}&limit=100`);
  const listed = uses.items.map(({ codeRedemptionId }: { codeRedemptionId: string }) => codeRedemptionId);
  expect(listed.sort()).toEqual(used.sort());
  expect((await call(`GET /v1/offers/${offerId}`)).json.stock).toEqual({ limit: 100, free: 63, reserved: 0, used: 37 });
});

test("a subscription is read with its ETag, and 304 has no body", async () => {
  const { json } = await redeem(await oneCode(), "etag-user");
  const line = `GET /v1/subscriptions/${json.subscriptionId}`;
  const first = await call(line);
  expect(first).toMatchObject({ status: 200, json: { userId: "etag-user", status: "ACTIVE" } });
  expect(first.headers.etag).toBe('"1-ACTIVE"');
  const headers = { "if-none-match": '"0-ACTIVE", W/"1-ACTIVE"' };
  const again = await deployed.call({ line, apiKey: deployed.keys.seller, headers });
  expect(again).toMatchObject({ status: 304, text: "", headers: { etag: '"1-ACTIVE"' } });
  const older = { "if-none-match": '"0-ACTIVE"' };
  expect((await deployed.call({ line, apiKey: deployed.keys.seller, headers: older })).status).toBe(200);
});

test("a locked user is told when to come again", async () => {
  for (let n = 0; n < 10; n++) expect((await redeem(`WRONG-${n}`, "guesser")).status).toBe(422);
  const { status, json, headers } = await redeem("WRONG-10", "guesser");
  expect({ status, code: json.code, retryable: json.retryable }).toEqual({
    status: 429,
    code: "too-many-attempts",
    retryable: true,
  });
  expect(Number(headers["retry-after"])).toBeGreaterThan(0);
});

test("previews, look-ups and exports need no Idempotency-Key, and ignore one", async () => {
  const code = await oneCode();
  const lines: [line: string, body: object][] = [
    ["POST /v1/code-redemptions/preview", { code, userId: "alice" }],
    ["POST /v1/codes/lookup", { code }],
  ];
  for (const [line, body] of lines) {
    expect((await deployed.call({ line, body, apiKey: deployed.keys.seller })).status).toBe(200);
    const other = { ...body, code: ` ${code} ` };
    for (const each of [body, other]) {
      const asked = { line, body: each, apiKey: deployed.keys.seller, idempotencyKey: "the-same" };
      expect((await deployed.call(asked)).status).toBe(200);
    }
  }
});

test("an operator looks a merchant's code up by naming the merchant, takes a use back, and changes nothing else", async () => {
  const code = await oneCode();
  const { operator } = deployed.keys;
  const found = await call("POST /v1/codes/lookup", { code, merchantId: "acme" }, operator);
  expect(found).toMatchObject({ status: 200, json: { uses: 0, usesMax: 1 } });
  expect((await call("POST /v1/codes/lookup", { code }, operator)).json.errors[0].pointer).toBe("/merchantId");
  const { json } = await redeem(code, "alice");
  const reversed = await call(
    `POST /v1/code-redemptions/${json.codeRedemptionId}/reverse`,
    { reason: "asked for by phone" },
    operator,
  );
  expect(reversed).toMatchObject({ status: 200, json: { status: "REVERSED" } });
  expect((await call("POST /v1/offers", OFFER, operator)).status).toBe(403);
});

test("a look-up is audited, also one that finds nothing", async () => {
  const audits = async () => (await deployed.rows()).filter(({ action }) => action === "code looked up").length;
  const before = await audits();
  expect((await call("POST /v1/codes/lookup", { code: "NOBODY-MADE-IT" })).status).toBe(404);
  expect(await audits()).toBe(before + 1);
});

test("the order of a use is shown, goes with its use, and is not cancelled by itself", async () => {
  const { json } = await redeem(await oneCode(), "buyer");
  const path = `/v1/orders/${json.orderId}`;
  const shown = { kind: "CODE", orderNo: null, amount: null, paymentId: null, userId: "buyer", isNew: true };
  const order = { ...shown, status: "FINISHED", subscriptionId: json.subscriptionId, offerId: json.offerId };
  expect(await call(`GET ${path}`)).toMatchObject({ status: 200, json: order });
  const refused = await call(`POST ${path}/cancel`, { reason: "no longer wanted" });
  expect(refused).toMatchObject({ status: 409, json: { code: "order-not-cancellable", retryable: false } });
  await call(`POST /v1/code-redemptions/${json.codeRedemptionId}/reverse`, { reason: "no longer wanted" });
  expect((await call(`GET ${path}`)).json.status).toBe("CANCELLED");
});

test("another merchant's offers, campaigns, codes, uses and subscriptions are not there", async () => {
  const offerId = await offer();
  const campaignId = await campaign(offerId);
  await make(campaignId, { count: 1 });
  const [code = ""] = await codesOf(campaignId, 1);
  const { json } = await redeem(code, "alice");
  const stranger = await deployed.keyFor("globex", "codes");
  for (const path of [
    `offers/${offerId}`,
    `campaigns/${campaignId}`,
    `campaigns/${campaignId}/codes`,
    `code-redemptions/${json.codeRedemptionId}`,
    `subscriptions/${json.subscriptionId}`,
  ])
    expect((await call(`GET /v1/${path}`, undefined, stranger)).status).toBe(404);
  expect((await call("POST /v1/code-redemptions", { code, userId: "bob" }, stranger)).json.code).toBe("code-invalid");
  expect((await call("POST /v1/campaigns", { name: "x", offerId }, stranger)).json.code).toBe("offer-not-found");
});
