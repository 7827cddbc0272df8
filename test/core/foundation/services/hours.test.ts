import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { numberedAt } from "../../../../core/foundation/domain/ids.ts";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import type { Deps } from "../../../../core/foundation/services/deps.ts";
import { countHours, readHours } from "../../../../core/foundation/services/hours.ts";
import { eventPut } from "../../../../core/foundation/store/event-store.ts";
import type { Hour } from "../../../../core/foundation/store/hour-store.ts";
import type { IndexQuery, Item, Key, Write } from "../../../../core/foundation/store/table.ts";
import { World } from "../../../support/world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MARGIN_MS = LIMITS.demo.countMarginMs;

describe("on the engine", () => {
  let world: World;
  let told = 0;
  beforeEach(async () => {
    world = await World.create();
    // A whole hour, which the tests go on from.
    world.nowMs = Date.parse("2026-03-01T12:00:00Z");
  });
  afterEach(() => world.drop());

  const tell = (at: number, type: "payment.succeeded" | "refund.failed" = "payment.succeeded", tenantId = "acme") =>
    world.deps.tables.write(
      eventPut({ tenantId, type, resourceId: `pay_${tenantId}_${++told}`, resourceVersion: 1, at }, {}),
    );
  const shown = () => readHours(world.deps, world.nowMs);
  const last = async () => (await shown()).at(-1)?.counts;

  test("events of all merchants are counted by type, in the hour of their moment", async () => {
    await tell(world.nowMs - 3 * HOUR_MS);
    await tell(world.nowMs - 3 * HOUR_MS, "payment.succeeded", "globex");
    await tell(world.nowMs - 2 * HOUR_MS - 1, "refund.failed");
    await tell(world.nowMs - 2 * HOUR_MS);
    await tell(world.nowMs - 25 * HOUR_MS);
    expect(await countHours(world.deps)).toEqual({ counted: 4 });
    const hours = await shown();
    expect(hours).toHaveLength(24);
    expect(hours.map(({ at }) => at)).toEqual(
      Array.from({ length: 24 }, (_, n) => new Date(world.nowMs - (23 - n) * HOUR_MS).toISOString()),
    );
    expect(hours.slice(-4)).toMatchObject([
      { at: "2026-03-01T09:00:00.000Z", counts: { "payment.succeeded": 2, "refund.failed": 1 } },
      { at: "2026-03-01T10:00:00.000Z", counts: { "payment.succeeded": 1 } },
      { at: "2026-03-01T11:00:00.000Z", counts: {} },
      { at: "2026-03-01T12:00:00.000Z", counts: {} },
    ]);
    expect(hours.slice(0, -4).map(({ counts }) => counts)).toEqual(Array(20).fill({}));
  });

  test("nothing counted twice, nothing left out, whenever the sweeper comes", async () => {
    for (let minute = 0; minute < 130; minute++) {
      if (minute % 3 === 0) await tell(world.nowMs);
      world.nowMs += MINUTE_MS;
      if (minute % 7 !== 2) await countHours(world.deps);
    }
    world.nowMs += MARGIN_MS;
    await countHours(world.deps);
    expect((await shown()).slice(-3).map(({ counts }) => counts["payment.succeeded"])).toEqual([20, 20, 4]);
    expect(await countHours(world.deps)).toEqual({ counted: 0 });
  });

  test("one whose transaction is late is counted with its margin, and none before that", async () => {
    const at = world.nowMs + MINUTE_MS;
    world.nowMs = at + MARGIN_MS;
    await countHours(world.deps);
    // Committed a whole margin after it was given its moment, in the very millisecond at which the next part begins.
    await tell(at);
    await tell(at - 1 + MARGIN_MS, "refund.failed");
    expect(await last()).toEqual({});
    world.nowMs += 1;
    await countHours(world.deps);
    expect(await last()).toEqual({ "payment.succeeded": 1 });
    world.nowMs += MARGIN_MS - 2;
    await countHours(world.deps);
    expect(await last()).toEqual({ "payment.succeeded": 1 });
    world.nowMs += 1;
    await countHours(world.deps);
    expect(await last()).toEqual({ "payment.succeeded": 1, "refund.failed": 1 });
  });

  test.each(["before", "after"] as const)(
    "a sweeper that dies right %s any of its writes loses nothing",
    async (when) => {
      await countHours(world.deps);
      for (const at of [world.nowMs, world.nowMs + HOUR_MS, world.nowMs + 2 * HOUR_MS - 1]) await tell(at);
      world.nowMs += 2 * HOUR_MS + MARGIN_MS;
      for (let step = 0; step < 3; step++) {
        world.crashAt(step === 0 ? 0 : 1, when);
        await countHours(world.deps).catch(() => undefined);
        world.revive();
      }
      await countHours(world.deps);
      expect((await shown()).slice(-3).map(({ counts }) => counts["payment.succeeded"] ?? 0)).toEqual([1, 2, 0]);
    },
  );

  test("of two sweepers at once one writes, also when the other has read what was there before", async () => {
    await tell(world.nowMs);
    world.nowMs += MINUTE_MS + MARGIN_MS;
    // All hours but the last are done.
    await countHours(world.deps);
    await tell(world.nowMs - MARGIN_MS);
    world.nowMs += MINUTE_MS;
    const held = world.holdAt(0, "before");
    const zombie = countHours(world.deps);
    await held.reached;
    await tell(world.nowMs - MARGIN_MS);
    world.nowMs += MINUTE_MS;
    expect(await countHours(world.deps)).toEqual({ counted: 2 });
    held.letGo();
    expect(await zombie).toEqual({ counted: 0 });
    expect(await last()).toEqual({ "payment.succeeded": 3 });
    expect(await countHours(world.deps)).toEqual({ counted: 0 });
  });

  test("a sweep with nothing to count asks each partition once, and an hour's row goes nine days after it", async () => {
    world.nowMs += MARGIN_MS;
    await countHours(world.deps);
    world.requests.length = 0;
    world.nowMs += MINUTE_MS;
    await countHours(world.deps);
    expect(world.requests.toSorted()).toEqual([
      "BatchGetCommand",
      ...Array<string>(64).fill("QueryCommand"),
      "UpdateCommand",
    ]);
    const key = `STAT#${Date.parse("2026-03-01T12:00:00Z")}`;
    expect(await world.deps.tables.get("events", { pk: key, sk: "HEAD" })).toMatchObject({
      countedTo: world.nowMs - MARGIN_MS,
      expiresAt: Date.parse("2026-03-10T12:00:00Z") / 1000,
    });
  });
});

