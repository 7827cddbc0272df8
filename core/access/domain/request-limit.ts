import { CONTRACT, type RequestLimit } from "../../foundation/domain/limits.ts";

/**
 * A token bucket, written as a moment: what each request costs is the time in which another one is earned, and the bucket is
 * empty while `spentUntil` is further ahead than a whole burst takes to earn. Each instance of a function counts by itself and
 * tells of every lot after its last request, so that
 *
 *   let through in t <= burst + requestsPerSecond * (t + skew of the clocks) + 2 * lot * instances
 *
 * where of each instance one lot may not be told of yet, and one may be told of as of the moment at which it began.
 */

/** A lot that an instance tells of. */
export interface Spending {
  tenantId: string;
  /** When its first request came. */
  sinceMs: number;
  /** In which all of it is earned again. */
  costMs: number;
}

/** What one instance knows of one merchant's requests. */
export interface Lot {
  /** Since the last lot that was told of. */
  requests: number;
  sinceMs: number;
  /** As it was told last: it never goes back, so that it is this or later. */
  spentUntilMs: number;
  /** Until then nothing is let through. */
  closedUntilMs: number;
}

export const newLot = (): Lot => ({ requests: 0, sinceMs: 0, spentUntilMs: 0, closedUntilMs: 0 });

/** Milliseconds in which so many requests are earned: whole ones, rounded so that a limit is never exceeded for it. */
export function earnedInMs(requests: number, { requestsPerSecond }: RequestLimit): number {
  return Math.ceil((requests * 1000) / requestsPerSecond);
}

/** Counts a request that is let through. `undefined`: its lot is not full yet. */
export function counted(lot: Lot, tenantId: string, limit: RequestLimit, nowMs: number): Spending | undefined {
  if (lot.requests === 0) lot.sinceMs = nowMs;
  lot.requests++;
  if (lot.requests < CONTRACT.requestLot) return undefined;
  // From here on the next lot is counted, while this one is told of.
  lot.requests = 0;
  return { tenantId, sinceMs: lot.sinceMs, costMs: earnedInMs(CONTRACT.requestLot, limit) };
}

/** What has come of telling: beyond a burst the merchant waits until it has earned what it has had. */
export function told(lot: Lot, spentUntilMs: number, limit: RequestLimit): void {
  // Answers may overtake each other.
  lot.spentUntilMs = Math.max(lot.spentUntilMs, spentUntilMs);
  lot.closedUntilMs = lot.spentUntilMs - earnedInMs(limit.burst, limit);
}
