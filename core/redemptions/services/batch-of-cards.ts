import type { BatchKind } from "../../foundation/services/batch-items.ts";
import type { Batch } from "../../foundation/services/batches.ts";
import type { VaultDeps } from "../../foundation/services/deps.ts";
import type { BatchSubmission, ItemRefusal } from "../domain/batch.ts";
import { batchView } from "../domain/batch-view.ts";
import { decideResubmission, type Redemption } from "../domain/redemption.ts";
import { type BatchHead, openBatch } from "../store/batch-store.ts";
import { redemptionKey } from "../store/keys.ts";
import { otherBatch } from "./batch-differs.ts";
import { linesOf } from "./batch-lines.ts";
import { countAccepted } from "./redemptions.ts";
import { acceptAgain, acceptNew, itemDetail, type Submission } from "./submission.ts";

export const CARDS: BatchKind<Submission, Redemption, ItemRefusal> = {
  keysOf: ({ tenantId, redemptionId, otherIds: { rival, settled } }) =>
    [redemptionId, ...(rival === undefined ? [] : [rival]), ...settled].map((id) =>
      redemptionKey({ tenantId, redemptionId: id }),
    ),
  idOf: ({ redemptionId }) => redemptionId,
  decide: decideResubmission,
  acceptNew,
  acceptAgain,
  onAccepted: countAccepted,
  detailOf: itemDetail,
  inProgress: "redemption-in-progress",
  busy: "codes of this batch are being submitted by many at once",
};

export function batchOf(
  deps: VaultDeps,
  tenantId: string,
  input: BatchSubmission & { batchId: string },
): Batch<Submission, Redemption, ItemRefusal> {
  const { batchId, planId, mode, items } = input;
  return {
    kind: CARDS,
    batchId,
    linesOf: (id, by) => linesOf(deps, tenantId, id, input, by),
    open: (nowMs) => openBatch({ tenantId, batchId, planId, mode, createdAt: nowMs }),
    otherBatch: (head) => otherBatch(head as unknown as BatchHead, input),
    bodyOf: (id, lines, verdicts) => {
      const idOf = (index: number) => verdicts[index]?.knownAs ?? lines[index]?.id ?? "";
      return batchView(id, items, verdicts, idOf, (code, index) => itemDetail(code, idOf(index)));
    },
  };
}
