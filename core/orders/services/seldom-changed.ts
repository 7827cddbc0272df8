import type { Deps } from "../../foundation/services/deps.ts";
import type { Item, Key, TableName, Tables } from "../../foundation/store/table.ts";

/** A status that an operator or merchant changed counts a second after the answer: until then each process may know the old one. */
const FRESH_MS = 1000;
/** The rows that one process works with; what it needs again is read again. */
const ROWS_MAX = 1000;

type Seen = Map<string, { row: Item; readAt: number }>;
const caches = new WeakMap<Tables, Seen>();

/**
 * Rows of both tables, consistently read in one request, and beside them rows of `main` which so many ask about that a copy which
 * is a second old must do. Both in the order of their keys.
 */
export async function readWithSeldomChanged(
  { tables, clock }: Pick<Deps, "tables" | "clock">,
  keys: readonly (Key & { table?: TableName })[],
  seldomChanged: readonly Key[],
): Promise<{ rows: (Item | undefined)[]; seldom: (Item | undefined)[] }> {
  const seen: Seen = caches.get(tables) ?? new Map();
  caches.set(tables, seen);
  // Taken before the read: a copy is never older than it says.
  const readAt = clock();
  // What is fresh now is what counts: while the others are read, another request may clear the copies.
  const copies = seldomChanged.map(({ pk }) => {
    const copy = seen.get(pk);
    return copy !== undefined && readAt - copy.readAt < FRESH_MS ? copy.row : undefined;
  });
  const stale = seldomChanged.filter((_, index) => copies[index] === undefined);
  const read = await tables.getAcross([...keys, ...stale].map((key) => ({ table: "main", ...key })));
  const found = read.slice(keys.length);
  if (seen.size + found.length > ROWS_MAX) seen.clear();
  for (const [index, { pk }] of stale.entries()) {
    const row = found[index];
    if (row !== undefined) seen.set(pk, { row, readAt });
  }
  const seldom = copies.map((copy) => copy ?? found.shift());
  return { rows: read.slice(0, keys.length), seldom };
}
