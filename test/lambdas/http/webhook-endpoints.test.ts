import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { openSecrets } from "../../../core/events/services/endpoint-secrets.ts";
import { readEndpoint } from "../../../core/events/store/endpoint-store.ts";
import { CodeVault } from "../../../core/foundation/services/code-vault.ts";
import { HOSTILE_URLS, OWN_URL } from "../../core/events/hostile-urls.ts";
import { type Deployed, deploy, SECRETS } from "../deployed.ts";

let deployed: Deployed;
let keys = 0;
let merchants = 0;
/** Of each test its own: twenty endpoints are soon made. */
let tenantId: string;
let own: string;
const vault = new CodeVault({ cipherSecret: SECRETS.cipher, randomBytes: () => new Uint8Array() });
beforeAll(async () => {
  deployed = await deploy();
  // Before the function is loaded.
  process.env.API_URL = OWN_URL;
});
beforeEach(async () => {
  ({ tenantId, apiKey: own } = await newMerchant());
});
afterAll(() => deployed.stop());

const ASKED = { url: "https://shop.example/hooks", eventTypes: ["payment.*", "redemption.succeeded"] };
const call = (line: string, body?: unknown, apiKey = own, idempotencyKey = `key-${++keys}`) =>
  deployed.call({ line, apiKey, ...(line.startsWith("DELETE") ? {} : { idempotencyKey }), body });
const add = (body: unknown = ASKED, apiKey?: string) => call("POST /v1/webhook-endpoints", body, apiKey);
const at = (id: string, rest = "") => `/v1/webhook-endpoints/${id}${rest}`;

/** A merchant without endpoints. */
async function newMerchant(): Promise<{ tenantId: string; apiKey: string }> {
  const tenantId = `shop-${++merchants}`;
  return { tenantId, apiKey: await deployed.keyFor(tenantId, "notifications") };
}
const rowOf = (webhookEndpointId: string) => readEndpoint(deployed.door, { tenantId, webhookEndpointId });
async function secretsOf(webhookEndpointId: string, nowMs = Date.now()): Promise<string[]> {
  const row = await rowOf(webhookEndpointId);
  return row ? openSecrets(vault, row, nowMs) : [];
}

test("an endpoint is made with a secret that is shown once, and kept encrypted", async () => {
  const { status, json } = await add({ ...ASKED, description: "Main" });
  expect({ status, json }).toEqual({
    status: 201,
    json: {
      webhookEndpointId: expect.stringMatching(new RegExp(`^whe_${tenantId}_`)),
      ...ASKED,
      description: "Main",
      status: "ENABLED",
      disabledReason: null,
      failingSince: null,
      lastSuccessAt: null,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: json.createdAt,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
    },
  });
  const { secret, ...shown } = json;
  expect((await call(`GET ${at(shown.webhookEndpointId)}`)).json).toEqual(shown);
  expect(await secretsOf(shown.webhookEndpointId)).toEqual([secret]);
  expect(JSON.stringify(await deployed.rows())).not.toContain(secret);
});

test("the same key shows the same secret again, and makes nothing", async () => {
  const first = await call("POST /v1/webhook-endpoints", ASKED, undefined, "once");
  const again = await call("POST /v1/webhook-endpoints", ASKED, undefined, "once");
  expect(again.json).toEqual(first.json);
  expect(again.headers["idempotent-replayed"]).toBe("true");
  expect((await call("GET /v1/webhook-endpoints")).json.items).toHaveLength(1);
});

test("a list shows a merchant its own, newest first, and an operator all; those that were deleted are ENDED", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) ids.push((await add()).json.webhookEndpointId);
  await call(`DELETE ${at(ids[1] as string)}`);
  const { items } = (await call("GET /v1/webhook-endpoints")).json;
  expect(items.map(({ webhookEndpointId }: { webhookEndpointId: string }) => webhookEndpointId).sort()).toEqual(
    ids.sort(),
  );
  expect(items.filter(({ status }: { status: string }) => status === "ENDED")).toHaveLength(1);
  const asOperator = await call(`GET /v1/webhook-endpoints?tenantId=${tenantId}`, undefined, deployed.keys.operator);
  expect(asOperator.json.items).toEqual(items);
  const page = (await call("GET /v1/webhook-endpoints?limit=2")).json;
  const rest = (await call(`GET /v1/webhook-endpoints?limit=2&cursor=${page.nextCursor}`)).json;
  expect([...page.items, ...rest.items]).toEqual(items);
});

