import type { IndexQuery, Item, Tables } from "./table.ts";

/** Page after page, until there is none: for partitions that stay small. `limit`: of one page. */
export async function readAll(tables: Tables, query: Omit<IndexQuery, "after">): Promise<Item[]> {
  const items: Item[] = [];
  let after: Item | undefined;
  do {
    const page = await tables.query("main", { ...query, after });
    items.push(...page.items);
    after = page.after;
  } while (after);
  return items;
}
