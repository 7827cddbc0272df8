import type { BatchLine as Line } from "../../foundation/domain/batch.ts";
import { isCode } from "../../foundation/domain/gift-card-code.ts";
import type { VaultDeps } from "../../foundation/services/deps.ts";
import type { IdempotencyRecord } from "../../foundation/store/idempotency-store.ts";
import type { BatchSubmission, ItemRefusal } from "../domain/batch.ts";
import type { Submission } from "./submission.ts";

export type BatchLine = Line<Submission, ItemRefusal>;

/** A code that stands twice is taken once; the later line shows the first one's redemption. */
export function linesOf(
  deps: VaultDeps,
  tenantId: string,
  batchId: string,
  input: BatchSubmission,
  by: Pick<IdempotencyRecord, "requestId" | "keyId">,
): BatchLine[] {
  const { requestId: acceptedBy, keyId } = by;
  const firstIndexOf = new Map<string, number>();
  return input.items.map(({ reference, code }, index): BatchLine => {
    if (!isCode(code)) return { kind: "refused", index, id: "", code: "code-malformed" };
    const redemptionId = deps.vault.redemptionId(tenantId, code);
    const firstIndex = firstIndexOf.get(redemptionId);
    if (firstIndex !== undefined) return { kind: "repeated", index, id: redemptionId, firstIndex };
    firstIndexOf.set(redemptionId, index);
    const { planId } = input;
    const item = { tenantId, redemptionId, code, planId, batchId, reference, index, acceptedBy, keyId };
    return { kind: "item", index, id: redemptionId, item };
  });
}
