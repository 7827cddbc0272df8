import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { textOfRows } from "../../../invariants/confidentiality.ts";
import { type Deployed, deploy, type HttpResponse } from "../deployed.ts";

let deployed: Deployed;
let keys = 0;
let shop: string;
beforeAll(async () => {
  deployed = await deploy();
  shop = await deployed.keyFor("shop", "merchants", "payments", "codes");
});
afterAll(() => deployed.stop());

const idOf = (apiKey: string) => apiKey.slice(4, 16);
const because = { reason: "no longer needed" };

function call(line: string, apiKey: string, body?: unknown, idempotencyKey = `key-${++keys}`): Promise<HttpResponse> {
  return deployed.call({ line, apiKey, idempotencyKey, ...(body === undefined ? {} : { body }) });
}
const create = (body: object, apiKey = shop, idempotencyKey?: string) =>
  call("POST /v1/api-keys", apiKey, body, idempotencyKey);
const rotate = (keyId: string, graceSeconds: number, apiKey = shop, idempotencyKey?: string) =>
  call(`POST /v1/api-keys/${keyId}/rotate`, apiKey, { graceSeconds }, idempotencyKey);
const revoke = (keyId: string, apiKey = shop, body: object = because, idempotencyKey?: string) =>
  call(`POST /v1/api-keys/${keyId}/revoke`, apiKey, body, idempotencyKey);
const statusWith = async (apiKey: string) => (await call("GET /v1/merchant", apiKey)).status;

async function auditsOf(keyId: string) {
  const { items } = await deployed.door.query("main", { partition: ["pk", `KEY#${keyId}`], limit: 50 });
  return items.filter(({ sk }) => String(sk).startsWith("AUDIT#"));
}

async function everything(): Promise<string> {
  const pages = [deployed.tables.main, deployed.tables.transient].map(async (TableName) => {
    const { Items = [] } = await deployed.tables.client.send(new ScanCommand({ TableName }));
    return textOfRows(Items as never);
  });
  return (await Promise.all(pages)).join("\n");
}

test("a merchant makes a key for itself, which works at once, and the list shows it without its secret", async () => {
  const made = await create({ scopes: ["payments"], label: "till 1" });
  expect(made).toMatchObject({
    status: 201,
    json: { merchantId: "shop", scopes: ["payments"], label: "till 1", status: "ACTIVE", expiresAt: null },
  });
  const { key, keyId } = made.json;
  expect(idOf(key)).toBe(keyId);
  expect(await statusWith(key)).toBe(200);
  expect((await call("GET /v1/plans", key)).json.code).toBe("scope-missing");

  const { json, text } = await call("GET /v1/api-keys", shop);
  expect(json.items.find((item: { keyId: string }) => item.keyId === keyId)).toMatchObject({ label: "till 1" });
  expect(text).not.toContain(key.slice(17));
  expect(await auditsOf(keyId)).toMatchObject([{ by: idOf(shop), byMerchant: true, action: "key created" }]);
});

test("neither a key nor its secret stands in any row, not even encoded, and only its hash opens it", async () => {
  const made = await create({ scopes: ["payments"] });
  const rotated = await rotate(made.json.keyId, 60);
  const rows = await everything();
  for (const { key } of [made.json, rotated.json]) {
    const secret = key.slice(17);
    const spellings = [secret, Buffer.from(secret).toString("base64"), Buffer.from(secret).toString("hex")];
    for (const spelling of spellings) expect(rows).not.toContain(spelling);
    expect(rows).not.toContain(Buffer.from(secret, "base64url").toString("hex"));
  }
});

test("the same key replays the secret byte for byte, to any of the merchant's keys with the scope, and another body is refused", async () => {
  const body = { scopes: ["codes"], label: "one" };
  const first = await create(body, shop, "replayed");
  const sibling = await deployed.keyFor("shop", "merchants");
  for (const apiKey of [shop, sibling]) {
    const again = await create(body, apiKey, "replayed");
    expect([again.status, again.text, again.headers["idempotent-replayed"]]).toEqual([201, first.text, "true"]);
  }
  expect((await create({ ...body, label: "two" }, shop, "replayed")).json.code).toBe("idempotency-key-reused");
  expect((await create(body, deployed.keys.seller, "replayed")).json.code).toBe("scope-missing");
  // Another merchant's key of the same name is its own.
  const other = await deployed.keyFor("rival", "merchants", "codes");
  expect((await create(body, other, "replayed")).json.merchantId).toBe("rival");
});

