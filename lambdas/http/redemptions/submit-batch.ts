import * as z from "zod";
import { batchCode, batchId, planId, reference } from "../../../contract/fields.ts";
import { CONTRACT } from "../../../core/foundation/domain/limits.ts";
import { submitBatch as submit } from "../../../core/redemptions/services/redemption-batches.ts";
import { storedBatch } from "../../../core/redemptions/services/stored-batch.ts";
import { defineRoute } from "../define-route.ts";

const items = z
  .array(z.strictObject({ reference, code: batchCode }))
  .min(1)
  .max(CONTRACT.batchMaxItems)
  .superRefine((list, context) => {
    const first = new Map<string, number>();
    for (const [index, item] of list.entries()) {
      const earlier = first.get(item.reference);
      if (earlier === undefined) first.set(item.reference, index);
      else
        context.addIssue({ code: "custom", path: [index, "reference"], message: `is the same as of item ${earlier}` });
    }
  });

const body = z
  .strictObject({ batchId: batchId.exactOptional(), planId, mode: z.enum(["partial", "atomic"]), items })
  .refine(({ mode, items }) => mode !== "atomic" || items.length <= CONTRACT.atomicBatchMaxItems, {
    path: ["items"],
    message: `must have at most ${CONTRACT.atomicBatchMaxItems} items in mode \`atomic\``,
  });

export const submitBatch = defineRoute({
  key: "POST /v1/redemption-batches",
  body,
  answers: { 200: "A verdict for each item, in the order of the request." },
  refusals: ["plan-not-found", "batch-differs", "batch-rejected"],
  replay: storedBatch,
  handle: ({ deps, request, caller, body }) => submit(deps, request, caller.tenantId, body),
});
