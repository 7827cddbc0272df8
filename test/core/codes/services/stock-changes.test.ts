import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { previewUse } from "../../../../core/codes/services/preview-use.ts";
import type { Key, TableName } from "../../../../core/foundation/store/table.ts";
import { changeOffer, getOffer } from "../../../../core/orders/services/offers.ts";
import { findViolations } from "../../../../invariants/find-violations.ts";
import { CodeWorld, merchant, outcomeOf } from "./code-world.ts";

let shop: CodeWorld;
beforeEach(async () => {
  shop = await CodeWorld.create();
});
afterEach(async () => {
  expect(findViolations(await shop.snapshot())).toEqual([]);
  await shop.world.drop();
});

function restock(offerId: string, stock: number) {
  const request = shop.world.request("PATCH /v1/offers/{id}", { stock }, undefined, { id: offerId });
  return changeOffer(shop.deps, request, merchant, offerId, { stock });
}

const stockOf = async (offerId: string) => (await getOffer(shop.deps, merchant, offerId)).stock;

/** What others do just before and just after the next snapshot is taken. */
function aroundNextSnapshot({ before, after }: { before?: () => Promise<unknown>; after?: () => Promise<unknown> }) {
  const { tables } = shop.deps;
  const snapshot = tables.snapshot.bind(tables);
  tables.snapshot = async (table: TableName, keys: readonly Key[]) => {
    tables.snapshot = snapshot;
    await before?.();
    const rows = await snapshot(table, keys);
    await after?.();
    return rows;
  };
}

test("a stock that was changed and changed back between two reads is changed by what it is now", async () => {
  const offerId = await shop.offer({ stock: 50 });
  aroundNextSnapshot({ before: () => restock(offerId, 40), after: () => restock(offerId, 50) });
  await restock(offerId, 45);
  expect(await stockOf(offerId)).toMatchObject({ limit: 45, free: 45 });
});

test("slots that were added meanwhile stay, although the stock is as it was", async () => {
  const offerId = await shop.offer({ stock: 60 });
  aroundNextSnapshot({
    after: async () => {
      await restock(offerId, 2000);
      await restock(offerId, 60);
    },
  });
  await restock(offerId, 100);
  expect(await stockOf(offerId)).toMatchObject({ limit: 100, free: 100 });
});

test("a stock is shown as it was at one moment, also while slots are added", async () => {
  const offerId = await shop.offer({ stock: 50 });
  aroundNextSnapshot({ before: () => restock(offerId, 1000) });
  expect(await stockOf(offerId)).toEqual({ limit: 1000, free: 1000, reserved: 0, used: 0 });
});

test("who knows an offer of before slots were added takes from them all the same", async () => {
  const offerId = await shop.offer({ stock: 1 });
  const campaignId = await shop.campaign(offerId, { usesPerCode: 50 });
  await shop.make(campaignId, { count: 1 });
  const [code = ""] = await shop.codes(campaignId, 1);
  expect(await outcomeOf(shop.use(code, "first"))).toBe("201");
  await restock(offerId, 51);
  const outcomes = [];
  for (let n = 0; n < 40; n++) outcomes.push(await outcomeOf(shop.use(code, `user-${n}`)));
  expect(new Set(outcomes)).toEqual(new Set(["201"]));
  expect((await previewUse(shop.deps, "acme", { code, userId: "next" })).verdict).toBe("ok");
});
