import { afterAll, afterEach, beforeAll, expect, jest, test } from "@jest/globals";
import { CONTRACT, LIMITS } from "../../../core/foundation/domain/limits.ts";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";

let deployed: Deployed;
let keys = 0;
beforeAll(async () => {
  deployed = await deploy();
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => deployed.stop());

const SMALL = { requestsPerSecond: CONTRACT.requestsPerSecondMin, burst: CONTRACT.requestLot };
const operate = (line: string, body?: unknown) =>
  deployed.call({
    line,
    apiKey: deployed.keys.operator,
    idempotencyKey: `key-${++keys}`,
    ...(body === undefined ? {} : { body }),
  });
const limit = (merchantId: string, body: unknown) => operate(`PUT /v1/merchants/${merchantId}/request-limit`, body);

async function merchantWith(requestLimit: object): Promise<{ merchantId: string; apiKey: string }> {
  const { merchantId } = (await operate("POST /v1/merchants", { name: "Small Ltd", country: "US" })).json;
  await operate(`POST /v1/merchants/${merchantId}/activate`, { reason: "seen and decided by two of us" });
  expect((await limit(merchantId, requestLimit)).status).toBe(200);
  return { merchantId, apiKey: await deployed.keyFor(merchantId, "redemptions", "payments") };
}

/** Until it is refused, at one moment, so that nothing is earned meanwhile; what follows in a test is at that moment, too. */
async function exhaust(send: () => Promise<HttpResponse>): Promise<{ through: number; refused: HttpResponse }> {
  const nowMs = Date.now();
  jest.spyOn(Date, "now").mockReturnValue(nowMs);
  for (let through = 0; through < 20 * SMALL.burst; through++) {
    const answer = await send();
    if (answer.status === 429) return { through, refused: answer };
  }
  throw new Error("nothing was refused");
}

test("a merchant beyond its limit is refused with a problem that says when to come again, reads and writes alike", async () => {
  const { apiKey } = await merchantWith(SMALL);
  const { through, refused } = await exhaust(() => deployed.call({ line: "GET /v1/plans", apiKey }));
  expect(through).toBeGreaterThanOrEqual(SMALL.burst);
  expect(refused.json).toMatchObject({
    status: 429,
    code: "rate-limited",
    retryable: true,
    type: "/errors/rate-limited",
  });
  expect(Number(refused.headers["retry-after"])).toBeGreaterThanOrEqual(1);
  expect(refused.headers["tender-request-id"]).toMatch(/./);

  const body = { name: "A plan", country: "US", target: { amount: 1000, currency: "USD" } };
  const write = await deployed.call({ line: "POST /v1/plans", apiKey, idempotencyKey: "never-stored", body });
  expect(write.json.code).toBe("rate-limited");
  expect((await deployed.rows()).filter(({ pk }) => String(pk).includes("never-stored"))).toEqual([]);
});

test("other merchants and operators notice nothing of it, and what finds no route or lacks the scope does not count", async () => {
  const { apiKey, merchantId } = await merchantWith(SMALL);
  await exhaust(() => deployed.call({ line: "GET /v1/plans", apiKey }));
  expect((await deployed.call({ line: "GET /v1/plans", apiKey: deployed.keys.merchant })).status).toBe(200);
  expect((await operate(`GET /v1/merchants/${merchantId}`)).status).toBe(200);
  expect((await deployed.call({ line: "GET /v1/merchants", apiKey })).json.code).toBe("scope-missing");
  expect((await deployed.call({ line: "GET /v1/nothing", apiKey })).json.code).toBe("not-found");
});

test("a merchant that is not active is refused for its rate first, and all of its keys count together", async () => {
  const { apiKey, merchantId } = await merchantWith(SMALL);
  const another = await deployed.keyFor(merchantId, "redemptions");
  await exhaust(() => deployed.call({ line: "GET /v1/plans", apiKey }));
  await operate(`POST /v1/merchants/${merchantId}/suspend`, { reason: "seen and decided by two of us" });
  expect((await deployed.call({ line: "POST /v1/plans", apiKey: another, body: {} })).json.code).toBe("rate-limited");
});

test("an operator sets the limit, which the merchant reads and of which an audit row stays", async () => {
  const { merchantId } = (await operate("POST /v1/merchants", { name: "Large Ltd", country: "US" })).json;
  expect((await operate(`GET /v1/merchants/${merchantId}`)).json.requestLimit).toEqual(LIMITS.demo.requestLimit);

  const wanted = { requestsPerSecond: 250, burst: 1000 };
  const set = await limit(merchantId, wanted);
  expect(set).toMatchObject({ status: 200, json: { merchantId, requestLimit: wanted } });
  expect((await operate(`GET /v1/merchants/${merchantId}`)).json).toEqual(set.json);
  expect((await limit(merchantId, { requestsPerSecond: 20, burst: 60 })).json.requestLimit.burst).toBe(60);
  const own = await deployed.keyFor(merchantId, "payments");
  expect((await deployed.call({ line: "GET /v1/merchant", apiKey: own })).json.requestLimit.requestsPerSecond).toBe(20);

  const { items } = await deployed.door.query("main", { partition: ["pk", `TENANT#${merchantId}`], limit: 50 });
  expect(items.filter(({ action }) => action === "request limit set").map(({ detail }) => detail)).toEqual([
    { before: null, after: wanted },
    { before: wanted, after: { requestsPerSecond: 20, burst: 60 } },
  ]);
});

test.each([
  ["requestsPerSecond", CONTRACT.requestsPerSecondMin - 1],
  ["requestsPerSecond", CONTRACT.requestsPerSecondMax + 1],
  ["requestsPerSecond", 10.5],
  ["burst", CONTRACT.requestLot - 1],
  ["burst", CONTRACT.requestBurstMax + 1],
  ["burst", undefined],
])("%s %j is refused by its name", async (field, value) => {
  const refused = await limit("acme", { ...SMALL, [field]: value });
  expect(refused).toMatchObject({ status: 400, json: { code: "request-invalid", errors: [{ pointer: `/${field}` }] } });
});

test("there is no limit for a merchant that is not there", async () => {
  expect((await limit("nobody", SMALL)).json.code).toBe("not-found");
});
