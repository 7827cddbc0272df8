import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import { countHours } from "../../../../core/foundation/services/hours.ts";
import { measureSilence } from "../../../../core/foundation/services/silence.ts";
import { eventPut } from "../../../../core/foundation/store/event-store.ts";
import { World } from "../../../support/world.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const SUNDAY_NOON = Date.parse("2026-03-01T12:00:00Z");
let world: World;
let gauges: number[];
beforeEach(async () => {
  world = await World.create();
  gauges = [];
});
afterEach(() => world.drop());

/** So many events in the hour that begins at this moment, and the counting of it. */
async function hourWith(events: number, at: number): Promise<void> {
  for (let n = 0; n < events; n++) {
    const resourceId = `pay_acme_${at}_${n}`;
    await world.deps.tables.write(
      eventPut({ tenantId: "acme", type: "payment.succeeded", resourceId, resourceVersion: 1, at: at + n }, {}),
    );
  }
  await countedFrom(at);
}
async function countedFrom(at: number): Promise<void> {
  world.nowMs = at + HOUR_MS + LIMITS.demo.countMarginMs;
  await countHours(world.deps);
}
function measured(): Promise<{ missed: number }> {
  const gauge = (name: string, value: number) => void (name === "EventsMissed" && gauges.push(value));
  return measureSilence({ ...world.deps, metrics: { ...world.deps.metrics, gauge } });
}

test("an hour without an event is missed by as many as the same hour of yesterday and of the week before both had", async () => {
  await hourWith(5, SUNDAY_NOON - 7 * DAY_MS);
  await hourWith(3, SUNDAY_NOON - DAY_MS);
  await countedFrom(SUNDAY_NOON);
  expect(await measured()).toEqual({ missed: 3 });
  expect(gauges).toEqual([3]);
});

test("a silence goes on after a day, and after a day of rest: where yesterday's hour was empty, the week before counts alone", async () => {
  await hourWith(5, SUNDAY_NOON - 7 * DAY_MS);
  await countedFrom(SUNDAY_NOON - DAY_MS);
  await countedFrom(SUNDAY_NOON);
  expect(await measured()).toEqual({ missed: 5 });
});

test.each([
  ["one event is enough", [5, 3, 1]],
  ["on this day of the week nobody comes", [0, 3, 0]],
])("nothing is missed where %s", async (_where, [week = 0, yesterday = 0, now = 0]) => {
  await hourWith(week, SUNDAY_NOON - 7 * DAY_MS);
  await hourWith(yesterday, SUNDAY_NOON - DAY_MS);
  await hourWith(now, SUNDAY_NOON);
  expect(await measured()).toEqual({ missed: 0 });
  expect(gauges).toEqual([0]);
});

test("an hour that is not counted to its end is not judged", async () => {
  await hourWith(5, SUNDAY_NOON - 7 * DAY_MS);
  await hourWith(3, SUNDAY_NOON - DAY_MS);
  world.nowMs = SUNDAY_NOON + HOUR_MS - 1 + LIMITS.demo.countMarginMs;
  await countHours(world.deps);
  world.nowMs = SUNDAY_NOON + HOUR_MS;
  expect(await measured()).toEqual({ missed: 0 });
  expect(gauges).toEqual([]);
});
