/** Calendar arithmetic, in UTC: a month later is the same day of the next month, or its last. */

export const PERIOD_UNITS = ["day", "month", "year"] as const;

export interface Period {
  unit: (typeof PERIOD_UNITS)[number];
  /** 1 to 120. */
  count: number;
}

export const DAY_MS = 24 * 3600 * 1000;
const YEAR_MONTHS = 12;

/** Months of a period; 0 of one of days. */
export function monthsOf({ unit, count }: Period): number {
  return unit === "month" ? count : unit === "year" ? count * YEAR_MONTHS : 0;
}

/** `months` after a moment, at its time of day. Counted from the anchor, so that 31 January, 28 February, 31 March follow. */
export function monthsAfter(anchorMs: number, months: number): number {
  const anchor = new Date(anchorMs);
  const year = anchor.getUTCFullYear();
  const month = anchor.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(anchor.getUTCDate(), lastDay);
  return Date.UTC(year, month, day) + (anchorMs - Date.UTC(year, anchor.getUTCMonth(), anchor.getUTCDate()));
}
