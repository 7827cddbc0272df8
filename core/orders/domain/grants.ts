import { DAY_MS, monthsAfter, monthsOf, type Period } from "./period.ts";

/** What one order has given to a subscription, in the order in which they were committed. */
export interface Grant {
  orderId: string;
  /** When it was granted. */
  at: number;
  period: Period;
}

export interface Span {
  from: number;
  to: number;
}

/** Beyond it, times are no four-digit years any more, which callers' libraries do not read: nothing runs longer. */
export const LAST_MOMENT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * From when to when each grant runs. The first, and one that comes after the end, starts at its own moment; any other
 * continues where the one before ends. Months are counted from where their run started, days from the end.
 */
export function spansOf(grants: readonly Grant[]): Span[] {
  let run: { anchor: number; months: number; end: number } | undefined;
  return grants.map(({ at, period }) => {
    const from = run === undefined || at > run.end ? at : run.end;
    if (run === undefined || at > run.end) run = { anchor: at, months: 0, end: at };
    if (period.unit === "day") {
      const end = run.end + period.count * DAY_MS;
      run = { anchor: end, months: 0, end };
    } else {
      const months = run.months + monthsOf(period);
      run = { anchor: run.anchor, months, end: monthsAfter(run.anchor, months) };
    }
    run.end = Math.min(run.end, LAST_MOMENT_MS);
    return { from, to: run.end };
  });
}
