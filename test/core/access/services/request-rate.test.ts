import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { letThrough } from "../../../../core/access/services/request-rate.ts";
import { requestRateKey } from "../../../../core/access/store/keys.ts";
import { CONTRACT, LIMITS, type RequestLimit } from "../../../../core/foundation/domain/limits.ts";
import type { MetricName } from "../../../../core/foundation/domain/metrics.ts";
import { Tables, type Write } from "../../../../core/foundation/store/table.ts";
import { createLightTables, type TestTables } from "../../../support/engine.ts";

const LOT = CONTRACT.requestLot;
const START_MS = 1_700_000_000_000;
const LIMIT: RequestLimit = { requestsPerSecond: 100, burst: 200 };

let engine: TestTables;
let merchants = 0;
beforeAll(async () => {
  engine = await createLightTables();
});
afterAll(() => engine.drop());

/** Instances of one merchant's functions: each with its own memory and its own clock, over the same table. */
class Instances {
  readonly tenantId = `m-${++merchants}`;
  nowMs = START_MS;
  writes: string[] = [];
  counted: MetricName[] = [];
  failure: Error | undefined;
  readonly #deps;

  constructor(count: number, { skewMs = 0, omit = [] as string[] } = {}) {
    const instances = this;
    class Watched extends Tables {
      override async updated(write: Write & { kind: "update" }) {
        instances.writes.push(write.name);
        if (instances.failure) throw instances.failure;
        return super.updated(write);
      }
    }
    this.#deps = Array.from({ length: count }, (_, at) => ({
      tables: new Watched({ ...engine, fraction: () => 0, pause: async () => {}, omit: new Set(omit) }),
      clock: () => this.nowMs + (at % 2) * skewMs,
      metrics: { count: (name: MetricName) => this.counted.push(name), gauge: () => {} },
      log: { note: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    }));
  }

  /** How many of so many requests, one after the other, an instance lets through, and for how long it refuses the last one (ms). */
  async send(at: number, requests: number, limit = LIMIT) {
    const deps = this.#deps[at];
    if (!deps) throw new Error(`there is no instance ${at}`);
    let through = 0;
    let retryAfterMs: number | undefined;
    for (let n = 0; n < requests; n++) {
      try {
        await letThrough(deps, this.tenantId, limit);
        through++;
        retryAfterMs = undefined;
      } catch (error) {
        expect(error).toMatchObject({ code: "rate-limited" });
        ({ retryAfterMs } = error as { retryAfterMs: number });
      }
    }
    return { through, retryAfterMs };
  }

  /** All of them at once. */
  async sendAll(requests: readonly number[]): Promise<number> {
    const sent = await Promise.all(requests.map((count, at) => this.send(at, count)));
    return sent.reduce((sum, { through }) => sum + through, 0);
  }

  async spentUntil(): Promise<unknown> {
    const tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
    return (await tables.get("transient", requestRateKey(this.tenantId)))?.spentUntil;
  }
}

test("nothing is asked of the tables before a lot is full, and then it is told of in one write", async () => {
  const one = new Instances(1);
  await one.send(0, LOT - 1);
  expect(one.writes).toEqual([]);
  await one.send(0, 1);
  expect(one.writes).toEqual(["request-rate.begin"]);
  expect(await one.spentUntil()).toBe(START_MS + LOT * 10);
  await one.send(0, LOT);
  expect(one.writes).toEqual(["request-rate.begin", "request-rate.go-on"]);
});

test("the writes are never more than one for each twenty requests, however many instances tell of them", async () => {
  const six = new Instances(6);
  for (let second = 0; second < 8; second++) {
    await six.sendAll([90, 45, 45, 45, 20, 10]);
    six.nowMs += second % 2 === 0 ? 200 : 3000;
  }
  expect(six.writes.length).toBeGreaterThan(20);
  expect(six.writes.length).toBeLessThanOrEqual((8 * 255) / 20);
});

test("who has had a burst waits until it has earned what it had, is told how long, and goes on", async () => {
  const one = new Instances(1);
  const { through, retryAfterMs } = await one.send(0, 300);
  // The lot that goes beyond the burst is let through, and earned afterwards.
  expect([through, retryAfterMs]).toEqual([LIMIT.burst + LOT, LOT * 10]);
  one.nowMs += LOT * 10 - 1;
  expect(await one.send(0, 1)).toEqual({ through: 0, retryAfterMs: 1 });
  one.nowMs += 1;
  expect(await one.send(0, 1)).toEqual({ through: 1, retryAfterMs: undefined });
});

test("an instance learns with its own lot what others have let through", async () => {
  const two = new Instances(2);
  await two.send(0, LIMIT.burst + LOT);
  expect(await two.send(1, LOT + 1)).toEqual({ through: LOT, retryAfterMs: 2 * LOT * 10 });
});

