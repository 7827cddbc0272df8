import { CONTRACT } from "../../foundation/domain/limits.ts";
import { absent, anyOf, atLeast, below, Plus } from "../../foundation/store/expression.ts";
import type { Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import type { Spending } from "../domain/request-limit.ts";
import { requestRateKey } from "./keys.ts";

/**
 * Until which moment (ms) a merchant's requests have used up what its seconds allow: `spentUntil` never goes back. `expiresAt` in
 * seconds, as DynamoDB's TTL wants it; a row that is gone was spent long ago.
 */
export interface RequestRate {
  spentUntil: number;
  expiresAt: number;
}

/** Of a merchant that has been quiet: from the first of these requests on. */
export function beginSpending({ tenantId, sinceMs, costMs }: Spending, nowMs: number): Write & { kind: "update" } {
  return update(
    "request-rate.begin",
    requestRateKey(tenantId),
    {
      set: { spentUntil: sinceMs + costMs, expiresAt: expiryAt(nowMs) },
      only: { isQuiet: anyOf(absent("spentUntil"), below("spentUntil", sinceMs)) },
    },
    "transient",
  );
}

/** On top of what others have told of. However often it is sent, and by how many at once, none of it is lost. */
export function goOnSpending({ tenantId, sinceMs, costMs }: Spending, nowMs: number): Write & { kind: "update" } {
  return update(
    "request-rate.go-on",
    requestRateKey(tenantId),
    {
      set: { spentUntil: new Plus(costMs), expiresAt: expiryAt(nowMs) },
      only: { isBusy: atLeast("spentUntil", sinceMs) },
    },
    "transient",
  );
}

const expiryAt = (nowMs: number): number => Math.ceil((nowMs + CONTRACT.requestRateTtlMs) / 1000);
