import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  ALL_SPREAD,
  DUE_SPREADS,
  listSpread,
  stateSpread,
  USUAL_SPREAD,
} from "../../../core/foundation/domain/spreads.ts";
import { CEILINGS } from "../../../tools/scale/ceilings.ts";
import { costPageOf } from "../../../tools/scale/cost-page.ts";
import { recordJourneys } from "../../../tools/scale/journeys.ts";
import { ObservedClient } from "../../../tools/scale/observed-client.ts";
import { pageOf } from "../../../tools/scale/page.ts";
import { ceilingRows, placeOf, tooHot } from "../../../tools/scale/report.ts";
import { Shop } from "../../../tools/scale/shop.ts";
import { type Shared, type Spread, spreadOf } from "../../../tools/scale/spread.ts";
import { createLightTables, type TestTables } from "../../support/engine.ts";

let tables: TestTables;
let spread: Spread;

beforeAll(async () => {
  tables = await createLightTables();
  spread = spreadOf(await recordJourneys(tables.client, tables, 2));
});
afterAll(() => tables.drop());

test("at the goal's rates no partition is hotter than wanted, but for the ceilings by name", () => {
  expect(spread.shared.length).toBeGreaterThan(40);
  expect(tooHot(spread)).toEqual([]);
});

test("a key that all write at is seen, whatever it is called", () => {
  const units = { redemption: 1 };
  const hot: Shared = {
    ...{ kind: "write", where: "main", name: "COUNTER", over: 1, rows: 1, isGlobal: true, isTransaction: true },
    ...{ units, met: new Set<number>() },
  };
  expect(tooHot({ ...spread, shared: [...spread.shared, hot] })).toEqual([
    expect.stringContaining("write main COUNTER: 10000"),
  ]);
});

test("each ceiling is still met by what it is about", () => {
  expect(ceilingRows(spread)).toHaveLength(CEILINGS.length);
  for (const { units, narrower = 0 } of ceilingRows(spread)) expect(units).toBeGreaterThan(narrower);
});

test("what is said to be spread over many partitions stands in many", () => {
  const wide = spread.shared.filter(({ over, met }) => over >= 32 && met.size >= 8);
  expect(wide.map(placeOf)).toEqual(
    expect.arrayContaining(["write main/due RDM#*", "write main/due OUT#*", "write events/due DLV#*"]),
  );
  for (const { over, met } of wide) {
    expect(Math.max(...met)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...met)).toBeLessThan(over);
  }
});

test("units are those that the engine says it has consumed", async () => {
  let consumed = 0;
  const metered = {
    send: async (command: { input: Record<string, unknown> }) => {
      command.input.ReturnConsumedCapacity = "TOTAL";
      const answer = (await tables.client.send(command as never)) as { ConsumedCapacity?: unknown };
      const isWrite = !/Get|Query/.test(command.constructor.name);
      const all = [answer.ConsumedCapacity ?? []].flat() as { CapacityUnits?: number }[];
      if (isWrite) consumed += all.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      return answer;
    },
  };
  const observed = new ObservedClient(metered as never, tables);
  const place = new Shop(observed, tables, "shop-metered");
  await place.makePlan();
  await place.makeAccount();
  const reckoned = observed.touches.reduce((sum, { kind, units }) => sum + (kind === "write" ? units : 0), 0);
  expect(reckoned).toBeGreaterThan(10);
  expect(reckoned).toBe(consumed);
});

test("a spread asks all that was ever written, and has a place for each in a byte of its hash", () => {
  const spreads = [...Object.values(DUE_SPREADS), ALL_SPREAD, USUAL_SPREAD];
  for (const { written, asked } of [...spreads, ...["RDM", "ACC", "EVT", "DLV"].map(stateSpread), listSpread("RDM")]) {
    expect(asked).toBeGreaterThanOrEqual(written);
    // So that its parts are alike.
    expect(256 % written).toBe(0);
  }
});

test("docs/scale.md is what is reckoned today", () => {
  const file = join(import.meta.dirname, "../../../docs/scale.md");
  expect(readFileSync(file, "utf8")).toBe(pageOf(spread));
});

test("docs/cost.md is what is reckoned today", () => {
  const file = join(import.meta.dirname, "../../../docs/cost.md");
  expect(readFileSync(file, "utf8")).toBe(costPageOf(spread));
});

test("what a journey makes others do is counted: a redemption is a call, a row of the relay, a message, and an event that is delivered", () => {
  const jobs = { redemptions: 1, deliveries: 1 };
  expect(spread.work.redemption).toEqual({ calls: 1, outbox: 1, events: 1, jobs, tasks: 0 });
  const { calls, tasks, jobs: sent } = spread.work.payment;
  // Asked for, and told of by the channel.
  expect([calls, tasks, sent.sagas, sent.webhooks]).toEqual([2, 6, 1, 1]);
});
