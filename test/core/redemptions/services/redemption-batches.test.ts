import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Crash, World } from "../../../support/world.ts";
import { bodyOf, itemsOf, redemptionRow, submit, submitItems } from "./submitting.ts";

let world: World;
let planId: string;
beforeEach(async () => {
  world = await World.create({
    behaviour: (code) => (code.startsWith("BAD") ? "declined" : code.startsWith("NEVER") ? "never" : "ok"),
  });
  planId = await world.plan();
  for (let n = 0; n < 3; n++) await world.account();
});
afterEach(() => world.drop());

const partial = (codes: string[], more: { batchId?: string } = {}) => ({
  planId,
  mode: "partial" as const,
  items: itemsOf(...codes),
  ...more,
});
/** `status` or the error's code, with + for accepted and = for idempotent. */
const verdicts = (answer: Parameters<typeof bodyOf>[0]): string[] =>
  bodyOf(answer).items.map((item: { status: string; isIdempotent: boolean; error?: { code: string } }) =>
    item.error ? item.error.code : `${item.isIdempotent ? "=" : "+"}${item.status}`,
  );

test("a batch of new codes answers in input order, with one redemption each", async () => {
  const answer = await submitItems(world, partial(["CODE-3", "CODE-1", "CODE-2"], { batchId: "mine" }));
  expect(answer.httpStatus).toBe(200);
  expect(answer.body).toMatchObject({
    batchId: "mine",
    summary: { accepted: 3, replayed: 0, rejected: 0 },
    items: ["r0", "r1", "r2"].map((reference, index) => ({
      index,
      reference,
      status: "ACCEPTED",
      isIdempotent: false,
      processedAt: "2026-03-01T12:00:00.000Z",
    })),
  });
  expect(await world.rows("RDM#")).toHaveLength(3);
  expect(await world.rows("OUT#", "")).toHaveLength(3);
});

test("known codes come as they stand, new ones are taken, and no item fails the rest", async () => {
  for (const code of ["GOOD-0001", "BAD-0001", "NEVER-0001"]) await submit(world, { planId, code, batchId: "mine" });
  for (const code of ["GOOD-0002", "NEVER-0002", "BAD-0002"]) await submit(world, { planId, code, batchId: "theirs" });
  await world.settle();
  await submit(world, { planId, code: "OPEN-0001", batchId: "mine" });
  await submit(world, { planId, code: "OPEN-0002", batchId: "theirs" });

  const codes = [
    "GOOD-0001",
    "BAD-0001",
    "NEVER-0001",
    "GOOD-0002",
    "NEVER-0002",
    "BAD-0002",
    "OPEN-0001",
    "OPEN-0002",
  ];
  const answer = await submitItems(world, partial([...codes, "NEW-0001", "!"], { batchId: "mine" }));
  expect(verdicts(answer)).toEqual([
    "=SUCCEEDED",
    "+ACCEPTED",
    "=NEEDS_REVIEW",
    "already-redeemed",
    "redemption-needs-review",
    "+ACCEPTED",
    "=ACCEPTED",
    "redemption-in-progress",
    "+ACCEPTED",
    "code-malformed",
  ]);
  expect(bodyOf(answer).summary).toEqual({ accepted: 3, replayed: 3, rejected: 4 });
  expect(bodyOf(answer).items[9]).toMatchObject({ redemptionId: null, status: "REJECTED", isIdempotent: false });
});

test("a code that stands twice, however written, is taken once: the later item shows the first one's redemption", async () => {
  const answer = await submitItems(world, partial(["CODE-0001", "code 0001", "CODE-0002", "CODE0001"]));
  expect(verdicts(answer)).toEqual(["+ACCEPTED", "=ACCEPTED", "+ACCEPTED", "=ACCEPTED"]);
  const [first, second, , fourth] = bodyOf(answer).items;
  expect([second.redemptionId, fourth.redemptionId]).toEqual([first.redemptionId, first.redemptionId]);
  expect(await world.rows("RDM#")).toHaveLength(2);
});

test("a repeated code that is refused is refused in each of its places", async () => {
  await submit(world, { planId, code: "CODE-0001", batchId: "theirs" });
  const answer = await submitItems(world, partial(["CODE-0001", "CODE-0001"]));
  expect(verdicts(answer)).toEqual(["redemption-in-progress", "redemption-in-progress"]);
});

test("a batch of nothing but malformed codes is answered item by item and takes no effect", async () => {
  const answer = await submitItems(world, partial(["!", "", "ABC", "A".repeat(65)]));
  expect(bodyOf(answer).summary).toEqual({ accepted: 0, replayed: 0, rejected: 4 });
  expect(await world.rows("RDM#")).toEqual([]);
});

