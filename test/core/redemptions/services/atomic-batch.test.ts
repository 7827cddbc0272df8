import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { findByKey } from "../../../../core/foundation/services/idempotency.ts";
import { World } from "../../../support/world.ts";
import { bodyOf, everything, itemsOf, submit, submitItems, work } from "./submitting.ts";

let world: World;
let planId: string;
beforeEach(async () => {
  world = await World.create({ behaviour: (code) => (code.startsWith("BAD") ? "declined" : "ok") });
  planId = await world.plan();
  await world.account();
});
afterEach(() => world.drop());

const atomic = (codes: string[], batchId = "mine") => ({
  planId,
  mode: "atomic" as const,
  batchId,
  items: itemsOf(...codes),
});

test("all items are taken together", async () => {
  const answer = await submitItems(world, atomic(["CODE-0001", "CODE-0002", "CODE-0001"]));
  expect(answer.httpStatus).toBe(200);
  expect(bodyOf(answer).summary).toEqual({ accepted: 2, replayed: 1, rejected: 0 });
  expect(await world.rows("RDM#")).toHaveLength(2);
  await world.settle();
  expect(world.exchange.effects).toHaveLength(2);
});

test("one item that cannot be taken refuses all, each reason at its index, and nothing is written", async () => {
  await submit(world, { planId, code: "USED-0001", batchId: "theirs" });
  await world.settle();
  const before = await everything(world);
  const answer = await submitItems(world, atomic(["CODE-0001", "USED-0001", "CODE-0002", "!"]), "key-1");
  expect(answer.httpStatus).toBe(409);
  expect(answer.body).toMatchObject({
    code: "batch-rejected",
    errors: [
      { pointer: "/items/1", code: "already-redeemed" },
      { pointer: "/items/3", code: "code-malformed" },
    ],
  });
  expect(await everything(world)).toEqual(before);
  const again = await submitItems(world, atomic(["CODE-0001", "USED-0001", "CODE-0002", "!"]), "key-1");
  expect([again.replayed, JSON.stringify(again.body)]).toEqual([true, JSON.stringify(answer.body)]);
});

test("a refusal that waiting may change is not stored, and the same key succeeds later", async () => {
  await submit(world, { planId, code: "BAD-0001", batchId: "theirs" });
  const attempt = submitItems(world, atomic(["CODE-0001", "BAD-0001"]), "key-1");
  await expect(attempt).rejects.toMatchObject({
    code: "batch-rejected",
    wait: { waitFor: "redemption", retryAfterMs: 5_000 },
    errors: [{ pointer: "/items/1", code: "redemption-in-progress" }],
  });
  expect(await findByKey(world.deps, "acme", "key-1")).toEqual({ items: [] });
  await world.settle();
  const answer = await submitItems(world, atomic(["CODE-0001", "BAD-0001"]), "key-1");
  expect(bodyOf(answer).summary.accepted).toBe(2);
});

test("a batch that waiting alone cannot mend is refused for good, whatever else its items wait for", async () => {
  await submit(world, { planId, code: "BAD-0001", batchId: "theirs" });
  await submit(world, { planId, code: "USED-0001", batchId: "theirs" });
  await work(world, "USED-0001");
  const answer = await submitItems(world, atomic(["BAD-0001", "USED-0001"]), "key-1");
  expect(answer).toMatchObject({ httpStatus: 409, body: { code: "batch-rejected", retryable: false } });
  expect(answer.body).not.toHaveProperty("waitFor");
  await world.settle();
  expect(await submitItems(world, atomic(["BAD-0001", "USED-0001"]), "key-1")).toEqual({ ...answer, replayed: true });
});

test("items that are in this batch already count as taken", async () => {
  await submitItems(world, atomic(["CODE-0001"]));
  const answer = await submitItems(world, atomic(["CODE-0001", "CODE-0002"]));
  expect(bodyOf(answer).items.map((item: { isIdempotent: boolean }) => item.isIdempotent)).toEqual([true, false]);
});

test("the same key replays byte for byte, a fresh batch id included", async () => {
  const { batchId: _batchId, ...body } = atomic(["CODE-0001", "CODE-0002"]);
  const first = await submitItems(world, body, "key-1");
  await world.settle();
  const again = await submitItems(world, body, "key-1");
  expect([again.replayed, JSON.stringify(again.body)]).toEqual([true, JSON.stringify(first.body)]);
});

test("a code that another request takes between reading and writing is judged anew", async () => {
  const hold = world.holdAt(0, "before");
  const mine = submitItems(world, atomic(["CODE-0001", "CODE-0002"]), "key-1");
  await hold.reached;
  await submit(world, { planId, code: "CODE-0002", batchId: "theirs" });
  hold.letGo();
  await expect(mine).rejects.toMatchObject({ code: "batch-rejected", errors: [{ pointer: "/items/1" }] });
  expect(await world.rows("RDM#")).toHaveLength(1);
});

test("25 items fit one transaction, and 20 racing batches of them leave each code taken once", async () => {
  const codes = Array.from({ length: 25 }, (_, index) => `CODE-${1000 + index}`);
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => submitItems(world, atomic(codes, `batch-${index}`))),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const rows = await world.rows("RDM#");
  expect(rows).toHaveLength(25);
  expect(new Set(rows.map((row) => row.batchId)).size).toBe(1);
});
