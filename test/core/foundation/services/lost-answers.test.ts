import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { AROUND_MS, CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { loseAnswers } from "../../../../core/foundation/services/lost-answers.ts";
import { type IdempotencyRecord, record } from "../../../../core/foundation/store/idempotency-store.ts";
import { idempotencyKey } from "../../../../core/foundation/store/keys.ts";
import { World } from "../../../support/world.ts";

const ROUTE = "POST /v1/withdrawals";
const HOUR_MS = 3_600_000;

let world: World;
beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.drop());

/** What was answered at that moment. */
async function answered(key: string, startedAt: number, change: Partial<IdempotencyRecord> = {}) {
  const entry: IdempotencyRecord = {
    ...{ ownerId: "acme", key, route: ROUTE, requestId: `request-${key}`, fingerprint: "f", fieldHashes: {} },
    ...{ status: "DONE", httpStatus: 202, resourceId: `wdr_acme_${key}`, startedAt },
    expiresAt: Math.ceil((startedAt + CONTRACT.idempotencyTtlMs) / 1000),
    ...change,
  };
  await world.deps.tables.write(record(entry, startedAt));
  return entry;
}
const stored = (key: string) => world.deps.tables.get("transient", idempotencyKey("acme", key, ROUTE));

test("a lost key lives a day from the run that has lost it, and no longer for a second run", async () => {
  const { nowMs: toMs } = world;
  const entry = await answered("a", toMs + 1000, { status: "IN_PROGRESS", leaseUntil: toMs + 9000 });
  const restored = { toMs, atMs: toMs + 2000 };
  world.nowMs += 20 * HOUR_MS;
  const lostAtMs = world.nowMs;
  expect(await loseAnswers(world.deps, restored, [entry], async () => false)).toMatchObject({ lost: 1, told: [entry] });
  const { leaseUntil: _, ...rest } = entry;
  const lost = { ...rest, status: "LOST", expiresAt: Math.ceil((lostAtMs + CONTRACT.idempotencyTtlMs) / 1000) };
  expect(await stored("a")).toMatchObject(lost);
  expect(await stored("a")).not.toHaveProperty("leaseUntil");
  world.nowMs += HOUR_MS;
  const again = [lost as IdempotencyRecord];
  expect(await loseAnswers(world.deps, restored, again, async () => false)).toMatchObject({ lost: 0, told: again });
  expect(await stored("a")).toMatchObject(lost);
});

test("what was answered around the moment may be lost, what was answered before that, or later, is not", async () => {
  const toMs = world.nowMs;
  const atMs = toMs + HOUR_MS;
  const entries = await Promise.all([
    answered("before", toMs - AROUND_MS),
    answered("around", toMs - AROUND_MS + 1),
    answered("kept", toMs - AROUND_MS + 2),
    answered("refused", toMs + 1, { httpStatus: 409 }),
    answered("last", atMs + AROUND_MS),
    answered("later", atMs + AROUND_MS + 1),
  ]);
  const isKept = async ({ key }: IdempotencyRecord) => key === "kept";
  const { lost, told } = await loseAnswers(world.deps, { toMs, atMs }, entries, isKept);
  expect([lost, told.map(({ key }) => key).sort()]).toEqual([3, ["around", "last"]]);
  const left = await Promise.all(entries.map(async ({ key }) => [key, (await stored(key))?.status]));
  expect(left.filter(([, status]) => status === "LOST").map(([key]) => key)).toEqual(["around", "refused", "last"]);
});

test("of a key that another request has taken since, nothing is lost", async () => {
  const toMs = world.nowMs;
  const entry = await answered("a", toMs + 1);
  const restored = { toMs, atMs: toMs + 2 };
  const seen = { ...entry, requestId: "an earlier one" };
  expect(await loseAnswers(world.deps, restored, [seen], async () => false)).toMatchObject({ lost: 0 });
  expect(await stored("a")).toMatchObject(entry);
});
