import type { BatchMemberView, BatchView } from "../../../contract/answers/redemptions.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import { readBatchPage } from "../../foundation/services/batch-pages.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import type { Page } from "../../foundation/services/pages.ts";
import type { Redemption } from "../domain/redemption.ts";
import type { BatchHead, BatchItem } from "../store/batch-store.ts";
import { batchPartition, redemptionKey } from "../store/keys.ts";

/** The batch as it stands now, a page of its items. */
export async function getBatch(deps: Deps, caller: Caller, batchId: string, page: Page): Promise<BatchView> {
  const { head, items, rows, nextCursor } = await readBatchPage<BatchHead, Redemption>(deps, caller, batchId, page, {
    batchPrefix: "bat",
    itemPrefix: "rdm",
    partitionOf: batchPartition,
    idOf: ({ redemptionId }) => String(redemptionId),
    keyOf: (tenantId, redemptionId) => redemptionKey({ tenantId, redemptionId }),
  });
  const views = items.map((item, position) => memberView(item as unknown as BatchItem, batchId, rows[position]));
  views.sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  return {
    batchId,
    planId: head?.planId ?? rows[0]?.planId ?? null,
    mode: head?.mode ?? null,
    createdAt: iso(head?.createdAt),
    items: views,
    nextCursor,
  };
}

/** A code that was refused here and tried again in another batch stays refused here. */
function memberView(item: BatchItem, batchId: string, redemption: Redemption | undefined): BatchMemberView {
  const isHere = redemption?.batchId === batchId;
  return {
    index: item.index ?? null,
    reference: item.reference ?? null,
    redemptionId: item.redemptionId,
    status: isHere ? redemption.state : "FAILED",
    last4: redemption?.last4 ?? null,
    amount: isHere ? (redemption.amount ?? null) : null,
    reason: isHere ? (redemption.reason ?? null) : null,
    updatedAt: iso(redemption?.updatedAt),
  };
}
