import { isCode } from "../../foundation/domain/gift-card-code.ts";
import type { VaultDeps } from "../../foundation/services/deps.ts";
import type { IdempotencyRecord } from "../../foundation/store/idempotency-store.ts";
import type { BatchSubmission } from "../domain/batch.ts";
import type { Submission } from "./submission.ts";

/** One line of a batch. A code that stands twice is taken once; the later line shows the first one's redemption. */
export type BatchLine =
  | { kind: "submission"; index: number; redemptionId: string; submission: Submission }
  | { kind: "repeated"; index: number; redemptionId: string; firstIndex: number }
  | { kind: "malformed"; index: number; redemptionId: "" };

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
    if (!isCode(code)) return { kind: "malformed", index, redemptionId: "" };
    const redemptionId = deps.vault.redemptionId(tenantId, code);
    const firstIndex = firstIndexOf.get(redemptionId);
    if (firstIndex !== undefined) return { kind: "repeated", index, redemptionId, firstIndex };
    firstIndexOf.set(redemptionId, index);
    const { planId } = input;
    return {
      kind: "submission",
      index,
      redemptionId,
      submission: { tenantId, redemptionId, code, planId, batchId, reference, index, acceptedBy, keyId },
    };
  });
}
