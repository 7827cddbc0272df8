import type { BatchSubmission } from "../domain/batch.ts";
import type { BatchHead } from "../store/batch-store.ts";

type Asked = Pick<BatchSubmission, "planId" | "mode">;

export function differs(head: BatchHead | undefined, { planId, mode }: Asked): head is BatchHead {
  return head !== undefined && (head.planId !== planId || head.mode !== mode);
}

/** A batch that is submitted again has the plan and the mode that it had: who names others means another batch, or is mistaken. */
export function otherBatch(head: BatchHead, { planId, mode }: Asked) {
  const errors = [
    ...(head.planId === planId ? [] : [{ pointer: "/planId", detail: "the batch was submitted with another plan" }]),
    ...(head.mode === mode ? [] : [{ pointer: "/mode", detail: "the batch was submitted in another mode" }]),
  ];
  const detail = "a batch with this `batchId` was submitted before, with another plan or mode";
  return { code: "batch-differs", detail, errors } as const;
}