test("of ten requests under one Idempotency-Key one makes a key, and all are answered the same", async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => create({ scopes: ["codes"] }, shop, "at-once")));
  const made = answers.filter(({ status }) => status === 201);
  expect(new Set(made.map(({ text }) => text)).size).toBe(1);
  expect(answers.filter(({ status }) => status !== 201).map(({ json }) => json.code)).toEqual(
    Array(answers.length - made.length).fill("idempotency-key-in-use"),
  );
});

test("nobody makes or rotates a key that may do more than its own", async () => {
  const small = await deployed.keyFor("shop", "merchants");
  const refused = await create({ scopes: ["merchants", "payments"] }, small);
  expect(refused).toMatchObject({ status: 403, json: { code: "scope-missing", errors: [{ pointer: "/scopes/1" }] } });
  const large = (await create({ scopes: ["payments"] })).json;
  expect(await rotate(large.keyId, 0, small)).toMatchObject({ status: 403, json: { code: "scope-missing" } });
  expect(await statusWith(large.key)).toBe(200);
  // Taking away is no more than its own.
  expect((await revoke(large.keyId, small)).json.status).toBe("REVOKED");
});

test("an operator makes a merchant's first key, and none of the platform's", async () => {
  const { operator } = deployed.keys;
  await call("POST /v1/merchants", operator, { merchantId: "first", name: "First", country: "US" });
  const made = await create({ merchantId: "first", scopes: ["merchants"] }, operator);
  expect(made).toMatchObject({ status: 201, json: { merchantId: "first" } });
  expect((await call("GET /v1/merchant", made.json.key)).json.status).toBe("PENDING");
  expect(await auditsOf(made.json.keyId)).toMatchObject([{ by: idOf(operator), action: "key created" }]);

  expect(await create({ merchantId: "nobody", scopes: ["codes"] }, operator)).toMatchObject({
    status: 422,
    json: { code: "merchant-not-found", errors: [{ pointer: "/merchantId" }] },
  });
});

test.each([
  ["no scope", { scopes: [] }, "/scopes"],
  ["an unknown scope", { scopes: ["payments", "all"] }, "/scopes/1"],
  ["the platform's scope", { scopes: ["operator"] }, "/scopes/0"],
  ["a scope twice", { scopes: ["codes", "codes"] }, "/scopes"],
  ["a moment that is over", { scopes: ["codes"], expiresAt: "2020-01-01T00:00:00Z" }, "/expiresAt"],
  ["a moment that is none", { scopes: ["codes"], expiresAt: "soon" }, "/expiresAt"],
  ["another merchant", { scopes: ["codes"], merchantId: "acme" }, "/merchantId"],
  ["an endless label", { scopes: ["codes"], label: "x".repeat(201) }, "/label"],
])("a key with %s is refused, and the field named", async (_what, body, pointer) => {
  const { status, json } = await create(body);
  expect([status, json.code, json.errors[0].pointer]).toEqual([400, "request-invalid", pointer]);
});

test("an operator has to name the merchant, and what it says of a key is named too", async () => {
  const { operator } = deployed.keys;
  expect((await create({ scopes: ["codes"] }, operator)).json.errors[0].pointer).toBe("/merchantId");
  expect((await revoke(idOf(shop), operator, { reason: "short" })).json.errors[0].pointer).toBe("/reason");
  for (const graceSeconds of [-1, 604_801, 1.5, "1", undefined])
    expect((await rotate(idOf(shop), graceSeconds as number)).json.errors[0].pointer).toBe("/graceSeconds");
  expect((await call("GET /v1/api-keys?merchantId=acme", shop)).json.errors[0].pointer).toBe("/query/merchantId");
});

test("a rotated key keeps its id; both secrets work until the old one's time, and a second rotation ends the older", async () => {
  const first = (await create({ scopes: ["payments"] })).json;
  const second = await rotate(first.keyId, 600);
  expect(second).toMatchObject({ status: 201, json: { keyId: first.keyId, status: "ACTIVE" } });
  expect(Date.parse(second.json.previousValidUntil)).toBeGreaterThan(Date.parse(first.createdAt) + 599_000);
  expect([await statusWith(first.key), await statusWith(second.json.key)]).toEqual([200, 200]);

  const third = (await rotate(first.keyId, 600)).json;
  expect(await statusWith(third.key)).toBe(200);
  expect([await statusWith(first.key), await statusWith(second.json.key)]).toEqual([401, 200]);
  const audits = await auditsOf(first.keyId);
  expect(audits.map(({ action }) => action)).toEqual(["key created", "key rotated", "key rotated"]);
});

test("the replay of a rotation shows the same secret again and rotates nothing", async () => {
  const { keyId, key } = (await create({ scopes: ["payments"] })).json;
  const first = await rotate(keyId, 600, shop, "rotated");
  expect((await rotate(keyId, 600, shop, "rotated")).text).toBe(first.text);
  expect([await statusWith(key), await statusWith(first.json.key)]).toEqual([200, 200]);
});

