import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { eventIdOf } from "../../../core/foundation/domain/events.ts";
import { numberedAt } from "../../../core/foundation/domain/ids.ts";
import type { MetricName } from "../../../core/foundation/domain/metrics.ts";
import { readAuditorPlace } from "../../../core/foundation/store/auditor-store.ts";
import { eventPut } from "../../../core/foundation/store/event-store.ts";
import { placeAmongAll } from "../../../core/foundation/store/keys.ts";
import type { Item } from "../../../core/foundation/store/table.ts";
import { submitRedemption } from "../../../core/redemptions/services/redemptions.ts";
import { judgeChanges } from "../../../lambdas/schedule/judge-changes.ts";
import { Crash, World } from "../../support/world.ts";

let world: World;
let gauges: Partial<Record<MetricName, number>>;
let planId: string;
const enoughMs = () => 600_000;
const look = (remainingMs = enoughMs) => judgeChanges(world.deps, remainingMs);

beforeEach(async () => {
  world = await World.create({ behaviour: () => "ok" });
  gauges = {};
  world.deps.metrics.gauge = (name, value) => void Object.assign(gauges, { [name]: value });
  planId = await world.plan();
  await world.account();
});
afterEach(() => world.drop());

/** One that has succeeded, and was told of long enough ago. */
async function redeemed(code = "CARD-GOOD-0001"): Promise<string> {
  const body = { planId, code };
  await submitRedemption(world.deps, world.request("POST /v1/redemptions", body), "acme", body);
  await world.settle();
  world.nowMs += world.deps.limits.countMarginMs + 1;
  return world.deps.vault.redemptionId("acme", code);
}

const headOf = async (redemptionId: string) =>
  (await world.rows("RDM#")).find((row) => row.redemptionId === redemptionId) as Item;

/** As no write of the store leaves it. */
const write = (row: Item) => world.tables.client.send(new PutCommand({ TableName: world.tables.main, Item: row }));
const spoil = async (redemptionId: string, change: Item = { state: "LOST" }) =>
  write({ ...(await headOf(redemptionId)), ...change });
const reviews = () => world.rows("REVIEW#");
const toldAt = (resourceId: string, at: number, resourceVersion = 7) => {
  const told = { tenantId: "acme", type: "redemption.succeeded", resourceId, resourceVersion, at } as const;
  return world.deps.tables.write(eventPut(told, {}));
};

test("what holds is looked at and no more than that, and how far that came is kept", async () => {
  const ids = [await redeemed("CARD-GOOD-0001"), await redeemed("CARD-GOOD-0002")];
  const [reads, before] = [world.requests.length, world.steps.length];
  expect(await look()).toEqual({ resources: ids.length, violations: 0, behindMs: 0 });
  // Its place, one page of each partition, the events, and of each resource its own rows, those beside it, and its plan.
  expect(world.requests.length - reads).toBe(1 + 64 + 1 + 3 * ids.length + 1);
  expect(world.steps.slice(before)).toEqual(["UpdateCommand"]);
  expect(gauges).toMatchObject({ AuditorBehind: 0 });
  expect(await look()).toEqual({ resources: 0, violations: 0, behindMs: 0 });
});

test("a violation is counted, told with its ids, and put before a person once, who can close it", async () => {
  const redemptionId = await redeemed();
  await spoil(redemptionId);
  const said: unknown[] = [];
  world.deps.log.error = (message, error, ids) => void said.push([message, (error as Error).message, ids]);
  const { violations } = await look();
  expect(violations).toBeGreaterThan(0);
  expect(world.counts.get("InvariantViolations")).toBe(violations);
  expect(said).toContainEqual([
    "an invariant does not hold",
    `I13 ${redemptionId}: is LOST, which is no state`,
    { redemptionId, violationId: expect.stringMatching(/^vio_acme_/), tenantId: "acme", invariant: "I13" },
  ]);
  const listed = await reviews();
  expect(new Set(listed.map(({ why }) => String(why).slice(0, 3)))).toContain("I13");
  expect(listed).toContainEqual(expect.objectContaining({ tenantId: "acme", statePk: expect.any(String) }));

  await toldAt(redemptionId, world.nowMs);
  world.nowMs += world.deps.limits.countMarginMs + 1;
  expect(await look()).toMatchObject({ violations });
  expect(await reviews()).toEqual(listed);
  expect(world.counts.get("InvariantViolations")).toBe(2 * violations);
});

test("what only one of two readings finds is of no moment, and no finding", async () => {
  await redeemed();
  const { tables } = world.deps;
  const { getMany } = tables;
  let left = 1;
  tables.getMany = async (table, keys) => {
    const rows = await getMany.call(tables, table, keys);
    return keys.some(({ pk }) => pk.startsWith("LEDGER#")) && left-- > 0 ? rows.map(() => undefined) : rows;
  };
  expect(await look()).toMatchObject({ violations: 0 });
  expect(left).toBeLessThan(0);
  expect(await reviews()).toEqual([]);
});

