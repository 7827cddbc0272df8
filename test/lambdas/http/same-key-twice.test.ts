import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Deployed, deploy, type HttpRequest } from "../deployed.ts";

let deployed: Deployed;
let planId: string;
let accountId: string;
let submitted: string;
let left: string;
let parked: string;
const PLAN = { name: "A plan", country: "US", target: { amount: 1000, currency: "USD" } };
const ACCOUNT = { country: "US", currency: "USD" };

beforeAll(async () => {
  deployed = await deploy();
  const apiKey = deployed.keys.merchant;
  planId = (await deployed.call({ line: "POST /v1/plans", apiKey, idempotencyKey: "plan-0", body: PLAN })).json.planId;
  accountId = (await deployed.call({ line: "POST /v1/accounts", apiKey, idempotencyKey: "acc-0", body: ACCOUNT })).json
    .accountId;
});
afterAll(() => deployed.stop());

const merchant = (line: string, body: unknown): HttpRequest => ({ line, body, apiKey: deployed.keys.merchant });
const operator = (line: string, body: unknown): HttpRequest => ({ line, body, apiKey: deployed.keys.operator });

/** `change`: what another body under the same key has instead. */
const WRITES: [name: string, status: number, request: () => HttpRequest, change: object, pointer: string][] = [
  ["creating a plan", 201, () => merchant("POST /v1/plans", PLAN), { name: "Another" }, "/name"],
  ["adding an account", 201, () => merchant("POST /v1/accounts", ACCOUNT), { label: "Another" }, "/label"],
  [
    "changing a login status",
    200,
    () => merchant(`PATCH /v1/accounts/${accountId}`, { loginStatus: "INACTIVE" }),
    { loginStatus: "ACTIVE" },
    "/loginStatus",
  ],
  [
    "submitting a redemption",
    202,
    () => merchant("POST /v1/redemptions", { code: "TEST-OK-5-single", planId }),
    { code: "TEST-OK-5-other" },
    "/code",
  ],
  [
    "submitting a batch",
    200,
    () =>
      merchant("POST /v1/redemption-batches", {
        planId,
        mode: "partial",
        items: [{ reference: "a", code: "TEST-OK-6-batch" }],
      }),
    { items: [{ reference: "a", code: "TEST-OK-7-batch" }] },
    "/items/0",
  ],
  [
    "submitting an atomic batch",
    200,
    () =>
      merchant("POST /v1/redemption-batches", {
        planId,
        mode: "atomic",
        items: [{ reference: "a", code: "TEST-OK-8-batch" }],
      }),
    { mode: "partial" },
    "/mode",
  ],
  [
    "releasing a lease left behind",
    200,
    () => operator(`POST /v1/accounts/${left}/release`, { reason: "left behind" }),
    { reason: "another reason" },
    "/reason",
  ],
  [
    "resolving a parked redemption",
    200,
    () =>
      operator(`POST /v1/redemptions/${submitted}/resolve`, { resolution: "FAILED", reason: "seen in their books" }),
    { reason: "another reason" },
    "/reason",
  ],
];

beforeAll(async () => {
  const request = merchant("POST /v1/redemptions", { code: "TEST-OK-1-first", planId });
  submitted = (await deployed.call({ ...request, idempotencyKey: "rdm-0" })).json.redemptionId;
  const add = (idempotencyKey: string) => deployed.call({ ...merchant("POST /v1/accounts", ACCOUNT), idempotencyKey });
  left = (await add("acc-1")).json.accountId;
  parked = (await add("acc-2")).json.accountId;
  await park(submitted, parked);
  await lease(left, (await endedRedemption()).redemptionId);
});

/** As the worker leaves them: the redemption for a person, its account leased, the attempt and the review on record. */
async function park(redemptionId: string, leased: string) {
  await change(`RDM#acme#${redemptionId}`, "HEAD", { state: "NEEDS_REVIEW", accountId: leased, accountFence: 1 });
  await lease(leased, redemptionId);
  await change(`RDM#acme#${redemptionId}`, "ATTEMPT#1", { attempt: 1, events: [] });
  await change(`REVIEW#acme#${redemptionId}`, "HEAD", { statePk: "REVIEW#0", stateSk: "1" });
}

