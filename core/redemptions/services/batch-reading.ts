import type { BatchMemberView, BatchView } from "../../../contract/answers/redemptions.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { ownTenant, type Page } from "../../foundation/services/pages.ts";
import type { Redemption } from "../domain/redemption.ts";
import { type BatchItem, readBatch } from "../store/batch-store.ts";
import { batchItemKey, redemptionKey } from "../store/keys.ts";

/** The batch as it stands now, a page of its items. */
export async function getBatch(deps: Deps, caller: Caller, batchId: string, page: Page): Promise<BatchView> {
  const tenantId = tenantOfBatch(caller, batchId, page);
  const afterSk = page.cursor === undefined ? undefined : itemCursor(page.cursor);
  const { head, items, more } = await readBatch(deps.tables, tenantId, batchId, { limit: page.limit, afterSk });
  if (!head && items.length === 0) throw new TerminalError("not-found", "there is no batch with this id");
  const refs = items.map(({ redemptionId }) => ({ tenantId, redemptionId: String(redemptionId) }));
  const redemptions = (await deps.tables.getMany("main", refs.map(redemptionKey))) as (Redemption | undefined)[];
  const views = items.map((item, position) => memberView(item as unknown as BatchItem, batchId, redemptions[position]));
  views.sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  const last = items.at(-1)?.redemptionId;
  return {
    batchId,
    planId: head?.planId ?? redemptions[0]?.planId ?? null,
    mode: head?.mode ?? null,
    createdAt: iso(head?.createdAt),
    items: views,
    nextCursor: more && last !== undefined ? Buffer.from(String(last)).toString("base64url") : null,
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

/** A batch id made by us names its tenant; for one of the caller's own an operator names it. */
function tenantOfBatch(caller: Caller, batchId: string, page: Page): string {
  if (caller.kind === "tenant") return ownTenant(caller.tenantId, page);
  return page.tenantId ?? tenantOf(caller, "bat", batchId);
}

function itemCursor(cursor: string): string {
  const redemptionId = Buffer.from(cursor, "base64url").toString();
  if (!/^rdm_[a-z0-9-]+_[0-9A-Z]{26}$/.test(redemptionId)) {
    throw new TerminalError("cursor-invalid", "the cursor was not issued by this API", {
      errors: [{ pointer: "/query/cursor", detail: "use `nextCursor` unchanged" }],
    });
  }
  return batchItemKey("", "", redemptionId).sk;
}
