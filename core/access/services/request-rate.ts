import { RetryableError } from "../../foundation/domain/errors.ts";
import type { RequestLimit } from "../../foundation/domain/limits.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Tables } from "../../foundation/store/table.ts";
import { counted, type Lot, newLot, type Spending, told } from "../domain/request-limit.ts";
import { beginSpending, goOnSpending, type RequestRate } from "../store/request-rate-store.ts";

/** Whoever is forgotten for want of room has a lot more than its limit. */
const MERCHANTS_MAX = 1000;

/** Per process, and per tables: tests have many of both. */
const lots = new WeakMap<Tables, Map<string, Lot>>();

type RateDeps = Pick<Deps, "tables" | "clock" | "metrics" | "log">;

/**
 * Lets a merchant's request through, or refuses it until the merchant has earned what it has had. Nothing is asked of the tables
 * but with the last request of a lot. Should they not answer, all is let through: a limit is there for the others' sake and not
 * worth a merchant's request. What is not told of then is lost, as is a lot of an instance that dies.
 */
export async function letThrough(deps: RateDeps, tenantId: string, limit: RequestLimit): Promise<void> {
  const nowMs = deps.clock();
  const lot = lotOf(deps.tables, tenantId);
  if (nowMs < lot.closedUntilMs) {
    deps.metrics.count("RequestRateLimited");
    const detail = `this merchant may make ${limit.requestsPerSecond} requests a second, and ${limit.burst} at once.`;
    throw new RetryableError("rate-limited", detail, lot.closedUntilMs - nowMs);
  }
  const spending = counted(lot, tenantId, limit, nowMs);
  if (!spending) return;
  try {
    told(lot, await tell(deps.tables, spending, lot, nowMs), limit);
  } catch {
    deps.metrics.count("RequestRateUntold");
    deps.log.warn("a lot of requests was not counted", { tenantId });
  }
}

/** Twice at most: who was wrong to take the merchant for quiet, or for busy, is so once. */
async function tell(tables: Tables, spending: Spending, lot: Lot, nowMs: number): Promise<number> {
  const ways = [beginSpending(spending, nowMs), goOnSpending(spending, nowMs)];
  if (lot.spentUntilMs >= spending.sinceMs) ways.reverse();
  for (const way of ways) {
    const result = await tables.updated(way);
    if (result.committed) return (result.row as unknown as RequestRate).spentUntil;
  }
  // The row was taken away in between, by its time to live: it was quiet for a day.
  return 0;
}

function lotOf(tables: Tables, tenantId: string): Lot {
  const known = lots.get(tables) ?? new Map<string, Lot>();
  lots.set(tables, known);
  const lot = known.get(tenantId) ?? newLot();
  // The one that was asked for longest ago goes first.
  known.delete(tenantId);
  known.set(tenantId, lot);
  const [oldest] = known.keys();
  if (known.size > MERCHANTS_MAX && oldest !== undefined) known.delete(oldest);
  return lot;
}
