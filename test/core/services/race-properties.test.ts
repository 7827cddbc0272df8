import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { findByKey } from "../../../core/services/idempotency.ts";
import { World } from "../../support/world.ts";
import { bodyOf, submit, work } from "./submitting.ts";

/** Each run is a world of its own on the engine. */
jest.setTimeout(60_000);
const RUNS = { numRuns: 30 };
const METHODS = ["get", "getMany", "query", "write", "transact"] as const;

/** From now on every request to the tables waits for the scheduler, which lets them go in an order of its choice. */
function underScheduler(world: World, scheduler: fc.Scheduler): void {
  const { tables } = world.deps;
  for (const method of METHODS) {
    const original = tables[method].bind(tables) as (...args: unknown[]) => Promise<unknown>;
    const scheduled = scheduler.scheduleFunction(original);
    Object.assign(tables, { [method]: scheduled });
  }
}

async function inWorld(scheduler: fc.Scheduler, story: (world: World, planId: string) => Promise<void>) {
  const world = await World.create();
  try {
    const planId = await world.plan();
    await world.account();
    await world.account();
    await submit(world, { planId, code: "WARM-CODE-0001", batchId: "warm" });
    underScheduler(world, scheduler);
    await story(world, planId);
  } finally {
    await world.drop();
  }
}

test("in whatever order their requests arrive, twins of one key get one answer, and another body never takes effect", () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), (scheduler) =>
      inWorld(scheduler, async (world, planId) => {
        const codes = ["CODE-0001", "CODE-0001", "CODE-0002"];
        const results = await scheduler.waitFor(
          Promise.allSettled(codes.map((code) => submit(world, { planId, code, batchId: "b" }, "key-1"))),
        );
        const bodies = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.body] : []));
        const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
        expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
        expect(refusals.every((code) => code === "idempotency-key-reused")).toBe(true);
        // The warm-up's redemption, and one more.
        expect(await world.rows("RDM#")).toHaveLength(2);
      }),
    ),
    RUNS,
  ));

test("in whatever order their requests arrive, workers and submissions of one code end with one effect and one free account", () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), (scheduler) =>
      inWorld(scheduler, async (world, planId) => {
        const code = "CODE-0001";
        const first = await scheduler.waitFor(submit(world, { planId, code, batchId: "b" }, "key-1"));
        const others = [
          ...[1, 2, 3].map(() => work(world, code)),
          submit(world, { planId, code, batchId: "b" }),
          submit(world, { planId, code, batchId: "other" }),
        ];
        await scheduler.waitFor(Promise.allSettled(others));
        await scheduler.waitFor(work(world, code));
        const again = await scheduler.waitFor(submit(world, { planId, code, batchId: "b" }, "key-1"));
        expect(again.body).toEqual(first.body);
        const effects = world.exchange.effects.filter((effect) => effect.code === code);
        expect(effects).toHaveLength(1);
        expect(world.exchange.calls).toHaveLength(1);
        expect(await world.rows("LEDGER#")).toHaveLength(1);
        expect((await world.rows("ACC#")).filter(({ status }) => status === "LOCKING")).toEqual([]);
        expect((await world.rows("ACC#")).reduce((sum, { balance }) => sum + balance, 0)).toBe(1000);
        const { items } = await scheduler.waitFor(findByKey(world.deps, "acme", "key-1"));
        expect(items).toMatchObject([{ status: "DONE", resourceId: bodyOf(first).redemptionId }]);
      }),
    ),
    RUNS,
  ));
