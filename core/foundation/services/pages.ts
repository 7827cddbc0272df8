import { TerminalError } from "../domain/errors.ts";
import { ulidTime } from "../domain/ids.ts";
import { LIST_OF_TENANTS, listOfAll, SHARDS, tenantOfKey } from "../store/keys.ts";
import type { Item, Key } from "../store/table.ts";
import type { Caller, Deps } from "./deps.ts";

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

/**
 * Which partitions of which index make up a list, merged by their sort key. While a row stays in one of them it is found,
 * however long the reading takes: a list of one state reads that state's alone, a list of all states those that no row leaves.
 */
export type ListParts = { index: "state" | "list" | "owner" | "resource"; partitions: string[] };

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
  /** @default its own */
  keyOf?: (indexed: Item) => Key;
  /** How the rows are read, in this order. @default all by their keys, in one request */
  read?: (indexed: readonly Item[]) => Promise<(Row | undefined)[]>;
  /** The index lags behind, and one partition may hold several states. */
  keep: (row: Row) => boolean;
  view: (row: Row) => View;
}

/** An operator's list spans at most this many tenants at once: 100 tenants x 8 partitions are 800 small queries a page. */
const TENANTS_MAX = 100;
/** A page whose rows were all filtered out is filled by reading on, so often. */
const ROUNDS_MAX = 20;
const QUERIES_AT_ONCE = 40;
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Newest first, or oldest. Creation ULIDs are the cursor: a row that changes its state keeps its place among the others. */
export async function pageOf<Row, View>(deps: Deps, page: Page, source: PageSource<Row, View>): Promise<PageOf<View>> {
  const { parts, table = "main", place, keyOf = ownKey, keep, view } = source;
  const read =
    source.read ?? ((indexed) => deps.tables.getMany(table, indexed.map(keyOf)) as Promise<(Row | undefined)[]>);
  const cursor = page.cursor === undefined ? undefined : decodeCursor(page.cursor, place);
  let walk = walkOf(page.order, source.range, cursor);
  const items: View[] = [];
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const { indexed, more } = await mergeFrom(deps, table, parts, walk, page.limit);
    const rows = await read(indexed);
    for (const [index, row] of rows.entries()) {
      const sortKey = String(indexed[index]?.stateSk);
      walk = { ...walk, from: sortKey };
      if (row === undefined || !keep(row)) continue;
      items.push(view(row));
      if (items.length === page.limit) {
        const isLast = index === rows.length - 1 && !more;
        return { items, nextCursor: isLast ? null : encodeCursor(sortKey) };
      }
    }
    if (!more) return { items, nextCursor: null };
  }
  return { items, nextCursor: walk.from === undefined ? null : encodeCursor(walk.from) };
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
    kind: Parameters<typeof listOfAll>[0];
    partitionOf: (tenantId: string, status: Status, shard: number) => string;
    statusOf: (row: Row) => Status;
    view: (row: Row) => View;
  },
): Promise<PageOf<View>> {
  const { kind, partitionOf, statusOf, view } = list;
  const { status } = page;
  const tenants = await tenantsOf(deps, caller, page);
  return pageOf<Row, View>(deps, page, {
    parts: partsOf(tenants, kind, status && ((tenantId, shard) => partitionOf(tenantId, status, shard))),
    keep: (row) => status === undefined || statusOf(row) === status,
    view,
  });
}

async function mergeFrom(
  deps: Deps,
  table: "main" | "events",
  { index, partitions }: ListParts,
  { isAscending, from, end }: Walk,
  limit: number,
) {
  const found: Item[] = [];
  let more = false;
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
      more ||= after !== undefined && inside.length === items.length;
    }
  }
  found.sort((a, b) => (isBeyond(String(a.stateSk), String(b.stateSk), isAscending) ? 1 : -1));
  return { indexed: found.slice(0, limit), more: more || found.length > limit };
}

/** The parts of a list of some tenants' rows: of one state, or of all. */
export function partsOf(
  tenants: readonly string[],
  kind: Parameters<typeof listOfAll>[0],
  ofState?: (tenantId: string, shard: number) => string,
): ListParts {
  const partitionOf = ofState ?? ((tenantId: string, shard: number) => listOfAll(kind, tenantId, shard));
  const partitions = tenants.flatMap((tenantId) => SHARDS.map((shard) => partitionOf(tenantId, shard)));
  return { index: ofState ? "state" : "list", partitions };
}

/** Whose rows a list shows. `parameter`: where its query names the tenant. */
export async function tenantsOf(
  deps: Deps,
  caller: Caller,
  page: Pick<Page, "tenantId">,
  parameter = "tenantId",
): Promise<string[]> {
  if (caller.kind === "tenant") return [ownTenant(caller.tenantId, page, parameter)];
  if (page.tenantId !== undefined) return [page.tenantId];
  const { items, after } = await deps.tables.query("main", {
    index: "state",
    partition: ["statePk", LIST_OF_TENANTS],
    limit: TENANTS_MAX,
  });
  if (after !== undefined) {
    throw new TerminalError("request-invalid", "there are too many tenants for one list", {
      errors: [{ pointer: `/query/${parameter}`, detail: "name the tenant whose rows to list" }],
    });
  }
  return items.map(tenantOfKey);
}

/** A tenant may name itself; naming another is refused rather than ignored. */
export function ownTenant(tenantId: string, page: Pick<Page, "tenantId">, parameter = "tenantId"): string {
  if (page.tenantId === undefined || page.tenantId === tenantId) return tenantId;
  throw new TerminalError("request-invalid", "only operators read other tenants' rows", {
    errors: [{ pointer: `/query/${parameter}`, detail: "is for operators only" }],
  });
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
