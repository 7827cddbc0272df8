import * as z from "zod";
import { byId, operatorReason, providerReference } from "../../../contract/fields.ts";
import { resolveRefund as resolve } from "../../../core/payments/services/refund-review.ts";
import { defineRoute } from "../define-route.ts";

const body = z
  .strictObject({
    resolution: z.enum(["SUCCEEDED", "FAILED"]),
    providerReference: providerReference.exactOptional(),
    reason: operatorReason,
  })
  .refine(({ resolution, providerReference }) => resolution === "SUCCEEDED" || providerReference === undefined, {
    path: ["providerReference"],
    message: "has a meaning for SUCCEEDED only",
  });

export const resolveRefund = defineRoute({
  key: "POST /v1/refunds/{id}/resolve",
  path: byId,
  body,
  answers: { 200: "The refund, ended; its amount has left the wallet, or is back in it and in the payment." },
  refusals: ["not-in-review"],
  handle: ({ deps, request, caller, path, body }) => resolve(deps, request, caller, path.id, body),
});