/** The two tables that a sweep asks, in memory; `partition`: where all of the events stand. */
class InMemory {
  nowMs = HOUR_MS * 400_000;
  readonly rows = new Map<string, Hour>();
  readonly events: Item[] = [];
  queries = 0;
  /** What becomes of the next writes: `lost` ones never arrive, `unanswered` ones do. */
  fates: ("written" | "lost" | "unanswered")[] = [];
  readonly deps = {
    clock: () => this.nowMs,
    limits: LIMITS.demo,
    tables: {
      getMany: async (_table: string, keys: readonly Key[]) => keys.map(({ pk }) => this.rows.get(pk)),
      query: async (_table: string, { partition, sort, limit }: IndexQuery) => {
        this.queries++;
        const inside = this.events.filter(
          (row) => row.allPk === partition[1] && String(row.stateSk) > String(sort?.value),
        );
        const items = inside.toSorted((a, b) => (String(a.stateSk) < String(b.stateSk) ? -1 : 1)).slice(0, limit);
        return { items, after: items.length === limit ? items.at(-1) : undefined };
      },
      write: async (write: Write & { kind: "update" }) => {
        const fate = this.fates.shift() ?? "written";
        if (fate !== "lost") this.rows.set(write.key.pk, write.set as unknown as Hour);
        if (fate !== "written") throw new Error("no answer");
        return { committed: true };
      },
    },
  } as unknown as Deps;

  tell(atMs: number, type: string, partition = 0): void {
    this.events.push({ stateSk: numberedAt(atMs, this.events.length), type, allPk: `EVT#${partition}` });
  }

  async total(): Promise<number> {
    const hours = await readHours(this.deps, this.nowMs);
    return hours.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
  }
}

test("more events than a page holds are counted up to a moment of which all are known, then from there", async () => {
  const memory = new InMemory();
  const hour = memory.nowMs;
  // Beyond the first thousand stand more of the same millisecond; the other partition has later ones, which wait.
  for (let n = 0; n < 2500; n++) memory.tell(hour + Math.floor(n / 3), "payment.succeeded", 0);
  for (let n = 0; n < 10; n++) memory.tell(hour + 500 + n, "refund.failed", 7);
  memory.nowMs += 2 * HOUR_MS;
  expect(await countHours(memory.deps)).toEqual({ counted: 2510 });
  const counts = (await readHours(memory.deps, memory.nowMs)).find(
    ({ at }) => at === new Date(hour).toISOString(),
  )?.counts;
  expect(counts).toEqual({ "payment.succeeded": 2500, "refund.failed": 10 });
  expect(memory.queries).toBe(64 * 3);
});

test("a sweep ends after five pages of each partition, and the next one goes on", async () => {
  const memory = new InMemory();
  for (let n = 0; n < 6500; n++) memory.tell(memory.nowMs + n, "payment.succeeded");
  memory.nowMs += 2 * HOUR_MS;
  const { counted } = await countHours(memory.deps);
  expect(counted).toBeGreaterThan(4900);
  expect(counted).toBeLessThanOrEqual(5000);
  expect(memory.queries).toBe(64 * 5);
  expect(await countHours(memory.deps)).toEqual({ counted: 6500 - counted });
  expect(await memory.total()).toBe(6500);
});

test("whatever happens to sweeps, each event that is committed within the margin is counted once", async () => {
  const step = fc.record({
    passMs: fc.integer({ min: 0, max: 40 * MINUTE_MS }),
    events: fc.array(fc.integer({ min: 0, max: MARGIN_MS }), { maxLength: 4 }),
    fates: fc.array(fc.constantFrom("written" as const, "lost" as const, "unanswered" as const), { maxLength: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const memory = new InMemory();
      let told = 0;
      for (const { passMs, events, fates } of steps) {
        // It was given its moment up to a margin before it is there.
        for (const agoMs of events) memory.tell(memory.nowMs - agoMs, "payment.succeeded", told++ % 64);
        memory.nowMs += passMs;
        memory.fates = [...fates];
        await countHours(memory.deps).catch(() => undefined);
      }
      memory.fates = [];
      memory.nowMs += MARGIN_MS + 1;
      await countHours(memory.deps);
      expect(await memory.total()).toBe(told);
    }),
    { numRuns: 60 },
  );
});