test("the same key replays the first answer byte for byte, states that moved on included", async () => {
  const body = partial(["CODE-0001", "!", "CODE-0001", "BAD-0001"]);
  const first = await submitItems(world, body, "key-1");
  await world.settle();
  const again = await submitItems(world, body, "key-1");
  expect(again.replayed).toBe(true);
  expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
});

test("the same batch under a new key is all idempotent, but refused codes are tried again", async () => {
  const body = partial(["CODE-0001", "BAD-0001"], { batchId: "mine" });
  await submitItems(world, body);
  await world.settle();
  expect(verdicts(await submitItems(world, body))).toEqual(["=SUCCEEDED", "+ACCEPTED"]);
  expect((await redemptionRow(world, "BAD-0001")).attempt).toBe(2);
});

test.each([
  ["/items/1", { items: itemsOf("CODE-0001", "CODE-0009") }],
  ["/items/2", { items: itemsOf("CODE-0001", "CODE-0002", "CODE-0003") }],
  ["/mode", { mode: "atomic" as const }],
  ["/batchId", { batchId: "other" }],
])("the same key with another body is refused and names %s", async (pointer, other) => {
  const body = partial(["CODE-0001", "CODE-0002"], { batchId: "mine" });
  await submitItems(world, body, "key-1");
  await expect(submitItems(world, { ...body, ...other }, "key-1")).rejects.toMatchObject({
    code: "idempotency-key-reused",
    errors: [{ pointer }],
  });
});

describe("a batch whose first request is still at work", () => {
  const codes = ["CODE-0001", "CODE-0002"];

  test("tells its twin when to come back, and neither takes an item twice", async () => {
    const hold = world.holdAt(1, "before");
    const first = submitItems(world, partial(codes), "key-1");
    await hold.reached;
    await expect(submitItems(world, partial(codes), "key-1")).rejects.toMatchObject({
      name: "RetryableError",
      code: "idempotency-key-in-use",
      retryAfterMs: world.deps.limits.batchLeaseMs,
    });
    hold.letGo();
    expect(bodyOf(await first).summary.accepted).toBe(2);
    expect((await submitItems(world, partial(codes), "key-1")).replayed).toBe(true);
  });

  test("is resumed by its retry after the lease; the first one, awake again, gives the answer of the retry", async () => {
    const hold = world.holdAt(1, "before");
    const first = submitItems(world, partial(codes), "key-1");
    await hold.reached;
    world.nowMs += world.deps.limits.batchLeaseMs + 1;
    const resumed = await submitItems(world, partial(codes), "key-1");
    hold.letGo();
    const late = await first;
    expect(late.replayed).toBe(true);
    expect(JSON.stringify(late.body)).toBe(JSON.stringify(resumed.body));
    expect(bodyOf(resumed).summary).toEqual({ accepted: 2, replayed: 0, rejected: 0 });
    expect(await world.rows("OUT#", "")).toHaveLength(2);
  });

  test("is resumed by only one of two retries", async () => {
    world.crashAt(1, "before");
    await expect(submitItems(world, partial(codes), "key-1")).rejects.toBeInstanceOf(Crash);
    world.revive();
    world.nowMs += world.deps.limits.batchLeaseMs + 1;
    const results = await Promise.allSettled([1, 2].map(() => submitItems(world, partial(codes), "key-1")));
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    const bodies = results.flatMap((result) =>
      result.status === "fulfilled" ? [JSON.stringify(result.value.body)] : [],
    );
    expect(refused.every((code) => code === "idempotency-key-in-use")).toBe(true);
    expect(new Set(bodies).size).toBe(1);
    expect(await world.rows("RDM#")).toHaveLength(2);
  });
});

test("a batch that stopped at an item is resumed at once by its retry, and knows its own items", async () => {
  const codes = Array.from({ length: 20 }, (_, index) => `CODE-${1000 + index}`);
  const { transact } = world.deps.tables;
  let calls = 0;
  const { RetryableError } = await import("../../../../core/foundation/domain/errors.ts");
  world.deps.tables.transact = async function (writes, triesMax) {
    if (++calls === 10) throw new RetryableError("overloaded", "too busy", 1000);
    return transact.call(this, writes, triesMax);
  };
  await expect(submitItems(world, partial(codes), "key-1")).rejects.toMatchObject({ code: "overloaded" });
  const answer = await submitItems(world, partial(codes), "key-1");
  expect(bodyOf(answer).summary).toEqual({ accepted: 20, replayed: 0, rejected: 0 });
  expect(await world.rows("OUT#", "")).toHaveLength(20);
});

test("an unknown plan refuses the whole batch and is not stored", async () => {
  const body = { ...partial(["CODE-0001"]), planId: "pln_acme_00000000000000000000000000" };
  await expect(submitItems(world, body, "key-1")).rejects.toMatchObject({ code: "plan-not-found" });
  expect((await submitItems(world, partial(["CODE-0001"]), "key-1")).replayed).toBeUndefined();
});
