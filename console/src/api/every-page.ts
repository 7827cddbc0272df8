import type { Client, Query } from "./client.ts";

const PAGE_ITEMS = "100";

export interface Collected<Row> {
  rows: Row[];
  /** false: there is more than was wanted. */
  isAll: boolean;
}

/** A list from its start, page by page, until its end or until it is enough. `tell`: how many there are so far. */
export async function everyPage<Row>(
  client: Pick<Client, "get">,
  { path, query, rowsMax }: { path: string; query: Query; rowsMax: number },
  { signal, tell }: { signal: AbortSignal; tell(rows: number): void },
): Promise<Collected<Row>> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page: { items: Row[]; nextCursor: string | null } = await client.get(
      path,
      { ...query, limit: PAGE_ITEMS, cursor },
      signal,
    );
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    tell(Math.min(rows.length, rowsMax));
  } while (cursor !== undefined && rows.length < rowsMax);
  return { rows: rows.slice(0, rowsMax), isAll: cursor === undefined && rows.length <= rowsMax };
}
