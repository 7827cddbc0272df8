import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { MERCHANT_STATUSES, MERCHANT_TRANSITIONS, MOVES } from "../../../core/access/domain/merchant.ts";
import { listOfPayments } from "../../../core/payments/store/keys.ts";
import { WITHDRAWAL_STATES } from "../../../core/withdrawals/domain/withdrawal.ts";
import { listOfWithdrawals } from "../../../core/withdrawals/store/keys.ts";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";

let deployed: Deployed;
let keys = 0;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

const WHY = "seen and decided by two of us";

function call(line: string, body?: unknown, apiKey = deployed.keys.operator, idempotencyKey = `key-${++keys}`) {
  return deployed.call({ line, apiKey, idempotencyKey, ...(body === undefined ? {} : { body }) });
}
const createOne = (more: object = {}) => call("POST /v1/merchants", { name: "Acme Ltd", country: "US", ...more });
const move = (merchantId: string, event: string): Promise<HttpResponse> =>
  call(`POST /v1/merchants/${merchantId}/${event}`, { reason: WHY });
const statusOf = async (merchantId: string) => (await call(`GET /v1/merchants/${merchantId}`)).json.status;

/** A merchant in any status, by the way that leads there. */
async function merchantThatIs(status: string): Promise<string> {
  const { merchantId } = (await createOne()).json;
  const way = { PENDING: [], ACTIVE: ["activate"], SUSPENDED: ["activate", "suspend"] }[status];
  for (const event of way ?? ["activate", "suspend", "close"]) await move(merchantId, event);
  expect(await statusOf(merchantId)).toBe(status);
  return merchantId;
}

async function auditsOf(merchantId: string) {
  const partition: [string, string] = ["pk", `TENANT#${merchantId}`];
  const { items } = await deployed.door.query("main", { partition, limit: 50 });
  return items.filter(({ sk }) => String(sk).startsWith("AUDIT#"));
}

async function put(item: Record<string, unknown>): Promise<void> {
  await deployed.tables.client.send(new PutCommand({ TableName: deployed.tables.main, Item: item }));
}

test("a merchant is created PENDING, under its own id or a given one", async () => {
  const named = await createOne({ merchantId: "my-shop" });
  expect(named).toMatchObject({
    status: 201,
    json: { merchantId: "my-shop", name: "Acme Ltd", country: "US", status: "PENDING", withdrawalPolicies: [] },
  });
  expect((await call("GET /v1/merchants/my-shop")).json).toEqual(named.json);

  const given = (await createOne()).json.merchantId;
  expect(given).toMatch(/^m-[0-9a-z]{12}$/);
  expect(await auditsOf(given)).toMatchObject([
    { by: deployed.keys.operator.slice(4, 16), action: "merchant created" },
  ]);
});

test("an id that is taken is refused for good, a tenant's from before there were merchants, too", async () => {
  await createOne({ merchantId: "taken" });
  const body = { name: "Another", country: "DE", merchantId: "taken" };
  const refused = await call("POST /v1/merchants", body, undefined, "taken-key");
  expect(refused).toMatchObject({ status: 409, json: { code: "merchant-exists", retryable: false } });
  const again = await call("POST /v1/merchants", body, undefined, "taken-key");
  expect([again.text, again.headers["idempotent-replayed"]]).toEqual([refused.text, "true"]);
  expect((await call("GET /v1/merchants/taken")).json.name).toBe("Acme Ltd");
  expect((await createOne({ merchantId: "globex" })).json.code).toBe("merchant-exists");
});

test("of ten requests for one id at once one creates it, and the same key creates one", async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => createOne({ merchantId: "raced" })));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);

  const body = { name: "Twice", country: "US" };
  const first = await call("POST /v1/merchants", body, undefined, "twice");
  expect((await call("POST /v1/merchants", body, undefined, "twice")).text).toBe(first.text);
});

test.each([
  ["merchantId", "ab"],
  ["merchantId", "-shop"],
  ["merchantId", "Shop"],
  ["merchantId", "a".repeat(33)],
  ["merchantId", "platform"],
  ["merchantId", "a#b"],
  ["name", " "],
  ["country", "XX"],
])("a %s like %j is refused, and named", async (field, value) => {
  const { status, json } = await createOne({ [field]: value });
  expect([status, json.errors[0].pointer]).toEqual([400, `/${field}`]);
});

