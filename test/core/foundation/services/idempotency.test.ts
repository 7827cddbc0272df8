import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { findByKey } from "../../../../core/foundation/services/idempotency.ts";
import { meetingOthers } from "../../../support/conflicts.ts";
import { Crash, World } from "../../../support/world.ts";
import { bodyOf, itemsOf, submit, submitItems } from "../../redemptions/services/submitting.ts";

let world: World;
let planId: string;
beforeEach(async () => {
  world = await World.create();
  planId = await world.plan();
});
afterEach(() => world.drop());

test("a key tells what became of it on each route that it was used on, to its owner alone", async () => {
  const answer = await submit(world, { planId }, "key-1");
  const body = { planId, mode: "partial" as const, items: itemsOf("CODE-0001"), batchId: "mine" };
  world.crashAt(1, "before");
  await expect(submitItems(world, body, "key-1")).rejects.toBeInstanceOf(Crash);
  world.revive();
  const { items } = await findByKey(world.deps, "acme", "key-1");
  expect(items).toEqual([
    { route: "POST /v1/redemption-batches", status: "IN_PROGRESS", httpStatus: null, resourceId: null },
    { route: "POST /v1/redemptions", status: "DONE", httpStatus: 202, resourceId: bodyOf(answer).redemptionId },
  ]);
  expect(await findByKey(world.deps, "globex", "key-1")).toEqual({ items: [] });
  expect(await findByKey(world.deps, "acme", "key-2")).toEqual({ items: [] });
});

test("a key whose 24 h are over is unknown, though its row is still there", async () => {
  await submit(world, { planId }, "key-1");
  world.nowMs += CONTRACT.idempotencyTtlMs;
  expect(await findByKey(world.deps, "acme", "key-1")).toEqual({ items: [] });
});

test("keys of any visible characters keep apart, separators included", async () => {
  const keys = ["a#b", "a", "b", '"a"', "a%23b", "~!@$^&*()_+|", "x".repeat(CONTRACT.idempotencyKeyMaxChars)];
  for (const [index, key] of keys.entries()) await submit(world, { planId, code: `CODE-${1000 + index}` }, key);
  for (const [index, key] of keys.entries()) {
    const again = await submit(world, { planId, code: `CODE-${1000 + index}` }, key);
    expect(again.replayed).toBe(true);
  }
});

test.each([
  ["a redemption's", "RDM#", () => submit(world, { planId }, "key-1")],
  ["a batch's", "BATCH#", () => submitItems(world, { planId, mode: "partial", items: itemsOf("CODE-0001") }, "key-1")],
] as const)(
  "who meets others at %s row has only met others; at the key's row, a twin",
  async (_whose, prefix, send) => {
    const { client } = world.tables;
    world.tables.client = meetingOthers(client, (pk) => pk.startsWith(prefix));
    await expect(send()).rejects.toMatchObject({ name: "RetryableError", code: "overloaded" });
    world.tables.client = meetingOthers(client, (pk) => pk.startsWith("IDEM#"));
    await expect(send()).rejects.toMatchObject({ name: "RetryableError", code: "idempotency-key-in-use" });
    expect(await findByKey(world.deps, "acme", "key-1")).toEqual({ items: [] });
  },
);
