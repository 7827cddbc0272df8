import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { World } from "../../../support/world.ts";
import { itemsOf, submit, submitItems, work } from "./submitting.ts";

/** What each operation costs in requests to DynamoDB: the speed of this product, and a gate of `npm run bench`. */
let world: World;
let planId: string;
beforeEach(async () => {
  world = await World.create();
  planId = await world.plan();
  await world.account();
  await submit(world, { planId, code: "WARM-0001" });
  world.requests.length = 0;
});
afterEach(() => world.drop());

test("accepting a code with a known plan is one transaction and no read", async () => {
  await submit(world, { planId });
  expect(world.requests).toEqual(["TransactWriteCommand"]);
});

test("accepting with a plan that this process has not seen costs one read more", async () => {
  const cold = await world.plan();
  world.requests.length = 0;
  await submit(world, { planId: cold });
  expect(world.requests).toEqual(["GetCommand", "TransactWriteCommand"]);
});

test("a replay is one request", async () => {
  await submit(world, { planId }, "key-1");
  world.requests.length = 0;
  expect((await submit(world, { planId }, "key-1")).replayed).toBe(true);
  expect(world.requests).toEqual(["TransactWriteCommand"]);
});

test("a new attempt at a refused code costs one lost transaction and one that counts", async () => {
  await world.drop();
  world = await World.create({ behaviour: () => "declined" });
  planId = await world.plan();
  await world.account();
  await submit(world, { planId });
  await work(world);
  world.requests.length = 0;
  await submit(world, { planId });
  expect(world.requests).toEqual(["TransactWriteCommand", "TransactWriteCommand"]);
});

test("a partial batch of 100 new codes costs at most 104 requests, its replay one", async () => {
  const codes = Array.from({ length: 100 }, (_, index) => `BATCH-CODE-${index}`);
  const body = { planId, mode: "partial" as const, batchId: "batch-1", items: itemsOf(...codes) };
  await submitItems(world, body, "key-1");
  // Key and batch row, one read of all codes, an item each, the answer.
  expect(world.requests).toHaveLength(103);
  expect(world.requests.filter((name) => name === "BatchGetCommand")).toHaveLength(1);
  world.requests.length = 0;
  await submitItems(world, body, "key-1");
  expect(world.requests).toHaveLength(1);
});

test("a partial batch of 100 known codes writes no item", async () => {
  const codes = Array.from({ length: 100 }, (_, index) => `BATCH-CODE-${index}`);
  const body = { planId, mode: "partial" as const, batchId: "batch-1", items: itemsOf(...codes) };
  await submitItems(world, body);
  world.requests.length = 0;
  await submitItems(world, body);
  expect(world.requests).toEqual(["TransactWriteCommand", "BatchGetCommand", "UpdateCommand"]);
});

test("an atomic batch of 25 is one read and one transaction", async () => {
  const codes = Array.from({ length: 25 }, (_, index) => `BATCH-CODE-${index}`);
  await submitItems(world, { planId, mode: "atomic", items: itemsOf(...codes) });
  expect(world.requests).toEqual(["BatchGetCommand", "TransactWriteCommand"]);
});

test("a redemption settles in nine requests, however many accounts there are", async () => {
  await submit(world, { planId });
  world.requests.length = 0;
  await work(world);
  expect(world.requests).toEqual([
    "GetCommand",
    "UpdateCommand", // claim
    "QueryCommand", // accounts that the plan is filling: none from a random position on,
    "QueryCommand", // nor from the beginning
    "QueryCommand", // waiting ones
    "QueryCommand",
    "TransactWriteCommand", // acquire
    "TransactWriteCommand", // intent
    "TransactWriteCommand", // result
  ]);
});