test("of ten rotations at once each answer's secret is another, and the last two of them open", async () => {
  const { keyId } = (await create({ scopes: ["payments"] })).json;
  const answers = await Promise.all(Array.from({ length: 10 }, () => rotate(keyId, 600)));
  const made = answers.filter(({ status }) => status === 201).map(({ json }) => json.key);
  expect(new Set(made).size).toBe(made.length);
  for (const { json } of answers.filter(({ status }) => status !== 201)) expect(json.retryable).toBe(true);
  const open = [];
  for (const key of made) if ((await statusWith(key)) === 200) open.push(key);
  expect(open).toHaveLength(Math.min(2, made.length));
});

test("a revoked key is refused, cannot be rotated, and is revoked once: by a reason that is kept", async () => {
  const { keyId, key } = (await create({ scopes: ["payments"] })).json;
  const first = await revoke(keyId);
  expect(first).toMatchObject({ status: 200, json: { keyId, status: "REVOKED" } });
  expect((await revoke(keyId)).json).toEqual(first.json);
  expect(await statusWith(key)).toBe(401);
  expect(await rotate(keyId, 0)).toMatchObject({ status: 409, json: { code: "key-revoked", retryable: false } });
  const audits = (await auditsOf(keyId)).filter(({ action }) => action === "key revoked");
  expect(audits).toMatchObject([{ reason: because.reason, by: idOf(shop), byMerchant: true }]);
});

test("the last key with `merchants` may revoke itself", async () => {
  const only = await deployed.keyFor("lonely", "merchants");
  expect((await revoke(idOf(only), only)).json.status).toBe("REVOKED");
});

test("another merchant's key is not there, for whatever is asked of it", async () => {
  const foreign = idOf(deployed.keys.seller);
  for (const answer of [await rotate(foreign, 0), await revoke(foreign), await revoke("000000000000")])
    expect([answer.status, answer.json.code]).toEqual([404, "not-found"]);
  expect((await revoke(idOf(deployed.keys.operator))).json.code).toBe("not-found");
  const { json } = await call("GET /v1/api-keys?limit=100", shop);
  expect(new Set(json.items.map(({ merchantId }: { merchantId: string }) => merchantId))).toEqual(new Set(["shop"]));
});

test("an operator rotates its own key alone, whose answer no other operator is told, and revokes any", async () => {
  const [mine, other] = [await deployed.keyFor(undefined, "operator"), await deployed.keyFor(undefined, "operator")];
  expect(await rotate(idOf(mine), 600, other)).toMatchObject({ status: 403, json: { code: "key-of-another" } });
  const first = await rotate(idOf(mine), 600, mine, "own");
  expect(first.status).toBe(201);
  expect((await rotate(idOf(mine), 600, other, "own")).json.code).toBe("key-of-another");
  expect((await rotate(idOf(mine), 600, mine, "own")).text).toBe(first.text);
  expect((await revoke(idOf(mine), other, { reason: "left the company" })).json.status).toBe("REVOKED");
});

test("a list has the hour of a key's last use, and an operator's spans merchants and platform", async () => {
  const { keyId, key } = (await create({ scopes: ["payments"] })).json;
  const shown = async (line: string, apiKey: string) =>
    (await call(line, apiKey)).json.items.find((item: { keyId: string }) => item.keyId === keyId);
  expect((await shown("GET /v1/api-keys?limit=100", shop)).lastUsedAt).toBeNull();
  await statusWith(key);
  expect((await shown("GET /v1/api-keys?limit=100", shop)).lastUsedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/);

  const { operator } = deployed.keys;
  expect(await shown("GET /v1/api-keys?limit=100&merchantId=shop", operator)).toBeDefined();
  const all = (await call("GET /v1/api-keys?limit=100", operator)).json.items;
  expect(all.map((item: { keyId: string }) => item.keyId)).toEqual(expect.arrayContaining([keyId, idOf(operator)]));
});

test("pages of a list have each key once", async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { json } = await call(`GET /v1/api-keys?limit=2${cursor ? `&cursor=${cursor}` : ""}`, shop);
    seen.push(...json.items.map(({ keyId }: { keyId: string }) => keyId));
    cursor = json.nextCursor;
  } while (cursor);
  const whole = (await call("GET /v1/api-keys?limit=100", shop)).json.items;
  expect(seen).toEqual(whole.map(({ keyId }: { keyId: string }) => keyId));
  expect(new Set(seen).size).toBe(seen.length);
});
