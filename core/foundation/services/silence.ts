import { type Hour, readHourRows } from "../store/hour-store.ts";
import type { Deps } from "./deps.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** The same hour of yesterday, and of the same day of the week: whoever rests on Sundays is not missed on one. */
const BEFORE_MS = [DAY_MS, 7 * DAY_MS];

/**
 * For the alarm on silence: how many events the hour that has ended usually has, if it has had none; otherwise 0. Nothing is measured
 * before that hour has been counted to its end.
 */
export async function measureSilence({ tables, metrics, clock }: Deps): Promise<{ missed: number }> {
  const endedMs = Math.floor(clock() / HOUR_MS) * HOUR_MS - HOUR_MS;
  const hours = [endedMs, ...BEFORE_MS.map((agoMs) => endedMs - agoMs)];
  const [ended, yesterday, weekAgo] = await readHourRows(tables, hours);
  if (ended === undefined || ended.countedTo < endedMs + HOUR_MS) return { missed: 0 };
  const missed = eventsOf(ended) === 0 ? usual(eventsOf(yesterday), eventsOf(weekAgo)) : 0;
  metrics.gauge("EventsMissed", missed, "Count");
  return { missed };
}

/** Where yesterday was silent, too, it may be the same silence: it must not end itself after a day. */
function usual(yesterday: number, weekAgo: number): number {
  return yesterday === 0 ? weekAgo : Math.min(yesterday, weekAgo);
}

/** An hour of which nothing is known has had none. */
function eventsOf(hour: Hour | undefined): number {
  return Object.values(hour?.counts ?? {}).reduce((sum, count) => sum + count, 0);
}
