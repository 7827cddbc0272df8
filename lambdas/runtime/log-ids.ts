/** Which ids a log line carries. */

import { idsAmong } from "../../core/foundation/domain/ids.ts";
import type { Log } from "../../core/foundation/services/deps.ts";

/** The ids that an answer names, and those of a batch's items. */
export function idsOfAnswer(body: unknown): Record<string, string | string[]> {
  if (typeof body !== "object" || body === null) return {};
  const { items } = body as { items?: unknown };
  const members = Array.isArray(items) && "batchId" in body ? items.flatMap(redemptionIdOf) : [];
  return { ...idsAmong(Object.values(body)), ...(members.length > 0 ? { redemptionIds: members } : {}) };
}

function redemptionIdOf(item: { redemptionId?: unknown }): string[] {
  const { redemptionId } = idsAmong([item?.redemptionId]);
  return redemptionId === undefined ? [] : [redemptionId];
}

/** A log whose every line carries these ids, and those that are noted on the way: of one message among several at once. */
export function logAbout(log: Log, ids: Record<string, string>): Log {
  const noted = { ...ids };
  return {
    note: (more) => void Object.assign(noted, more),
    info: (message, more = {}) => log.info(message, { ...noted, ...more }),
    warn: (message, more = {}) => log.warn(message, { ...noted, ...more }),
    error: (message, error, more = {}) => log.error(message, error, { ...noted, ...more }),
  };
}
