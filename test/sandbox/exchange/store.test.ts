import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ExchangeStore } from "../../../sandbox/exchange/store.ts";
import type { Position } from "../../../sandbox/store.ts";
import { createSandboxStore } from "../sandbox-table.ts";

let store: ExchangeStore;
let made: Awaited<ReturnType<typeof createSandboxStore>>;
beforeAll(async () => {
  made = await createSandboxStore();
  store = new ExchangeStore(made.table);
});
afterAll(() => made.stop());

function effect(n: number, effectAt: number) {
  return {
    code: `TEST-OK-${n}`,
    cardKey: `card-${n}`,
    amount: n,
    currency: "USD",
    providerKey: `key#${n}`,
    effectAt,
  };
}

test("lists effects newest first, in pages that neither miss nor repeat one, also where many share a millisecond", async () => {
  // Seven effects in three milliseconds, and one that is still to come.
  for (let n = 1; n <= 7; n++) await store.commit({ effect: effect(n, 1000 + (n % 3)) }, 5000);
  await store.commit({ effect: effect(8, 5000) }, 5000);

  const all = (await store.listEffects(2000, 1000)).rows;
  expect(all.map(({ effectAt }) => effectAt)).toEqual([1002, 1002, 1001, 1001, 1001, 1000, 1000]);

  for (const limit of [1, 2, 3, 6, 7]) {
    const paged = [];
    let after: Position | undefined;
    let pages = 0;
    do {
      const page = await store.listEffects(2000, limit, after);
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      paged.push(...page.rows);
      after = page.next;
      pages++;
    } while (after);
    expect(paged).toEqual(all);
    expect(pages).toBe(Math.ceil(7 / limit));
  }
});

test("writes all or nothing: a card that is taken, and a call that is known, are in the way", async () => {
  const first = effect(20, 1000);
  const call = { providerKey: "key#20", cardKey: "card-20", accountId: "a", currency: "USD" };
  expect(await store.commit({ call, effect: first }, 5000)).toBe(true);
  const other = { ...call, providerKey: "key#other" };
  expect(await store.commit({ call: other, effect: { ...first, providerKey: "key#other" } }, 5000)).toBe(false);
  expect(await store.commit({ call }, 5000)).toBe(false);
  expect(await store.findCall("key#other")).toBeUndefined();
  expect(await store.findEffect("card-20")).toMatchObject(first);
});

test("passes on a failure that is no row in the way", async () => {
  const lost = new ExchangeStore(made.lost);
  await expect(lost.commit({ effect: effect(30, 1000) }, 5000)).rejects.toThrow();
});
