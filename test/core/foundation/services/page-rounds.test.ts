import { expect, test } from "@jest/globals";
import type { Deps } from "../../../../core/foundation/services/deps.ts";
import type { ListParts } from "../../../../core/foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../../../core/foundation/services/pages.ts";
import { listsOfAllTenants, placeAmongAll } from "../../../../core/foundation/store/keys.ts";
import type { IndexQuery, Item, Key } from "../../../../core/foundation/store/table.ts";

interface Row {
  stateSk: string;
}

/** So many rows in the index of all tenants' lists, in memory; what was asked of it. */
function tablesOf(count: number) {
  const asked = { queries: 0, reads: [] as number[] };
  const rows = Array.from({ length: count }, (_, n) => {
    const stateSk = String(n).padStart(26, "0");
    return { pk: stateSk, sk: "HEAD", stateSk, allPk: placeAmongAll("ROW", stateSk) };
  }).reverse();
  const deps = {
    tables: {
      query: async (_table: string, { partition, sort, limit }: IndexQuery) => {
        asked.queries++;
        const inside = rows.filter((row) => row.allPk === partition[1] && (!sort || row.stateSk < sort.value));
        const items: Item[] = inside.slice(0, limit);
        return { items, after: items.length === limit ? items.at(-1) : undefined };
      },
      getMany: async (_table: string, keys: readonly Key[]) => {
        asked.reads.push(keys.length);
        return keys.map(({ pk }) => ({ stateSk: pk }));
      },
    },
  } as unknown as Deps;
  return { deps, asked };
}

const ALL: ListParts = { index: "all", partitions: listsOfAllTenants("ROW") };
const listOf =
  (deps: Deps, keep: (n: number) => boolean, parts = ALL) =>
  (page: Page) =>
    pageOf<Row, number>(deps, page, {
      parts,
      keep: ({ stateSk }) => keep(Number(stateSk)),
      view: ({ stateSk }) => Number(stateSk),
    });

async function walk(list: (page: Page) => Promise<PageOf<number>>, limit: number) {
  const pages: number[][] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit, cursor });
    pages.push(page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return pages;
}

test("a page that has all its rows at once reads those alone", async () => {
  const { deps, asked } = tablesOf(1000);
  expect((await listOf(deps, () => true)({ limit: 25 })).items).toEqual(Array.from({ length: 25 }, (_, n) => 999 - n));
  expect(asked).toEqual({ queries: 64, reads: [25] });
});

test("of rows that nobody wants a page reads a hundred at a time, and knows from one look at the index what comes next", async () => {
  const { deps, asked } = tablesOf(5000);
  const page = await listOf(deps, () => false)({ limit: 25 });
  expect(page.items).toEqual([]);
  expect(page.nextCursor).toEqual(expect.any(String));
  expect(asked.reads).toEqual([25, ...Array<number>(19).fill(100)]);
  expect(asked.queries).toBeLessThanOrEqual(64 * 3);
});

test("a page without any of the rows that are wanted is not the last: those that follow find each of them, once", async () => {
  const { deps } = tablesOf(5000);
  const isWanted = (n: number) => n % 2400 === 17;
  const pages = await walk(listOf(deps, isWanted), 10);
  expect(pages.flat()).toEqual([4817, 2417, 17]);
  expect(pages.length).toBeLessThanOrEqual(4);
  const none = await walk(
    listOf(deps, (n) => n === 3),
    10,
  );
  expect(none).toEqual([[], [], [3]]);
});

test("pages of any size have every row, in order", async () => {
  const { deps } = tablesOf(700);
  for (const limit of [1, 9, 100])
    for (const keep of [() => true, (n: number) => n % 3 === 0, (n: number) => n < 5])
      expect((await walk(listOf(deps, keep), limit)).flat()).toEqual(
        Array.from({ length: 700 }, (_, n) => 699 - n).filter(keep),
      );
});

test("a merchant's page reads no more at a time than it shows", async () => {
  const { deps, asked } = tablesOf(700);
  const parts: ListParts = { index: "list", partitions: listsOfAllTenants("ROW") };
  await listOf(deps, () => false, parts)({ limit: 25 });
  expect(asked.reads).toEqual(Array<number>(20).fill(25));
});
