import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { TerminalError } from "../../../../core/foundation/domain/errors.ts";
import { decideAndCommit } from "../../../../core/foundation/services/decide-and-commit.ts";
import type { Answer, IdempotentRequest } from "../../../../core/foundation/services/deps.ts";
import { underKey } from "../../../../core/foundation/services/under-key.ts";
import type { IdempotencyRecord } from "../../../../core/foundation/store/idempotency-store.ts";
import { idempotencyKey } from "../../../../core/foundation/store/keys.ts";
import { textOfRows } from "../../../../invariants/confidentiality.ts";
import { World } from "../../../support/world.ts";

let world: World;
beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.drop());

const SECRET = "whsec_not-to-be-kept-anywhere";
const ROUTE = "POST /v1/webhook-endpoints";
const body = { endpointId: "e-1", secret: SECRET, url: "https://shop.example/hook" };

function make(request: IdempotentRequest): Promise<Answer> {
  return decideAndCommit(world.deps, request, {
    resourceId: "e-1",
    busy: "busy",
    decide: () => ({ answer: { httpStatus: 201, body, shownOnce: ["secret"] }, writes: [] }),
  });
}

async function recordOf({ ownerId, key, route }: IdempotentRequest): Promise<IdempotencyRecord> {
  const row = await world.deps.tables.get("transient", idempotencyKey(ownerId, key, route));
  return row as unknown as IdempotencyRecord;
}

async function putRecord(record: IdempotencyRecord): Promise<void> {
  const item = { ...record, ...idempotencyKey(record.ownerId, record.key, record.route) };
  await world.tables.client.send(new PutCommand({ TableName: world.tables.transient, Item: item }));
}

test("a secret is in the first answer and its replays, byte for byte, and in no row", async () => {
  const request = world.request(ROUTE, { url: body.url }, "once");
  const first = await make(request);
  expect(first.body).toEqual(body);
  const again = await make({ ...request });
  expect([JSON.stringify(again.body), again.replayed]).toEqual([JSON.stringify(body), true]);
  // Also when the service refuses by now what it once made.
  const gone = () => Promise.reject(new TerminalError("not-found", "gone"));
  expect(JSON.stringify((await underKey(world.deps, request, gone)).body)).toBe(JSON.stringify(body));

  const record = await recordOf(request);
  expect(JSON.parse(record.body ?? "")).toEqual({ ...body, secret: null });
  expect(textOfRows([record as never])).not.toContain(SECRET);
  // The number of its key: a second one can join.
  expect(record.sealed?.[0]).toBe(1);
});

test.each([
  ["owner", { ownerId: "globex" }],
  ["key", { key: "another" }],
  ["route", { route: "POST /v1/api-keys" }],
])("what is sealed for one %s opens for no other", async (_what, other) => {
  const request = world.request(ROUTE, { url: body.url }, "bound");
  await make(request);
  const moved = { ...(await recordOf(request)), ...other };
  await putRecord(moved);
  await expect(make({ ...request, ...other })).rejects.toThrow();
});

test("what a key that is not here has sealed is refused, not misread", async () => {
  const request = world.request(ROUTE, { url: body.url }, "older");
  await make(request);
  const record = await recordOf(request);
  const sealed = Uint8Array.from(record.sealed ?? [], (byte, index) => (index === 0 ? 2 : byte));
  await putRecord({ ...record, sealed });
  await expect(make({ ...request })).rejects.toThrow("key number 2");
});

test("what was stored before secrets were sealed is replayed as it was, and needs no cipher", async () => {
  const request = world.request("POST /v1/plans", {}, "plain");
  const plain = { planId: "pln_acme_1", name: null };
  const decide = () => ({ answer: { httpStatus: 201, body: plain }, writes: [] });
  await decideAndCommit(world.deps, request, { resourceId: "p", busy: "busy", decide });
  expect((await recordOf(request)).sealed).toBeUndefined();
  const again = await decideAndCommit(world.deps, request, { resourceId: "p", busy: "busy", decide });
  expect(again).toEqual({ httpStatus: 201, body: plain, replayed: true });
});
