/** Which ids a log line carries. */

import { type IdPrefix, prefixOf } from "../../core/foundation/domain/ids.ts";
import type { Log } from "../../core/foundation/services/deps.ts";

const NAMES: Record<IdPrefix, string> = {
  pln: "planId",
  acc: "accountId",
  rdm: "redemptionId",
  bat: "batchId",
  pay: "paymentId",
  sag: "sagaId",
  ord: "orderId",
  ref: "refundId",
  rev: "reviewId",
};

/**
 * The ids among some values, by the name of what they are of. Only what has the form of an id of ours: whatever else a caller
 * wrote into a path or a body may be a secret.
 */
export function idsAmong(values: readonly unknown[]): Record<string, string> {
  const ids = values.flatMap((value) => {
    const prefix = typeof value === "string" ? prefixOf(value) : undefined;
    return prefix === undefined ? [] : [[NAMES[prefix], value as string] as const];
  });
  return Object.fromEntries(ids);
}

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
