import { absent, anyOf, atMost, below, equals, Plus } from "../../foundation/store/expression.ts";
import type { Write } from "../../foundation/store/table.ts";
import { put, update } from "../../foundation/store/write.ts";
import { REFUSALS_MAX, type Tries } from "../domain/tries.ts";
import { triesKey } from "./keys.ts";

/** One refusal more, in the window that was seen or in a new one. */
export function countRefusal(
  { tenantId, userMark }: { tenantId: string; userMark: string },
  seen: Tries | undefined,
  windowMs: number,
  nowMs: number,
): Write {
  const key = triesKey(tenantId, userMark);
  if (seen && nowMs < seen.windowEnds) {
    const only = { windowAsSeen: equals("windowEnds", seen.windowEnds), hasTries: below("count", REFUSALS_MAX) };
    return update("tries.count", key, { set: { count: new Plus(1) }, only }, "transient");
  }
  const windowEnds = nowMs + windowMs;
  // DynamoDB's TTL wants seconds.
  const item = { ...key, count: 1, windowEnds, expiresAt: Math.ceil(windowEnds / 1000) };
  return put("tries.open", item, { isOver: anyOf(absent("pk"), atMost("windowEnds", nowMs)) }, "transient");
}
