import { TerminalError } from "../domain/errors.ts";
import { ulidTime } from "../domain/ids.ts";
import type { Item, Key } from "../store/table.ts";
import type { Caller, Deps } from "./deps.ts";
import { type ListParts, partsOfStatus, tenantOfList } from "./list-parts.ts";

export interface Page {
  limit: number;
  /** @default newest first */
  order?: "asc" | "desc" | undefined;
  cursor?: string | undefined;
  /** Operators only: whose rows; every tenant's when absent. */
  tenantId?: string | undefined;
}

export interface PageOf<View> {
  items: View[];
  nextCursor: string | null;
}

/** Of moments: from the first on, before the second. */
export interface Range {
  since?: number | undefined;
  until?: number | undefined;
}

export interface PageSource<Row, View> {
  parts: ListParts;
  /** @default main */
  table?: "main" | "events";
  /** What a place in the list looks like. @default a ULID */
  place?: RegExp;
  /** Of a list whose places are ULIDs. @default all there are */
  range?: Range;
  /** Which rows are read, as far as their index tells. @default all of them */
  isWanted?: (indexed: Item) => boolean;
  /** @default its own */
  keyOf?: (indexed: Item) => Key;
  /** How rows are read, in this order. @default by their keys, in one request */
  read?: (indexed: readonly Item[]) => Promise<(Row | undefined)[]>;
  /** The index lags behind, and one partition may hold several states. */
  keep: (row: Row) => boolean;
  view: (row: Row) => View;
}

/** A page whose rows were all filtered out is filled by reading on, so often. */
const ROUNDS_MAX = 20;
/** Rows of a further round over every tenant's, few of which may be wanted: as many as one request reads. */
const FULL_ROUND_ITEMS = 100;
const QUERIES_AT_ONCE = 40;
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Newest first, or oldest. Creation ULIDs are the cursor: a row that changes its state keeps its place among the others. */
export async function pageOf<Row, View>(deps: Deps, page: Page, source: PageSource<Row, View>): Promise<PageOf<View>> {
  const { parts, table = "main", place, keep, view } = source;
  const cursor = page.cursor === undefined ? undefined : decodeCursor(page.cursor, place);
  let walk = walkOf(page.order, source.range, cursor);
  const items: View[] = [];
  let known: Known = { indexed: [], more: true };
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const size = round > 0 && parts.index === "all" ? FULL_ROUND_ITEMS : page.limit;
    if (known.indexed.length < size && known.more) known = await mergeFrom(deps, table, parts, walk, size);
    const { more } = known;
    const indexed = known.indexed.splice(0, size);
    const rows = await rowsOf(deps, source, indexed);
    for (const [index, row] of rows.entries()) {
      const sortKey = String(indexed[index]?.stateSk);
      walk = { ...walk, from: sortKey };
      if (row === undefined || !keep(row)) continue;
      items.push(view(row));
      if (items.length === page.limit) {
        const isLast = index === rows.length - 1 && known.indexed.length === 0 && !more;
        return { items, nextCursor: isLast ? null : encodeCursor(sortKey) };
      }
    }
    if (known.indexed.length === 0 && !more) return { items, nextCursor: null };
  }
  return { items, nextCursor: walk.from === undefined ? null : encodeCursor(walk.from) };
}

async function rowsOf<Row, View>(
  deps: Deps,
  { table = "main", isWanted, keyOf = ownKey, read }: PageSource<Row, View>,
  indexed: readonly Item[],
): Promise<(Row | undefined)[]> {
  const wanted = isWanted ? indexed.filter(isWanted) : indexed;
  const rows = await (read?.(wanted) ??
    (deps.tables.getMany(table, wanted.map(keyOf)) as Promise<(Row | undefined)[]>));
  const found = new Map(wanted.map((item, index) => [item, rows[index]]));
  return indexed.map((item) => found.get(item));
}

/** Which way a list is read, beyond which place, and where it ends. */
interface Walk {
  isAscending: boolean;
  from: string | undefined;
  end: string | undefined;
}

