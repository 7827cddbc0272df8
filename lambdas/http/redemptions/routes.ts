import * as z from "zod/mini";
import { batchCode, code, planId } from "../../../contract/fields/redemptions.ts";
import { batchId, batchPage, byId, page, reference } from "../../../contract/fields/shared.ts";
import { CONTRACT } from "../../../core/foundation/domain/limits.ts";
import { REDEMPTION_STATES } from "../../../core/redemptions/domain/redemption.ts";
import { getBatch } from "../../../core/redemptions/services/batch-reading.ts";
import { submitBatch } from "../../../core/redemptions/services/redemption-batches.ts";
import {
  getRedemption,
  getTimeline,
  listRedemptions,
  submitRedemption,
} from "../../../core/redemptions/services/redemptions.ts";
import { storedBatch } from "../../../core/redemptions/services/stored-batch.ts";
import { defineRoute, ok } from "../define-route.ts";
import { create, list, readById } from "../usual-routes.ts";

const items = z.array(z.strictObject({ reference, code: batchCode })).check(
  z.minLength(1),
  z.maxLength(CONTRACT.batchMaxItems),
  z.superRefine((list, context) => {
    const first = new Map<string, number>();
    for (const [index, item] of list.entries()) {
      const earlier = first.get(item.reference);
      if (earlier === undefined) first.set(item.reference, index);
      else
        context.addIssue({
          code: "custom",
          path: [index, "reference"],
          message: `is the same as that of item ${earlier}`,
        });
    }
  }),
);

const batch = z
  .strictObject({ batchId: z.exactOptional(batchId), planId, mode: z.enum(["partial", "atomic"]), items })
  .check(
    z.refine(({ mode, items }) => mode !== "atomic" || items.length <= CONTRACT.atomicBatchMaxItems, {
      path: ["items"],
      message: `must have at most ${CONTRACT.atomicBatchMaxItems} items in mode \`atomic\``,
    }),
  );

const card = z.strictObject({ code, planId, batchId: z.exactOptional(batchId), reference: z.exactOptional(reference) });

export const redemptionRoutes = [
  create("POST /v1/redemptions", card, submitRedemption),
  list("GET /v1/redemptions", { ...page, status: z.exactOptional(z.enum(REDEMPTION_STATES)) }, listRedemptions),
  readById("GET /v1/redemptions/{id}", getRedemption),
  readById("GET /v1/redemptions/{id}/timeline", getTimeline),
  create("POST /v1/redemption-batches", batch, submitBatch, { replay: storedBatch }),
  defineRoute({
    key: "GET /v1/redemption-batches/{id}",
    path: byId,
    query: z.strictObject(batchPage),
    handle: async ({ deps, caller, path, query }) => ok(await getBatch(deps, caller, path.id, query)),
  }),
];