test("a row that lacks what the rules read is a violation, and stops nothing", async () => {
  const [broken, sound] = [await redeemed("CARD-GOOD-0001"), await redeemed("CARD-GOOD-0002")];
  const attempt = (await world.rows("RDM#", "ATTEMPT#")).find(({ pk }) => String(pk).endsWith(broken)) as Item;
  await write({ ...attempt, events: undefined });
  expect(await look()).toMatchObject({ resources: 2, violations: 1 });
  expect(await reviews()).toMatchObject([{ why: `I13 ${broken}: has a row that cannot be judged` }]);
  expect(sound).not.toBe(broken);
});

describe("whoever dies", () => {
  test.each(["before", "after"] as const)(
    "%s its finding is on the list looks again, and lists it once",
    async (when) => {
      const redemptionId = await redeemed();
      await spoil(redemptionId);
      world.crashAt(0, when);
      await expect(look()).rejects.toThrow(Crash);
      world.revive();
      expect(await readAuditorPlace(world.deps.tables)).toBeUndefined();
      expect((await look()).violations).toBeGreaterThan(0);
      const listed = (await reviews()).map(({ why }) => String(why));
      expect(listed).toContain(`I13 ${redemptionId}: is LOST, which is no state`);
      // One of each rule.
      expect(listed.map((why) => why.split(" ")[0]).sort()).toEqual(["I12", "I13", "I2"]);
      expect(await look()).toMatchObject({ resources: 0 });
    },
  );

  test("before its place has moved leaves it where it was; after, where it is", async () => {
    await redeemed();
    world.crashAt(0, "before");
    await expect(look()).rejects.toThrow(Crash);
    world.revive();
    world.crashAt(0, "after");
    await expect(look()).rejects.toThrow(Crash);
    world.revive();
    expect(await look()).toMatchObject({ resources: 0, behindMs: 0 });
  });
});

test("of two that look at the same, one moves on and the other leaves the rest to it", async () => {
  await redeemed();
  const hold = world.holdAt(0, "before");
  const late = look();
  await hold.reached;
  expect(await look()).toMatchObject({ resources: 1, behindMs: 0 });
  hold.letGo();
  await late;
  const place = await readAuditorPlace(world.deps.tables);
  expect(place).toEqual({ pk: "AUDITOR#place", sk: "HEAD", auditedToMs: expect.any(Number) });
});

test("what does not fit into a run waits for the next, and a figure says how far behind it is", async () => {
  await redeemed();
  expect(await look(() => 1000)).toMatchObject({ resources: 0, violations: 0 });
  expect(gauges.AuditorBehind).toBe(24 * 60 * 60 * 1000);
  expect(await look()).toMatchObject({ resources: 1, behindMs: 0 });
});

describe("a partition of the index that has more than a page", () => {
  /** Versions of which the events stand in one partition. */
  const together = (resourceId: string, at: number, count: number) => {
    const placeOf = (resourceVersion: number) =>
      placeAmongAll("EVT", eventIdOf({ tenantId: "acme", resourceId, resourceVersion, at }));
    const all = Array.from({ length: 64 * count * 2 }, (_, n) => n + 10);
    return all.filter((version) => placeOf(version) === placeOf(10)).slice(0, count);
  };

  test.each([
    ["of many moments", 2],
    ["of one moment", 0],
  ])("%s is walked to its end", async (_what, apartMs) => {
    const redemptionId = await redeemed();
    const at = world.nowMs;
    const versions = together(redemptionId, at, 120);
    expect(versions).toHaveLength(120);
    await Promise.all(
      versions.map(async (version, n) => {
        const told = { tenantId: "acme", type: "redemption.succeeded", resourceId: redemptionId, at } as const;
        const { item, ...put } = eventPut({ ...told, resourceVersion: version }, {});
        const stateSk = numberedAt(at + n * apartMs, version);
        await world.deps.tables.write({ ...put, item: { ...item, stateSk } });
      }),
    );
    world.nowMs += world.deps.limits.countMarginMs + 1000;
    expect(await look()).toMatchObject({ violations: 0, behindMs: 0 });
    expect(await look()).toMatchObject({ resources: 0 });
  });
});

test("what nobody is judged by is passed over: tests of endpoints, and what is gone", async () => {
  const at = world.nowMs;
  const test = { tenantId: "acme", type: "webhook.test", resourceVersion: 1, at } as const;
  await world.deps.tables.write(eventPut({ ...test, resourceId: "whe_acme_00000000000000000000000000" }, {}));
  await world.deps.tables.write(eventPut({ ...test, resourceId: "of-another-release" }, {}));
  world.nowMs += world.deps.limits.countMarginMs + 1;
  expect(await look()).toEqual({ resources: 1, violations: 0, behindMs: 0 });
});
