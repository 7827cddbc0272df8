import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { DUE_KINDS, type DueRows } from "../../../../core/foundation/domain/due-kinds.ts";
import { countHours } from "../../../../core/foundation/services/hours.ts";
import { getOverview } from "../../../../core/foundation/services/overview.ts";
import { eventPut } from "../../../../core/foundation/store/event-store.ts";
import { duePlaces, stateShards } from "../../../../core/foundation/store/keys.ts";
import { closeReview, openReview } from "../../../../core/foundation/store/review-store.ts";
import { FUNCTIONS, type FunctionRow } from "../../../../lib/functions.ts";
import { World } from "../../../support/world.ts";

const HOUR_MS = 60 * 60 * 1000;
const UNIQUE = "01JZZZZZZZZZZZZZZZZZZZZZZZ";
const QUEUES = [{ name: "refunds" as const, visible: 3, inFlight: 1, deadLetters: 2 }];
let world: World;
beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.drop());

const overview = (reviewsMax?: number) =>
  getOverview({ ...world.deps, queueDepths: async () => QUEUES, failingEndpoints: async () => 4 }, reviewsMax);
const refOf = (prefix: string, tenantId = "acme") => ({ tenantId, subjectId: `${prefix}_${tenantId}_${UNIQUE}` });
async function open(ref: { tenantId: string; subjectId: string }): Promise<void> {
  const ulid = world.deps.random.ulid(world.nowMs);
  await world.deps.tables.transact([openReview({ ...ref, why: "unknown" }, ulid, world.nowMs)]);
}
const due = (table: "main" | "events", duePk: string, dueAt: number) =>
  world.tables.client.send(
    new PutCommand({ TableName: world.tables[table], Item: { pk: duePk, sk: `DUE#${dueAt}`, duePk, dueAt } }),
  );

test("where nothing is under way nothing is told but what others know", async () => {
  const { reviews, hours, ...rest } = await overview();
  expect(reviews).toMatchObject({ count: 0, oldestAt: null, byKind: { payment: 0, refund: 0 } });
  expect(hours.map(({ counts }) => counts)).toEqual(Array.from({ length: 24 }, () => ({})));
  expect(rest).toEqual({ due: [], queues: QUEUES, failingEndpoints: 4 });
});

test("what waits for a person is counted by its kind, whoever it belongs to, with how long the oldest has waited", async () => {
  const firstAt = new Date(world.nowMs).toISOString();
  await open(refOf("ref"));
  for (const ref of [refOf("ref", "globex"), refOf("pay"), refOf("wdr")]) {
    world.nowMs += 60_000;
    await open(ref);
  }
  await world.deps.tables.transact([closeReview(refOf("pay"), world.nowMs)]);
  expect((await overview()).reviews).toMatchObject({
    count: 3,
    oldestAt: firstAt,
    byKind: { refund: 2, withdrawal: 1, payment: 0 },
  });
});

test("what was told in each hour of the last day comes along", async () => {
  await world.deps.tables.write(
    eventPut(
      { tenantId: "acme", type: "payment.succeeded", resourceId: "pay_1", resourceVersion: 1, at: world.nowMs },
      {},
    ),
  );
  world.nowMs += 2 * HOUR_MS;
  await countHours(world.deps);
  const { hours } = await overview();
  expect(hours).toHaveLength(24);
  expect(hours.at(-3)).toEqual({
    at: new Date(world.nowMs - 2 * HOUR_MS).toISOString(),
    counts: { "payment.succeeded": 1 },
  });
});

test("reviews are counted up to a bound, one page of each shard, and the oldest is among them", async () => {
  const firstAt = new Date(world.nowMs).toISOString();
  for (let n = 0; n < 40; n++) {
    await open(refOf("pay", `tenant${n}`));
    world.nowMs += 1000;
  }
  const requests = world.requests.length;
  const shards = stateShards("REVIEW").length;
  const { reviews } = await overview(shards * 2);
  expect(reviews).toMatchObject({ oldestAt: firstAt, byKind: { payment: reviews.count } });
  expect(reviews.count).toBeGreaterThan(shards);
  expect(reviews.count).toBeLessThanOrEqual(shards * 2);
  const due = (Object.keys(DUE_KINDS) as DueRows[]).flatMap(duePlaces).length;
  expect(world.requests).toHaveLength(requests + shards + due + 2);
});

test("of each kind of work that is due the oldest is told, over all shards; what is due later is not", async () => {
  const { nowMs } = world;
  await due("main", "RDM#1", nowMs - 1000);
  await due("main", "RDM#7", nowMs - 5000);
  await due("main", "SAGA#0", nowMs + 1);
  await due("events", "DLV#3", nowMs);
  expect((await overview()).due).toEqual([
    { kind: "redemption", oldestDueAt: new Date(nowMs - 5000).toISOString() },
    { kind: "delivery", oldestDueAt: new Date(nowMs).toISOString() },
  ]);
});

test("whatever the sweeper looks for is a kind of work", () => {
  const { access }: FunctionRow = FUNCTIONS.sweeper;
  const swept = access
    .filter(({ on }) => on.endsWith("/due"))
    .flatMap(({ on, rows }) => rows.map((row) => `${on} ${row}`));
  expect(
    Object.values(DUE_KINDS)
      .map(({ table, prefix }) => `${table}/due ${prefix}#`)
      .sort(),
  ).toEqual(swept.sort());
});
