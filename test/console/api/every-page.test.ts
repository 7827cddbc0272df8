import { expect, test } from "@jest/globals";
import type { Query } from "../../../console/src/api/client.ts";
import { everyPage } from "../../../console/src/api/every-page.ts";

/** A client of a list in pages; `asked` are the queries. */
function clientOf(pages: readonly (readonly number[])[]) {
  const asked: Query[] = [];
  const get = async <T>(_path: string, query: Query = {}): Promise<T> => {
    asked.push(query);
    const at = Number(query.cursor ?? 0);
    return { items: pages[at], nextCursor: at + 1 < pages.length ? String(at + 1) : null } as T;
  };
  return { client: { get }, asked };
}

function collected(pages: readonly (readonly number[])[], rowsMax: number) {
  const { client, asked } = clientOf(pages);
  const told: number[] = [];
  const signal = new AbortController().signal;
  const result = everyPage<number>(
    client,
    { path: "/v1/audits", query: { by: "k", since: undefined }, rowsMax },
    { signal, tell: (rows) => told.push(rows) },
  );
  return result.then((found) => ({ found, asked, told }));
}

test("all pages are read to the end, an empty one between them, too", async () => {
  const { found, asked, told } = await collected([[1, 2], [], [3]], 10);
  expect(found).toEqual({ rows: [1, 2, 3], isAll: true });
  expect(asked).toEqual([undefined, "1", "2"].map((cursor) => ({ by: "k", since: undefined, limit: "100", cursor })));
  expect(told).toEqual([2, 2, 3]);
});

test("an empty list is all there is", async () => {
  expect((await collected([[]], 10)).found).toEqual({ rows: [], isAll: true });
});

test.each([
  ["more pages", [[1, 2], [3]]],
  ["more rows on the page", [[1, 2, 3]]],
])("what is beyond the most that is wanted is left out, and said: %s", async (_, pages) => {
  const { found, asked } = await collected(pages, 2);
  expect(found).toEqual({ rows: [1, 2], isAll: false });
  expect(asked).toHaveLength(1);
});

test("exactly as many as are wanted are all", async () => {
  expect((await collected([[1], [2]], 2)).found).toEqual({ rows: [1, 2], isAll: true });
});
