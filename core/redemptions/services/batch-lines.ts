import type { BatchLine as Line } from "../../foundation/domain/batch.ts";
import { isCode } from "../../foundation/domain/gift-card-code.ts";
import type { BroughtBy } from "../../foundation/services/batches.ts";
import { pepperOf } from "../../foundation/services/code-vault.ts";
import type { VaultDeps } from "../../foundation/services/deps.ts";
import type { BatchSubmission, ItemRefusal } from "../domain/batch.ts";
import { idsOfCard, type Submission } from "./submission.ts";

export type BatchLine = Line<Submission, ItemRefusal>;

/** A code that stands twice is taken once; the later line shows the first one's redemption. */
export function linesOf(
  deps: VaultDeps,
  tenantId: string,
  batchId: string,
  input: BatchSubmission,
  by: BroughtBy,
): BatchLine[] {
  const { requestId: acceptedBy, keyId } = by;
  // Of the first request: the answer to a repetition has the same ids. What is taken only now is written by the pepper of now.
  const pepper = pepperOf(by.fingerprint);
  const shownOf = (code: string, id: string) =>
    pepper === deps.vault.hashingPepper ? id : deps.vault.redemptionId(tenantId, code, pepper);
  const firstIndexOf = new Map<string, number>();
  return input.items.map(({ reference, code }, index): BatchLine => {
    if (!isCode(code)) return { kind: "refused", index, id: "", code: "code-malformed" };
    const { redemptionId, otherIds } = idsOfCard(deps, tenantId, code);
    const firstIndex = firstIndexOf.get(redemptionId);
    const id = shownOf(code, redemptionId);
    if (firstIndex !== undefined) return { kind: "repeated", index, id, firstIndex };
    firstIndexOf.set(redemptionId, index);
    const { planId } = input;
    const item = { tenantId, redemptionId, otherIds, code, planId, batchId, reference, index, acceptedBy, keyId };
    return { kind: "item", index, id, item };
  });
}