describe("a change", () => {
  test("of each field is in the answer and in the row, and leaves the others", async () => {
    const { webhookEndpointId: id } = (await add()).json;
    const url = "https://shop.example/new";
    expect((await call(`PATCH ${at(id)}`, { url })).json).toMatchObject({ url, eventTypes: ASKED.eventTypes });
    expect((await call(`PATCH ${at(id)}`, { eventTypes: ["*"] })).json).toMatchObject({ url, eventTypes: ["*"] });
    expect((await call(`PATCH ${at(id)}`, { description: "Ours" })).json).toMatchObject({ description: "Ours" });
    const { status, json } = await call(`PATCH ${at(id)}`, { status: "DISABLED" });
    expect({ status, json }).toMatchObject({ status: 200, json: { status: "DISABLED", disabledReason: "merchant" } });
    expect((await call(`GET ${at(id)}`)).json).toEqual(json);
    expect(await rowOf(id)).toMatchObject({ version: 5 });
  });

  test("that enables it forgets its failures", async () => {
    const { webhookEndpointId: id } = (await add()).json;
    const row = await rowOf(id);
    const failing = {
      ...row,
      status: "DISABLED",
      disabledReason: "failing",
      failures: 9,
      failingSince: 5,
      failingTold: true,
    };
    await deployed.door.write({ kind: "put", name: "seed", table: "main", item: failing as never, only: {} });
    expect((await call(`GET ${at(id)}`)).json).toMatchObject({
      disabledReason: "failing",
      failingSince: "1970-01-01T00:00:00.005Z",
    });
    const { json } = await call(`PATCH ${at(id)}`, { status: "ENABLED" });
    expect(json).toMatchObject({ status: "ENABLED", disabledReason: null, failingSince: null });
    expect((await call(`GET ${at(id)}`)).json).toEqual(json);
    const { failingTold, failures } = { failingTold: undefined, ...(await rowOf(id)) };
    expect({ failingTold, failures }).toEqual({ failingTold: undefined, failures: 0 });
  });
});

test("deleted, again and again, it is ENDED in reads and not there for all else", async () => {
  const { webhookEndpointId: id } = (await add()).json;
  const first = await call(`DELETE ${at(id)}`);
  expect(first).toMatchObject({ status: 200, json: { webhookEndpointId: id, status: "ENDED" } });
  expect((await call(`DELETE ${at(id)}`)).json).toEqual(first.json);
  expect((await call(`GET ${at(id)}`)).json).toEqual(first.json);
  expect(await secretsOf(id)).toEqual([]);
  const others = [call(`PATCH ${at(id)}`, { description: "x" }), call(`POST ${at(id, "/rotate-secret")}`, {})];
  for (const { status, json } of await Promise.all(others))
    expect({ status, code: json.code }).toEqual({ status: 404, code: "not-found" });
});

test("the twenty-first is refused until one is deleted, under a new key", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 20; n++) ids.push((await add()).json.webhookEndpointId);
  const refused = await call("POST /v1/webhook-endpoints", ASKED, undefined, "full");
  expect(refused).toMatchObject({ status: 409, json: { code: "too-many-endpoints", retryable: false } });
  await call(`DELETE ${at(ids[0] as string)}`);
  await call(`DELETE ${at(ids[0] as string)}`);
  expect((await call("POST /v1/webhook-endpoints", ASKED, undefined, "full")).json).toEqual(refused.json);
  expect((await add()).status).toBe(201);
  expect((await add()).status).toBe(409);
});

describe("a rotation", () => {
  const rotate = (id: string, body: object) => call(`POST ${at(id, "/rotate-secret")}`, body);

  test("keeps the secret before it for a day, unless it says how long", async () => {
    const { webhookEndpointId: id, secret: first } = (await add()).json;
    const before = Date.now();
    const { status, json } = await rotate(id, {});
    expect({ status, json }).toEqual({
      status: 201,
      json: { secret: expect.stringMatching(/^whsec_/), previousValidUntil: expect.stringMatching(/Z$/) },
    });
    const until = Date.parse(json.previousValidUntil);
    expect(until - 24 * 3_600_000).toBeGreaterThanOrEqual(before);
    expect(await secretsOf(id, until - 1)).toEqual([json.secret, first]);
    expect(await secretsOf(id, until)).toEqual([json.secret]);
    const week = (await rotate(id, { graceSeconds: 604_800 })).json;
    // Of three, the oldest has ended.
    expect(await secretsOf(id)).toEqual([week.secret, json.secret]);
    expect(await secretsOf(id, Date.parse(week.previousValidUntil) - 1)).toEqual([week.secret, json.secret]);
  });

  test("without grace ends all secrets but the new one", async () => {
    const { webhookEndpointId: id } = (await add()).json;
    await rotate(id, {});
    const { secret } = (await rotate(id, { graceSeconds: 0 })).json;
    expect(await secretsOf(id, 0)).toEqual([secret]);
  });

  test("under the same key happens once, and shows the same secret", async () => {
    const { webhookEndpointId: id } = (await add()).json;
    const first = await call(`POST ${at(id, "/rotate-secret")}`, { graceSeconds: 0 }, undefined, "rotate-once");
    const again = await call(`POST ${at(id, "/rotate-secret")}`, { graceSeconds: 0 }, undefined, "rotate-once");
    expect(again.json).toEqual(first.json);
    expect(await secretsOf(id)).toEqual([first.json.secret]);
    expect(JSON.stringify(await deployed.rows())).not.toContain(first.json.secret);
  });
});

