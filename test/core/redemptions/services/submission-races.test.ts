import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Answer } from "../../../../core/foundation/services/deps.ts";
import { World } from "../../../support/world.ts";
import { bodyOf, CODE, itemsOf, submit, submitItems } from "./submitting.ts";

const CLIENTS = 40;
let world: World;
let planId: string;
beforeEach(async () => {
  world = await World.create({ behaviour: (code) => (code.includes("BAD") ? "declined" : "ok") });
  planId = await world.plan();
  await world.account();
});
afterEach(() => world.drop());

const clients = <T>(run: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: CLIENTS }, (_, index) => run(index)));

/** `202`, `200`, `replayed 202`, or the refusal's code -> how often. */
function tally(results: PromiseSettledResult<Answer>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const what =
      result.status === "rejected"
        ? String((result.reason as { code?: string }).code ?? result.reason)
        : `${result.value.replayed ? "replayed " : ""}${result.value.httpStatus}`;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

test("40 clients with a code of their own key and batch each: one is accepted, and it is redeemed once", async () => {
  const results = await clients((index) => submit(world, { planId, batchId: `batch-${index}` }));
  expect(tally(results)).toEqual({ "202": 1, "redemption-in-progress": CLIENTS - 1 });
  expect(await world.rows("RDM#")).toHaveLength(1);
  expect(await world.rows("OUT#", "")).toHaveLength(1);
  await world.settle();
  expect(world.exchange.effects).toHaveLength(1);
});

test("40 clients with one key get one answer, byte for byte", async () => {
  const results = await clients(() => submit(world, { planId }, "key-1"));
  expect(tally(results)).toEqual({ "202": 1, "replayed 202": CLIENTS - 1 });
  const bodies = results.map((result) => JSON.stringify(result.status === "fulfilled" && result.value.body));
  expect(new Set(bodies).size).toBe(1);
  expect(await world.rows("OUT#", "")).toHaveLength(1);
});

test("40 clients with one key and different bodies: one body takes effect, the others are refused", async () => {
  const results = await clients((index) => submit(world, { planId, code: `CODE-${index % 4}-0001` }, "key-1"));
  const counts = tally(results);
  expect(counts).toEqual({ "202": 1, "replayed 202": CLIENTS / 4 - 1, "idempotency-key-reused": (CLIENTS * 3) / 4 });
  expect(await world.rows("RDM#")).toHaveLength(1);
});

test("40 clients of one batch join one redemption", async () => {
  const results = await clients(() => submit(world, { planId, batchId: "batch-1" }));
  expect(tally(results)).toEqual({ "202": 1, "200": CLIENTS - 1 });
  const ids = new Set(results.map((result) => result.status === "fulfilled" && bodyOf(result.value).redemptionId));
  expect(ids.size).toBe(1);
});

test("40 clients that try a refused code again start one new attempt", async () => {
  const code = "BAD-CODE-0001";
  await submit(world, { planId, code });
  await world.settle();
  const results = await clients((index) => submit(world, { planId, code, batchId: `batch-${index}` }));
  expect(tally(results)).toEqual({ "202": 1, "redemption-in-progress": CLIENTS - 1 });
  await world.settle();
  expect(world.exchange.calls).toHaveLength(2);
});

test("batches that race for the same codes take each code once between them", async () => {
  const items = itemsOf(CODE, "CODE-0002", "CODE-0003", "CODE-0004");
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      submitItems(world, { planId, mode: "partial", items, batchId: `batch-${index}` }),
    ),
  );
  const accepted = results.map((answer) => bodyOf(answer).summary.accepted);
  expect(accepted.reduce((sum, count) => sum + count, 0)).toBe(items.length);
  expect(await world.rows("RDM#")).toHaveLength(items.length);
  await world.settle();
  expect(world.exchange.effects).toHaveLength(items.length);
});