async function endedRedemption(): Promise<{ redemptionId: string }> {
  const request = merchant("POST /v1/redemptions", { code: "TEST-OK-1-ended", planId });
  const { json } = await deployed.call({ ...request, idempotencyKey: "rdm-1" });
  await change(`RDM#acme#${json.redemptionId}`, "HEAD", { state: "FAILED" });
  return json;
}

function lease(leased: string, leaseOwner: string) {
  const row = { status: "LOCKING", previousStatus: "WAITING", leaseOwner, leaseUntil: 1, fencingToken: 1, planId };
  return change(`ACC#acme#${leased}`, "HEAD", row);
}

/** Sets attributes of a row of `main`, making it when absent. */
async function change(pk: string, sk: string, set: Record<string, unknown>) {
  const { client, main: TableName } = deployed.tables;
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk, sk } }));
  await client.send(new PutCommand({ TableName, Item: { ...Item, pk, sk, ...set } }));
}

test("a refusal that waits for something is not stored under its key: it says for what, and each time names its own request", async () => {
  const request = operator(`POST /v1/accounts/${parked}/release`, { reason: "left behind" });
  for (let times = 0; times < 2; times++) {
    const { status, json, headers } = await deployed.call({ ...request, idempotencyKey: "early" });
    expect(status).toBe(409);
    expect(json).toMatchObject({ code: "lease-in-use", retryable: false, waitFor: "redemption" });
    expect(json.requestId).toBe(headers["tender-request-id"]);
    expect(headers).not.toHaveProperty("retry-after");
    expect(headers).not.toHaveProperty("idempotent-replayed");
  }
});

test("a final refusal is stored, and replays its first request's id in the body and its own in the header", async () => {
  const request = operator(`POST /v1/accounts/${accountId}/release`, { reason: "left behind" });
  const first = await deployed.call({ ...request, idempotencyKey: "late" });
  const second = await deployed.call({ ...request, idempotencyKey: "late" });
  expect(first).toMatchObject({ status: 409, json: { code: "account-not-leased", retryable: false } });
  expect(second).toMatchObject({ status: 409, text: first.text, headers: { "idempotent-replayed": "true" } });
  expect(first.json.requestId).toBe(first.headers["tender-request-id"]);
  expect(second.headers["tender-request-id"]).not.toBe(first.json.requestId);
});

test("a code under way in another batch keeps its Retry-After beside what it waits for", async () => {
  const submit = (batchId: string, idempotencyKey: string) =>
    deployed.call({
      ...merchant("POST /v1/redemptions", { code: "TEST-OK-1-under-way", planId, batchId }),
      idempotencyKey,
    });
  await submit("theirs", "rdm-theirs");
  const { status, json, headers } = await submit("mine", "rdm-mine");
  expect([status, json.code, json.retryable, json.waitFor]).toEqual([
    409,
    "redemption-in-progress",
    false,
    "redemption",
  ]);
  expect(headers["retry-after"]).toBe("5");
});

/** Key -> what it was answered first. */
const answers = new Map<string, string>();

test.each(WRITES)(
  "%s twice under one key takes effect once: %i, then the same again",
  async (name, status, request, change, pointer) => {
    const idempotencyKey = name.replaceAll(" ", "-");
    const first = await deployed.call({ ...request(), idempotencyKey });
    const rows = await deployed.rows();

    const second = await deployed.call({ ...request(), idempotencyKey: `"${idempotencyKey}"` });
    const third = await deployed.call({
      ...request(),
      body: { ...(request().body as object), ...change },
      idempotencyKey,
    });

    answers.set(idempotencyKey, first.text);
    expect(first.status).toBe(status);
    expect(first.headers["idempotent-replayed"]).toBeUndefined();
    const { "tender-request-id": firstId, ...headers } = first.headers;
    expect(second).toMatchObject({ status, headers: { ...headers, "idempotent-replayed": "true" } });
    expect(second.headers["tender-request-id"]).not.toBe(firstId);
    expect(second.text).toBe(first.text);
    expect(third).toMatchObject({ status: 422, json: { code: "idempotency-key-reused", errors: [{ pointer }] } });
    expect(await deployed.rows()).toEqual(rows);
  },
);

