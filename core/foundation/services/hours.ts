import { iso } from "../domain/iso-time.ts";
import { countHour, type Hour, readHourRows } from "../store/hour-store.ts";
import { atMost } from "./at-most.ts";
import type { Deps } from "./deps.ts";
import { readTold, type Told } from "./told.ts";

const HOUR_MS = 60 * 60 * 1000;
const HOURS = 24;
/** Of one partition of the index, at once: 64,000 of all. */
const PAGE_EVENTS = 1000;
/**
 * Of one sweep. To read and count 64,000 events takes a function of the sweeper's size some seconds of the 55 that it has. Up to
 * some 4,000 events a second are counted as they come; beyond that the last hours wait for a quieter one.
 */
const ROUNDS_MAX = 5;
const REQUESTS_AT_ONCE = 40;

type HourSoFar = Pick<Hour, "hourMs" | "counts"> & { countedTo?: number };

/** What was told in each of the last 24 hours, oldest first. The last one is not over, and its youngest events are still to come. */
export async function readHours(
  { tables }: Pick<Deps, "tables">,
  nowMs: number,
): Promise<{ at: string; counts: Hour["counts"] }[]> {
  const hours = lastDay(nowMs);
  const rows = await readHourRows(tables, hours);
  return hours.map((hourMs, index) => ({ at: iso(hourMs), counts: rows[index]?.counts ?? {} }));
}

/**
 * Counts the events of the last day by hour and type. Each hour goes on from where it was counted to, and its sums are set together
 * with the place to go on from: who dies in between, or counts beside another, changes nothing.
 */
export async function countHours(deps: Deps): Promise<{ counted: number }> {
  const nowMs = deps.clock();
  const untilMs = nowMs - deps.limits.countMarginMs;
  const begun = lastDay(nowMs).filter((hourMs) => hourMs < untilMs);
  const rows = await readHourRows(deps.tables, begun);
  let hours: HourSoFar[] = begun.map((hourMs, index) => rows[index] ?? { hourMs, counts: {} });
  let counted = 0;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    hours = hours.filter((hour) => placeIn(hour) < endOf(hour, untilMs));
    const [first] = hours;
    if (!first) break;
    const { types, knownToMs } = await readTypes(deps, placeIn(first), untilMs);
    const next = await atMost(REQUESTS_AT_ONCE, hours, (hour) =>
      countOn(deps, hour, types.get(hour.hourMs) ?? [], Math.min(endOf(hour, untilMs), knownToMs)),
    );
    hours = next.flatMap(({ hour }) => hour ?? []);
    counted += next.reduce((sum, { added }) => sum + added, 0);
  }
  return { counted };
}

/** The hour of this moment, and those before it. */
function lastDay(nowMs: number): number[] {
  const last = hourOf(nowMs);
  return Array.from({ length: HOURS }, (_, index) => last - (HOURS - 1 - index) * HOUR_MS);
}

const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS) * HOUR_MS;
const placeIn = ({ hourMs, countedTo = hourMs }: HourSoFar): number => countedTo;
const endOf = ({ hourMs }: HourSoFar, untilMs: number): number => Math.min(hourMs + HOUR_MS, untilMs);

async function readTypes(deps: Deps, fromMs: number, untilMs: number) {
  const { told, knownToMs } = await readTold(deps, { fromMs, untilMs, pageEvents: PAGE_EVENTS });
  return { types: Map.groupBy(told, ({ atMs }) => hourOf(atMs)), knownToMs };
}

/** Without an hour: another sweep is at it, and goes on. */
async function countOn(
  { tables }: Deps,
  seen: HourSoFar,
  told: readonly Told[],
  toMs: number,
): Promise<{ hour?: HourSoFar; added: number }> {
  if (toMs <= placeIn(seen)) return { hour: seen, added: 0 };
  const part = told.filter(({ atMs }) => atMs >= placeIn(seen) && atMs < toMs);
  const counts = { ...seen.counts };
  for (const { type } of part) counts[type] = (counts[type] ?? 0) + 1;
  const hour = { hourMs: seen.hourMs, countedTo: toMs, counts };
  const { committed } = await tables.write(countHour(seen, hour));
  return committed ? { hour, added: part.length } : { added: 0 };
}
