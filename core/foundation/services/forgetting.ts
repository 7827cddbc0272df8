/** What capabilities share when a person is forgotten: rows that are final are emptied of the person's names, the others stay and are told. */

import type { KeptReason } from "../domain/forgetting.ts";
import { CONTRACT } from "../domain/limits.ts";
import type { IndexQuery, Item, Key, Write } from "../store/table.ts";
import { atMost } from "./at-most.ts";
import type { Deps } from "./deps.ts";

/** One person as one merchant's rows know it: by marks, under which rows are found and which name nobody. */
export interface Person {
  tenantId: string;
  userMark: string;
  /** Of the names that payments give to the same person. */
  customerMarks: readonly string[];
  receiverMarks: readonly string[];
  destinationIds: readonly string[];
}

export interface Forgotten {
  emptied: number;
  kept: { id: string; why: KeptReason }[];
  /** All rows were looked at, as far as their index knew them. */
  isComplete: boolean;
}

/** One capability's part. Done again, it finds what is left. */
export type Forget = (deps: Deps, person: Person, nowMs: number) => Promise<Forgotten>;

export type ForgetVerdict = { id: string } & ({ write: Write & { kind: "update" } } | { why: KeptReason });

const WRITES_AT_ONCE = 8;
const PAGE_ROWS = 100;

/** Row by row, each under its own condition: what moved on since it was read stays, and is told as such. */
export async function forgetRows<Row>(
  { tables }: Deps,
  pages: AsyncIterable<Row[]>,
  verdictOn: (row: Row) => ForgetVerdict | undefined,
): Promise<Forgotten> {
  const done: Forgotten = { emptied: 0, kept: [], isComplete: true };
  for await (const rows of pages) {
    const verdicts = rows.map(verdictOn).filter((verdict) => verdict !== undefined);
    await atMost(WRITES_AT_ONCE, verdicts, async (verdict) => {
      const why =
        "why" in verdict ? verdict.why : (await tables.write(verdict.write)).committed ? undefined : "changing";
      if (why === undefined) done.emptied++;
      else done.kept.push({ id: verdict.id, why });
    });
    if (done.emptied >= CONTRACT.forgetRowsMax) return { ...done, isComplete: false };
  }
  return done;
}

/** The rows that some partitions of an index list, or of the table itself point to. An emptied row is in its index no more. */
export async function* rowsOf<Row>(
  { tables }: Deps,
  partitions: readonly Pick<IndexQuery, "index" | "partition" | "sort">[],
  keyOf: (item: Item) => Key = ({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }),
): AsyncGenerator<Row[]> {
  for (const partition of partitions) {
    let after: Item | undefined;
    do {
      const page = await tables.query("main", { ...partition, limit: PAGE_ROWS, after });
      const rows = page.items.length > 0 ? await tables.getMany("main", page.items.map(keyOf)) : [];
      yield rows.filter((row) => row !== undefined) as Row[];
      after = page.after;
    } while (after);
  }
}
