import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { getBatch } from "../../../../core/redemptions/services/batch-reading.ts";
import { World } from "../../../support/world.ts";
import { bodyOf, itemsOf, MERCHANT, OPERATOR, submit, submitItems } from "./submitting.ts";

let world: World;
let planId: string;
beforeEach(async () => {
  world = await World.create({ behaviour: (code) => (code.startsWith("BAD") ? "declined" : "ok") });
  planId = await world.plan();
  await world.account();
});
afterEach(() => world.drop());

const partial = (codes: string[], batchId?: string) => ({
  planId,
  mode: "partial" as const,
  items: itemsOf(...codes),
  ...(batchId === undefined ? {} : { batchId }),
});

test("a batch shows its items as they stand now", async () => {
  await submitItems(world, partial(["CODE-0001", "BAD-0001"], "mine"));
  await world.settle();
  const batch = await getBatch(world.deps, MERCHANT, "mine", { limit: 25 });
  expect(batch).toMatchObject({
    batchId: "mine",
    planId,
    mode: "partial",
    nextCursor: null,
    items: [
      { index: 0, reference: "r0", status: "SUCCEEDED", last4: "0001", amount: { amount: 1000, currency: "USD" } },
      { index: 1, reference: "r1", status: "FAILED", reason: "code-invalid", amount: null },
    ],
  });
});

test("pages of a batch hold each item exactly once", async () => {
  const codes = Array.from({ length: 13 }, (_, index) => `CODE-${1000 + index}`);
  await submitItems(world, partial(codes, "mine"));
  const seen: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await getBatch(world.deps, MERCHANT, "mine", { limit: 5, cursor });
    expect(page.items.length).toBeLessThanOrEqual(5);
    seen.push(...page.items.map(({ index }) => index));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen.sort((a, b) => Number(a) - Number(b))).toEqual(codes.map((_, index) => index));
  const nextOf = async (limit: number) => (await getBatch(world.deps, MERCHANT, "mine", { limit })).nextCursor;
  expect([await nextOf(12), await nextOf(13), await nextOf(14)]).toEqual([expect.any(String), null, null]);
});

test("a code that was refused here and is tried again elsewhere stays refused here", async () => {
  await submitItems(world, partial(["BAD-0001"], "first"));
  await world.settle();
  await submitItems(world, partial(["BAD-0001"], "second"));
  const statusIn = async (batchId: string) =>
    (await getBatch(world.deps, MERCHANT, batchId, { limit: 5 })).items[0]?.status;
  expect(await statusIn("first")).toBe("FAILED");
  expect(await statusIn("second")).toBe("ACCEPTED");
});

test("single submissions with a batch id are that batch's items", async () => {
  const answer = await submit(world, { planId, code: "CODE-0001", reference: "single" });
  const { batchId } = bodyOf(answer);
  const batch = await getBatch(world.deps, MERCHANT, batchId, { limit: 5 });
  expect(batch).toMatchObject({ planId, items: [{ index: null, reference: "single", status: "ACCEPTED" }] });
});

test("an operator reads our own batch ids as they are, a caller's with the tenant", async () => {
  const { batchId } = bodyOf(await submitItems(world, partial(["CODE-0001"])));
  await submitItems(world, partial(["CODE-0002"], "mine"));
  expect((await getBatch(world.deps, OPERATOR, batchId, { limit: 5 })).items).toHaveLength(1);
  expect((await getBatch(world.deps, OPERATOR, "mine", { limit: 5, tenantId: "acme" })).items).toHaveLength(1);
  await expect(getBatch(world.deps, OPERATOR, "mine", { limit: 5 })).rejects.toMatchObject({ code: "not-found" });
});

test("a batch that does not exist, and another tenant's, are not found; a strange cursor is refused", async () => {
  await submitItems(world, partial(["CODE-0001"], "mine"));
  const other = { kind: "tenant", tenantId: "globex", keyId: "OTHER" } as const;
  for (const [caller, id] of [
    [MERCHANT, "no such"],
    [other, "mine"],
  ] as const)
    await expect(getBatch(world.deps, caller, id, { limit: 5 })).rejects.toMatchObject({ code: "not-found" });
  const strange = getBatch(world.deps, MERCHANT, "mine", { limit: 5, cursor: "%%%" });
  await expect(strange).rejects.toMatchObject({ code: "cursor-invalid" });
});
