import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { EffectsPosition } from "../../../sandbox/exchange/store.ts";
import { createSandboxStore } from "../sandbox-table.ts";

let made: Awaited<ReturnType<typeof createSandboxStore>>;
beforeAll(async () => {
  made = await createSandboxStore();
});
afterAll(() => made.stop());

function effect(n: number, effectAt: number) {
  return {
    code: `TEST-OK-${n}`,
    cardKey: `card-${n}`,
    amount: n,
    currency: "USD",
    providerKey: `key#${n}`,
    sendId: `send-${n}`,
    effectAt,
  };
}

test("lists effects newest first, in pages that neither miss nor repeat one, also where many share a millisecond", async () => {
  const { store } = made;
  // Seven effects in three milliseconds, and one that is still to come.
  for (let n = 1; n <= 7; n++) await store.takeEffect(effect(n, 1000 + (n % 3)), 5000);
  await store.takeEffect(effect(8, 5000), 5000);

  const all = (await store.listEffects(2000, 1000)).effects;
  expect(all.map(({ effectAt }) => effectAt)).toEqual([1002, 1002, 1001, 1001, 1001, 1000, 1000]);

  for (const limit of [1, 2, 3, 6, 7]) {
    const paged = [];
    let after: EffectsPosition | undefined;
    let pages = 0;
    do {
      const page = await store.listEffects(2000, limit, after);
      expect(page.effects.length).toBeLessThanOrEqual(limit);
      paged.push(...page.effects);
      after = page.next;
      pages++;
    } while (after);
    expect(paged).toEqual(all);
    expect(pages).toBe(Math.ceil(7 / limit));
  }
});

test("tells the row in the way from the row that this very send has written", async () => {
  const { store } = made;
  const first = effect(20, 1000);
  const other = { ...first, sendId: "send-other", providerKey: "key#other" };
  expect(await store.takeEffect(first, 5000)).toEqual({ row: first, ours: true });
  expect(await store.takeEffect(first, 5000)).toMatchObject({ row: first, ours: true });
  expect(await store.takeEffect(other, 5000)).toMatchObject({ row: first, ours: false });
  expect(await store.findEffect("card-20")).toMatchObject(first);
});

test("passes on a failure that is no row in the way", async () => {
  const { ExchangeStore } = await import("../../../sandbox/exchange/store.ts");
  const lost = new ExchangeStore(made.client, "no-such-table");
  await expect(lost.takeEffect(effect(30, 1000), 5000)).rejects.toThrow();
});
