import type { RequestLimit } from "../../foundation/domain/limits.ts";
import { sourcesOf } from "../../foundation/domain/transitions.ts";
import { absent, anyOf, asSeen, oneOf } from "../../foundation/store/expression.ts";
import { LIST_OF_TENANTS, tenantKey } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { check, put, update } from "../../foundation/store/write.ts";
import {
  MERCHANT_TRANSITIONS,
  type Merchant,
  type MerchantEvent,
  type MerchantMove,
  type MerchantStatus,
  MOVES,
} from "../domain/merchant.ts";
import { placeAt } from "./keys.ts";

export function createMerchant(merchant: Merchant): Write {
  const { tenantId, createdAt } = merchant;
  const listed = { statePk: LIST_OF_TENANTS, stateSk: placeAt(tenantId, createdAt) };
  const item = { ...tenantKey(tenantId), ...merchant, ...listed };
  return put("merchant.create", item, { isNew: absent("pk") });
}

/** Of a merchant that has been read: its row is never taken away. */
export function moveMerchant(tenantId: string, event: MerchantMove, nowMs: number): Write {
  const sources = sourcesOf<MerchantStatus, MerchantEvent>(MERCHANT_TRANSITIONS, event);
  const named = oneOf("status", sources);
  return update(`merchant.${event}`, tenantKey(tenantId), {
    set: { status: MOVES[event], updatedAt: nowMs },
    // A tenant from before there were merchants has no status, which is ACTIVE.
    only: { statusAllows: sources.includes("ACTIVE") ? anyOf(named, absent("status")) : named },
  });
}

/** Takes the place of the limit that was read. */
export function limitRequests(
  { tenantId, requestLimit: seen }: Pick<Merchant, "tenantId" | "requestLimit">,
  requestLimit: RequestLimit,
  nowMs: number,
): Write {
  return update("merchant.limit-requests", tenantKey(tenantId), {
    set: { requestLimit, updatedAt: nowMs },
    only: { limitAsSeen: asSeen("requestLimit", seen) },
  });
}

/** Beside what was decided by its status: that is as it was read. */
export function checkMerchant(tenantId: string, seen: Pick<Merchant, "status"> | undefined): Write {
  return check("merchant.as-seen", tenantKey(tenantId), { statusAsSeen: asSeen("status", seen?.status) });
}

/** Strongly consistent. */
export async function readMerchant(tables: Tables, tenantId: string): Promise<Merchant | undefined> {
  return (await tables.get("main", tenantKey(tenantId))) as Merchant | undefined;
}