const BAD: [name: string, body: object, pointer: string][] = [
  ["no types", { ...ASKED, eventTypes: [] }, "/eventTypes"],
  ["fifty-one types", { ...ASKED, eventTypes: Array(51).fill("*") }, "/eventTypes"],
  ["an unknown type", { ...ASKED, eventTypes: ["payment.*", "payment.vanished"] }, "/eventTypes/1"],
  ["an unknown resource", { ...ASKED, eventTypes: ["coupon.*"] }, "/eventTypes/0"],
  ["half a wildcard", { ...ASKED, eventTypes: ["payment.suc*"] }, "/eventTypes/0"],
];
test.each(BAD)("%s is refused by a create, and by a change", async (_name, body, pointer) => {
  const { webhookEndpointId: id } = (await add()).json;
  const [field = ""] = pointer.slice(1).split("/");
  const changed = { [field]: (body as Record<string, unknown>)[field] };
  for (const { status, json } of [await add(body), await call(`PATCH ${at(id)}`, changed)])
    expect({ status, pointers: json.errors?.map((error: { pointer: string }) => error.pointer) }).toEqual({
      status: 400,
      pointers: [pointer],
    });
});

describe("no webhook goes to", () => {
  let id: string;
  let apiKey: string;
  beforeAll(async () => {
    ({ apiKey } = await newMerchant());
    id = (await add(ASKED, apiKey)).json.webhookEndpointId;
  });
  afterAll(async () => {
    expect((await call("GET /v1/webhook-endpoints", undefined, apiKey)).json.items).toMatchObject([{ url: ASKED.url }]);
  });

  test.each(HOSTILE_URLS)("%s, by a create or a change, and nothing is told of it", async (_why, url) => {
    const refused = [await add({ ...ASKED, url }, apiKey), await call(`PATCH ${at(id)}`, { url }, apiKey)];
    for (const { status, json } of refused)
      expect({ status, json }).toMatchObject({
        status: 422,
        json: {
          code: "url-not-allowed",
          errors: [{ pointer: "/url", detail: "is not allowed" }],
          detail: expect.stringMatching(/^Webhooks are not sent to this URL\./i),
        },
      });
  });
});

test("a refused URL is not what its key stands for: mended, the same request is taken", async () => {
  const refused = await call("POST /v1/webhook-endpoints", { ...ASKED, url: "http://shop.example" }, undefined, "mend");
  expect(refused.status).toBe(422);
  expect((await call("POST /v1/webhook-endpoints", ASKED, undefined, "mend")).status).toBe(201);
});

test.each([{}, { status: "ENDED" }, { status: null }, { description: "x", secret: "whsec_mine" }])(
  "a change to %j is refused",
  async (body) => {
    const { webhookEndpointId: id } = (await add()).json;
    expect((await call(`PATCH ${at(id)}`, body)).status).toBe(400);
  },
);

test.each([-1, 0.5, 604_801, "60"])("a rotation with %p seconds of grace is refused", async (graceSeconds) => {
  const { webhookEndpointId: id } = (await add()).json;
  const { status, json } = await call(`POST ${at(id, "/rotate-secret")}`, { graceSeconds });
  expect({ status, pointer: json.errors[0].pointer }).toEqual({ status: 400, pointer: "/graceSeconds" });
});

test("another merchant's endpoint is not there, and an operator reads it and changes nothing", async () => {
  const { webhookEndpointId: id } = (await add()).json;
  const { apiKey } = await newMerchant();
  const operator = deployed.keys.operator;
  const writes: [string, object | undefined][] = [
    [`PATCH ${at(id)}`, { description: "x" }],
    [`DELETE ${at(id)}`, undefined],
    [`POST ${at(id, "/rotate-secret")}`, {}],
  ];
  for (const [line, body] of writes) {
    expect((await call(line, body, apiKey)).status).toBe(404);
    expect((await call(line, body, operator)).json.code).toBe("scope-missing");
  }
  expect((await call(`GET ${at(id)}`, undefined, apiKey)).status).toBe(404);
  expect((await call(`GET ${at(id)}`, undefined, operator)).json).toMatchObject({ status: "ENABLED" });
});