/** No ULID is the mere time of another, so it makes no difference on which side of a bound an equal one would be. */
function walkOf(order: Page["order"], { since, until }: Range = {}, cursor: string | undefined): Walk {
  const isAscending = order === "asc";
  const first = since === undefined ? undefined : ulidTime(since);
  const last = until === undefined ? undefined : ulidTime(until);
  const [begin, end] = isAscending ? [first, last] : [last, first];
  const from = begin === undefined || (cursor !== undefined && isBeyond(cursor, begin, isAscending)) ? cursor : begin;
  return { isAscending, from, end };
}

function isBeyond(place: string, other: string, isAscending: boolean): boolean {
  return isAscending ? place > other : place < other;
}

const ownKey = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });

/** Rows of one kind, of whom the caller may see them: those of one status, or all. */
export async function listByStatus<Row, Status extends string, View>(
  deps: Deps,
  caller: Caller,
  page: Page & { status?: Status | undefined },
  list: {
    kind: string;
    partitionOf: (tenantId: string, status: Status, shard: number) => string;
    statusOf: (row: Row) => Status;
    view: (row: Row) => View;
  },
): Promise<PageOf<View>> {
  const { kind, partitionOf, statusOf, view } = list;
  const { status } = page;
  const ofStatus = status && ((tenantId: string, shard: number) => partitionOf(tenantId, status, shard));
  return pageOf<Row, View>(deps, page, {
    parts: await partsOfStatus(deps, tenantOfList(caller, page), kind, ofStatus),
    keep: (row) => status === undefined || statusOf(row) === status,
    view,
  });
}

/** What the indexes say, in order: all there is up to where one of the partitions was not read on. `more`: there are others beyond. */
interface Known {
  indexed: Item[];
  more: boolean;
}

async function mergeFrom(
  deps: Deps,
  table: "main" | "events",
  { index, partitions }: ListParts,
  { isAscending, from, end }: Walk,
  limit: number,
): Promise<Known> {
  const found: Item[] = [];
  let known: string | undefined;
  const sort =
    from === undefined
      ? {}
      : { sort: { attribute: "stateSk", operator: isAscending ? ">" : "<", value: from } as const };
  for (let at = 0; at < partitions.length; at += QUERIES_AT_ONCE) {
    const pages = await Promise.all(
      partitions.slice(at, at + QUERIES_AT_ONCE).map((partition) =>
        deps.tables.query(table, {
          index,
          partition: [`${index}Pk`, partition],
          ...sort,
          // One more than is shown: without it, a full page could not be told from the last one.
          limit: limit + 1,
          newestFirst: !isAscending,
        }),
      ),
    );
    for (const { items, after } of pages) {
      const inside = items.filter(({ stateSk }) => end === undefined || !isBeyond(String(stateSk), end, isAscending));
      found.push(...inside);
      if (after === undefined || inside.length < items.length) continue;
      const last = String(items.at(-1)?.stateSk);
      if (known === undefined || isBeyond(known, last, isAscending)) known = last;
    }
  }
  const isKnown = ({ stateSk }: Item) => known === undefined || !isBeyond(String(stateSk), known, isAscending);
  const indexed = found.filter(isKnown);
  indexed.sort((a, b) => (isBeyond(String(a.stateSk), String(b.stateSk), isAscending) ? 1 : -1));
  return { indexed, more: known !== undefined };
}

export function encodeCursor(sortKey: string): string {
  return Buffer.from(sortKey).toString("base64url");
}

export function decodeCursor(cursor: string, place: RegExp = ULID): string {
  const sortKey = Buffer.from(cursor, "base64url").toString();
  if (!place.test(sortKey)) {
    throw new TerminalError("cursor-invalid", "the cursor was not issued by this API", {
      errors: [{ pointer: "/query/cursor", detail: "use `nextCursor` unchanged" }],
    });
  }
  return sortKey;
}
