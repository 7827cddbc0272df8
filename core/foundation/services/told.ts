import type { EventType } from "../domain/events.ts";
import { timeOfUlid, ulidTime } from "../domain/ids.ts";
import { listsOfAllTenants } from "../store/keys.ts";
import type { Key } from "../store/table.ts";
import { atMost } from "./at-most.ts";
import type { Deps } from "./deps.ts";

const REQUESTS_AT_ONCE = 40;

/** An event as the index of all merchants has it. */
export interface Told extends Key {
  atMs: number;
  type: EventType;
}

/**
 * What was told from a moment on, of all merchants, as the index has it: so many events of each of its partitions at most, in no
 * order. What comes from `knownToMs` on may be missing: a partition may have more events than a page, also of the last one's very
 * millisecond. It has moved on, for no partition takes a thousand writes in one; of a page that ends where it began, ask for more.
 */
export async function readTold(
  { tables }: Pick<Deps, "tables">,
  { fromMs, untilMs, pageEvents }: { fromMs: number; untilMs: number; pageEvents: number },
): Promise<{ told: Told[]; knownToMs: number }> {
  const pages = await atMost(REQUESTS_AT_ONCE, listsOfAllTenants("EVT"), (partition) =>
    tables.query("events", {
      index: "all",
      partition: ["allPk", partition],
      sort: { attribute: "stateSk", operator: ">", value: ulidTime(fromMs) },
      limit: pageEvents,
    }),
  );
  const told = pages.map(({ items }) =>
    items.map(({ pk, sk, stateSk, type }): Told => {
      return { pk: String(pk), sk: String(sk), atMs: timeOfUlid(String(stateSk)), type: type as EventType };
    }),
  );
  const ends = told.flatMap((some, index) => (pages[index]?.after ? (some.at(-1)?.atMs ?? []) : []));
  return { told: told.flat(), knownToMs: Math.min(untilMs, ...ends) };
}