test("the key tells what became of it, however it is encoded", async () => {
  const idempotencyKey = "a/b%c+d:100%25";
  const { json } = await deployed.call({
    line: "POST /v1/plans",
    apiKey: deployed.keys.merchant,
    idempotencyKey,
    body: PLAN,
  });

  const line = `GET /v1/idempotency-keys/${encodeURIComponent(idempotencyKey)}`;
  const mine = await deployed.call({ line, apiKey: deployed.keys.merchant });
  const foreign = await deployed.call({ line, apiKey: deployed.keys.otherMerchant });

  expect(mine.json).toEqual({
    items: [{ route: "POST /v1/plans", status: "DONE", httpStatus: 201, resourceId: json.planId }],
  });
  expect(foreign.json).toEqual({ items: [] });
});

test.each([
  ["quoted", '"spelled"', "%22spelled%22"],
  ["bare", "spelled", "%22spelled%22"],
  ["quoted", '"spelled"', "spelled"],
  ["with a comma", '"spelled,twice"', "spelled%2Ctwice"],
  ["with quotes inside", '"\\"inner\\""', "%22%5C%22inner%5C%22%22"],
])("a key sent %s as %s is found at %s", async (_how, idempotencyKey, asked) => {
  const apiKey = deployed.keys.merchant;
  await deployed.call({ line: "POST /v1/accounts", apiKey, idempotencyKey, body: ACCOUNT });

  const { json } = await deployed.call({ line: `GET /v1/idempotency-keys/${asked}`, apiKey });

  expect(json.items).toMatchObject([{ route: "POST /v1/accounts", status: "DONE" }]);
});

test("a spelling that no header could have is no key", async () => {
  const line = "GET /v1/idempotency-keys/%22open";
  const { status, json } = await deployed.call({ line, apiKey: deployed.keys.merchant });
  expect([status, json.errors[0].pointer]).toEqual([400, "/path/key"]);
});

test("another tenant's key is another key, and its resources are not found", async () => {
  const request = { line: "POST /v1/plans", idempotencyKey: "shared", body: PLAN };
  const mine = await deployed.call({ ...request, apiKey: deployed.keys.merchant });
  const theirs = await deployed.call({ ...request, apiKey: deployed.keys.otherMerchant });

  expect(theirs.json.planId).not.toBe(mine.json.planId);
  const line = `GET /v1/plans/${mine.json.planId}`;
  expect((await deployed.call({ line, apiKey: deployed.keys.otherMerchant })).status).toBe(404);
  expect((await deployed.call({ line, apiKey: deployed.keys.operator })).json).toEqual(mine.json);
});

test("a key used on two routes is two requests", async () => {
  const apiKey = deployed.keys.merchant;
  await deployed.call({ line: "POST /v1/plans", apiKey, idempotencyKey: "two-routes", body: PLAN });

  const second = await deployed.call({
    line: "POST /v1/accounts",
    apiKey,
    idempotencyKey: "two-routes",
    body: ACCOUNT,
  });

  expect(second.status).toBe(201);
  const { json } = await deployed.call({ line: "GET /v1/idempotency-keys/two-routes", apiKey });
  expect(json.items).toHaveLength(2);
});

test("a key answers as it did whatever else has changed since: here everything is gone", async () => {
  await deployed.forget();
  for (const [name, status, request] of WRITES) {
    const idempotencyKey = name.replaceAll(" ", "-");
    const { headers, ...again } = await deployed.call({ ...request(), idempotencyKey });
    expect([name, again.status, again.text]).toEqual([name, status, answers.get(idempotencyKey)]);
    expect(headers["idempotent-replayed"]).toBe("true");
  }
});
