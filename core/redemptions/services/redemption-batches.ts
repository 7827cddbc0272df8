import { makeId } from "../../foundation/domain/ids.ts";
import { submitAtomic } from "../../foundation/services/atomic-batch.ts";
import { submitPartial } from "../../foundation/services/batches.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import type { BatchSubmission } from "../domain/batch.ts";
import { readBatchHead } from "../store/batch-store.ts";
import { differs, otherBatch } from "./batch-differs.ts";
import { batchOf } from "./batch-of-cards.ts";
import { findPlan } from "./plans.ts";
import { planNotFound } from "./redemptions.ts";

/** Many codes under one key, each for itself (`partial`) or in one transaction (`atomic`). */
export async function submitBatch(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: BatchSubmission,
): Promise<Answer> {
  const nowMs = deps.clock();
  if (!(await findPlan(deps, tenantId, input.planId))) throw planNotFound();
  deps.metrics.count(input.batchId === undefined ? "BatchIdMade" : "BatchIdGiven");
  const batchId = input.batchId ?? makeId("bat", tenantId, deps.random.ulid(nowMs));
  const batch = batchOf(deps, tenantId, { ...input, batchId });
  if (input.mode === "partial") return submitPartial(deps, request, batch, nowMs);
  return submitAtomic(
    deps,
    request,
    {
      ...batch,
      differs: async () => {
        const head = await readBatchHead(deps.tables, tenantId, batchId);
        return differs(head, input) ? otherBatch(head, input) : undefined;
      },
    },
    nowMs,
  );
}