const EVENTS = Object.keys(MOVES) as (keyof typeof MOVES)[];
const PAIRS = MERCHANT_STATUSES.flatMap((from) => EVENTS.map((event) => [from, event] as const));
test.each(PAIRS)("a %s merchant: %s", async (from, event) => {
  const merchantId = await merchantThatIs(from);
  const before = (await auditsOf(merchantId)).length;
  const { status, json } = await move(merchantId, event);
  const isAllowed = MERCHANT_TRANSITIONS.some((row) => row.from === from && row.on === event);
  const to = MOVES[event];
  if (from === to || isAllowed) expect([status, json.status]).toEqual([200, to]);
  else expect([status, json.code]).toEqual([409, "merchant-state"]);
  expect(await statusOf(merchantId)).toBe(isAllowed ? to : from);
  expect((await auditsOf(merchantId)).length - before).toBe(isAllowed ? 1 : 0);
});

test("a move is audited with its reason and who made it; of ten at once one is", async () => {
  const merchantId = await merchantThatIs("ACTIVE");
  const answers = await Promise.all(Array.from({ length: 10 }, () => move(merchantId, "suspend")));
  expect(answers.map(({ json }) => json.status)).toEqual(Array(10).fill("SUSPENDED"));
  const audits = (await auditsOf(merchantId)).filter(({ action }) => action === "merchant suspended");
  expect(audits).toMatchObject([{ reason: WHY, by: deployed.keys.operator.slice(4, 16) }]);
});

test("a merchant is not closed while a withdrawal is open or in review", async () => {
  const merchantId = await merchantThatIs("SUSPENDED");
  const waitFor: Record<string, string> = { NEEDS_REVIEW: "review" };
  for (const state of WITHDRAWAL_STATES.filter((each) => each !== "CONFIRMED" && each !== "CANCELLED")) {
    const listed = { statePk: listOfWithdrawals(merchantId, state, 5), stateSk: "01" };
    await put({ pk: `WD#${merchantId}#wdr_1`, sk: "HEAD", state, ...listed });
    const json = { code: "work-open", waitFor: waitFor[state] ?? "withdrawal" };
    expect(await move(merchantId, "close")).toMatchObject({ status: 409, json });
  }
  await put({ pk: `WD#${merchantId}#wdr_1`, sk: "HEAD", state: "CONFIRMED" });
  expect(await move(merchantId, "close")).toMatchObject({ status: 200, json: { status: "CLOSED" } });
});

test("a merchant is shown with the policies of its withdrawals, alone and in the list", async () => {
  const merchantId = await merchantThatIs("ACTIVE");
  const body = { currency: "EUR", dailyLimit: { amount: 5000, currency: "EUR" }, coolingSeconds: 60 };
  const { json } = await call(`PUT /v1/merchants/${merchantId}/withdrawal-policy`, body);
  expect(json).toMatchObject({ merchantId, currency: "EUR", coolingSeconds: 60 });
  expect((await call(`GET /v1/merchants/${merchantId}`)).json.withdrawalPolicies).toEqual([json]);
  const { items } = (await call("GET /v1/merchants?limit=100")).json as { items: { merchantId: string }[] };
  expect(items.find((merchant) => merchant.merchantId === merchantId)).toMatchObject({ withdrawalPolicies: [json] });
});

