import type { EventType } from "../domain/events.ts";
import { asSeen } from "./expression.ts";
import { hourKey } from "./keys.ts";
import type { Tables, Write } from "./table.ts";
import { update } from "./write.ts";

/** What was told in one hour, of all merchants together. */
export interface Hour {
  hourMs: number;
  /** Those that came before this moment are in the counts; the rest of the hour is still to be counted. */
  countedTo: number;
  counts: Partial<Record<EventType, number>>;
}

/** Whether an hour is silent is judged by the same one of the week before; another day, and nobody can need it. */
const KEPT_MS = 9 * 24 * 60 * 60 * 1000;

/** Set, never added to: of two who have read the same row, or of one and its own second try, one writes. */
export function countHour(
  seen: { countedTo?: number },
  { hourMs, countedTo, counts }: Hour,
): Write & { kind: "update" } {
  const expiresAt = Math.ceil((hourMs + KEPT_MS) / 1000);
  return update(
    "hour.count",
    hourKey(hourMs),
    { set: { hourMs, countedTo, counts, expiresAt }, only: { partAsSeen: asSeen("countedTo", seen.countedTo) } },
    "events",
  );
}

/** In the order of `hoursMs`. */
export async function readHourRows(tables: Tables, hoursMs: readonly number[]): Promise<(Hour | undefined)[]> {
  return (await tables.getMany("events", hoursMs.map(hourKey))) as unknown as (Hour | undefined)[];
}