test("a merchant below its rate is never refused, whatever its instances have not told of for long", async () => {
  const ten = new Instances(10);
  for (let n = 0; n < 2 * LOT; n++) {
    // A request of each within a second: a tenth of its rate.
    expect(await ten.sendAll(Array(10).fill(1))).toBe(10);
    ten.nowMs += 1000;
  }
});

test("what the tables do not answer is let through and counted, and is asked for again with the next lot alone", async () => {
  const one = new Instances(1);
  one.failure = new Error("no answer");
  expect(await one.send(0, 10 * LIMIT.burst)).toMatchObject({ through: 10 * LIMIT.burst });
  expect(one.writes).toHaveLength((10 * LIMIT.burst) / LOT);
  expect(new Set(one.counted)).toEqual(new Set(["RequestRateUntold"]));
  one.failure = undefined;
  expect((await one.send(0, 1000)).through).toBe(LIMIT.burst + LOT);
  expect(one.counted.filter((name) => name === "RequestRateLimited")).toHaveLength(1000 - LIMIT.burst - LOT);
});

test("the usual limits hold a lot, and no merchant can be given one that does not", () => {
  for (const { requestLimit } of Object.values(LIMITS)) {
    expect(requestLimit.burst).toBeGreaterThanOrEqual(LOT);
    expect(requestLimit.requestsPerSecond).toBeGreaterThanOrEqual(CONTRACT.requestsPerSecondMin);
  }
  // Two writes for each lot: what one row takes.
  expect((2 * CONTRACT.requestsPerSecondMax) / LOT).toBeLessThanOrEqual(1000);
});

const INSTANCES = 5;
const SKEW_MS = 300;
const round = fc.record({
  requests: fc.array(fc.nat({ max: 150 }), { minLength: INSTANCES, maxLength: INSTANCES }),
  thenMs: fc.constantFrom(0, 10, 150, 900, 4000),
});
const rounds = fc.array(round, { minLength: 2, maxLength: 8 });
type Round = { requests: number[]; thenMs: number };

/** The first stretch of rounds in which more was let through than may be. */
async function excessIn(instances: Instances, plan: readonly Round[]): Promise<string | undefined> {
  const stretch: { atMs: number; through: number }[] = [];
  for (const { requests, thenMs } of plan) {
    stretch.push({ atMs: instances.nowMs, through: await instances.sendAll(requests) });
    instances.nowMs += thenMs;
  }
  for (const [from, { atMs }] of stretch.entries()) {
    let sum = 0;
    for (const [at, one] of stretch.slice(from).entries()) {
      sum += one.through;
      const earned = (LIMIT.requestsPerSecond * (one.atMs - atMs + SKEW_MS)) / 1000;
      if (sum > LIMIT.burst + earned + 2 * LOT * INSTANCES) return `rounds ${from} to ${from + at}: ${sum}`;
    }
  }
  return undefined;
}

test("however many instances there are, and whatever their clocks say, no stretch of time has more than the bound", async () => {
  await fc.assert(
    fc.asyncProperty(rounds, async (plan) => {
      expect(await excessIn(new Instances(INSTANCES, { skewMs: SKEW_MS }), plan)).toBeUndefined();
    }),
    { numRuns: 12 },
  );
});

test("without the condition that the merchant was quiet, each instance would begin a burst of its own", async () => {
  const plan = Array.from({ length: INSTANCES }, (_, at) => ({
    requests: Array.from({ length: INSTANCES }, (_each, other) => (at === other ? 300 : 0)),
    thenMs: 10,
  }));
  expect(await excessIn(new Instances(INSTANCES, { omit: ["request-rate.begin.isQuiet"] }), plan)).toBeDefined();
  expect(await excessIn(new Instances(INSTANCES), plan)).toBeUndefined();
});

test("nobody starves: after the wait that it was told, every instance lets requests through, and the rate is used up", async () => {
  const three = new Instances(3);
  let through = await three.sendAll([150, 150, 150]);
  const from = three.nowMs;
  for (let n = 0; n < 20; n++) {
    const waits = await Promise.all([0, 1, 2].map((at) => three.send(at, 1)));
    through += waits.reduce((sum, each) => sum + each.through, 0);
    three.nowMs += Math.max(1, ...waits.map(({ retryAfterMs = 0 }) => retryAfterMs));
    for (const at of [0, 1, 2]) expect((await three.send(at, 1)).through).toBe(1);
    through += 3 + (await three.sendAll([60, 60, 60]));
  }
  const earned = LIMIT.burst + (LIMIT.requestsPerSecond * (three.nowMs - from)) / 1000;
  expect(through).toBeGreaterThan(earned * 0.9);
});