test("a merchant is not closed while a payment is open, in review, or on its way back, and not with money", async () => {
  const merchantId = await merchantThatIs("SUSPENDED");
  const payment = async (state: string) => {
    const listed = { statePk: listOfPayments(merchantId, state, 5), stateSk: "01" };
    await put({ pk: `PAY#${merchantId}#pay_1`, sk: "HEAD", state, ...listed });
  };
  const wallet = (available: number, frozen: number) =>
    // A currency that is withdrawn may have money all the same.
    put({ pk: `WALLET#${merchantId}#HRK`, sk: "HEAD", tenantId: merchantId, currency: "HRK", available, frozen });

  await wallet(5, 0);
  for (const state of ["PROCESSING", "REQUIRES_ACTION", "UNKNOWN"]) {
    await payment(state);
    const json = { code: "work-open", waitFor: "payment", retryable: false };
    expect(await move(merchantId, "close")).toMatchObject({ status: 409, json });
  }
  await payment("NEEDS_REVIEW");
  expect((await move(merchantId, "close")).json).toMatchObject({ code: "work-open", waitFor: "review" });
  await payment("SUCCEEDED");
  expect(await move(merchantId, "close")).toMatchObject({ status: 409, json: { code: "wallet-not-empty" } });
  await wallet(0, 5);
  const body = { reason: WHY };
  const line = `POST /v1/merchants/${merchantId}/close`;
  expect((await call(line, body, undefined, "close")).json).toMatchObject({ code: "work-open", waitFor: "payment" });
  await wallet(0, 0);
  // What had to be waited for is over, and the same request goes through.
  expect(await call(line, body, undefined, "close")).toMatchObject({ status: 200, json: { status: "CLOSED" } });
});

test("a merchant sees itself, and an operator's key has none", async () => {
  const own = await call("GET /v1/merchant", undefined, deployed.keys.redeemer);
  expect(own.json).toMatchObject({ merchantId: "acme", name: null, country: null, status: "ACTIVE" });
  expect(await call("GET /v1/merchant")).toMatchObject({ status: 404, json: { code: "not-found" } });
});

test("a merchant that is not there is 404, under any id", async () => {
  expect((await call("GET /v1/merchants/nobody")).json.code).toBe("not-found");
  expect((await call("GET /v1/merchants/No:body")).json.code).toBe("not-found");
  expect((await move("nobody", "activate")).json.code).toBe("not-found");
});

test("a tenant from before there were merchants is ACTIVE, in the list, and can be suspended", async () => {
  await put({
    pk: "TENANT#old-one",
    sk: "HEAD",
    tenantId: "old-one",
    statePk: "TENANT#0",
    stateSk: "old-one",
    createdAt: 1,
  });
  expect(await statusOf("old-one")).toBe("ACTIVE");
  expect((await move("old-one", "suspend")).json.status).toBe("SUSPENDED");
  expect((await call("GET /v1/merchants?limit=100")).json.items).toContainEqual(
    expect.objectContaining({ merchantId: "old-one", status: "SUSPENDED" }),
  );
});

test("a key from the command line makes a tenant ACTIVE, and opens no merchant that an operator has closed", async () => {
  await deployed.keyFor("by-hand", "redemptions");
  expect(await statusOf("by-hand")).toBe("ACTIVE");
  const suspended = await merchantThatIs("SUSPENDED");
  await deployed.keyFor(suspended, "redemptions");
  expect(await statusOf(suspended)).toBe("SUSPENDED");
  expect((await call(`GET /v1/merchants/${suspended}`)).json.name).toBe("Acme Ltd");
});

test("the list has each merchant once, newest first, however long its pages are", async () => {
  const made: string[] = [];
  for (let n = 0; n < 4; n++) {
    const { merchantId } = (await createOne()).json;
    made.unshift(merchantId);
    // Places are by the millisecond of the creation: a millisecond that two share has no order.
    const stateSk = `7ZZZZZZZZ${n}0000000000000000`;
    const Key = { pk: `TENANT#${merchantId}`, sk: "HEAD" };
    const change = { UpdateExpression: "SET stateSk = :at", ExpressionAttributeValues: { ":at": stateSk } };
    await deployed.tables.client.send(new UpdateCommand({ TableName: deployed.tables.main, Key, ...change }));
  }
  for (const limit of [1, 3, 100]) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { json } = await call(`GET /v1/merchants?limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`);
      seen.push(...json.items.map(({ merchantId }: { merchantId: string }) => merchantId));
      cursor = json.nextCursor;
    } while (cursor);
    expect(seen.filter((id) => made.includes(id))).toEqual(made);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(["acme", "globex"]));
  }
  expect((await call("GET /v1/merchants?cursor=aGVsbG8gd29ybGQh")).json.code).toBe("cursor-invalid");
});
