import { decodeTime } from "ulid";
import { campaignKey } from "../../core/codes/store/keys.ts";
import { liveEndpointKey } from "../../core/events/store/keys.ts";
import { claimedTenantOf, type IdPrefix, uniqueOf } from "../../core/foundation/domain/ids.ts";
import type { IdempotencyRecord } from "../../core/foundation/store/idempotency-store.ts";
import type { Key, Tables } from "../../core/foundation/store/table.ts";
import { notificationKey, templateKey } from "../../core/notifications/store/keys.ts";
import { offerKey, orderKey } from "../../core/orders/store/keys.ts";
import { paymentKey, refundPointerKey } from "../../core/payments/store/keys.ts";
import { accountKey, planKey, redemptionKey } from "../../core/redemptions/store/keys.ts";
import { destinationKey, withdrawalKey } from "../../core/withdrawals/store/keys.ts";

type KeyOf = (tenantId: string, id: string) => Key;

/** What has an id that its request has made, and the row that it leads to. */
const MADE: Partial<Record<IdPrefix, KeyOf>> = {
  pay: paymentKey,
  ref: refundPointerKey,
  wdr: withdrawalKey,
  ord: orderKey,
  pln: planKey,
  tpl: templateKey,
  acc: accountKey,
  off: offerKey,
  cam: campaignKey,
  whe: liveEndpointKey,
  dst: destinationKey,
};

/** Whose id is the same for whoever asks: its row says which request has made it. */
const SHARED: Partial<Record<IdPrefix, KeyOf>> = {
  rdm: (tenantId, redemptionId) => redemptionKey({ tenantId, redemptionId }),
  ntf: (tenantId, notificationId) => notificationKey({ tenantId, notificationId }),
};

/**
 * Whether what a request has made is in the tables that were set back. Of a change to something older nobody can say: it counts as
 * lost, and done again it meets its own conditions.
 */
export async function isKept(tables: Tables, record: IdempotencyRecord): Promise<boolean> {
  const { resourceId = "", startedAt, requestId, httpStatus = 0 } = record;
  if (httpStatus >= 300) return false;
  for (const [prefix, keyOf] of Object.entries(SHARED) as [IdPrefix, KeyOf][]) {
    const tenantId = claimedTenantOf(prefix, resourceId);
    if (tenantId === undefined) continue;
    const row = await tables.get("main", keyOf(tenantId, resourceId));
    // Who was told 200 has only been shown what another request has made.
    return row !== undefined && (httpStatus === 200 || row.acceptedBy === requestId);
  }
  for (const [prefix, keyOf] of Object.entries(MADE) as [IdPrefix, KeyOf][]) {
    const tenantId = claimedTenantOf(prefix, resourceId);
    if (tenantId === undefined) continue;
    if (decodeTime(uniqueOf(resourceId)) !== startedAt) return false;
    return (await tables.get("main", keyOf(tenantId, resourceId))) !== undefined;
  }
  return false;
}
