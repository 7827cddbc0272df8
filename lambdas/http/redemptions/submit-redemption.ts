import * as z from "zod";
import { batchId, code, planId, reference } from "../../../contract/fields.ts";
import { submitRedemption as submit } from "../../../core/redemptions/services/redemptions.ts";
import { defineRoute } from "../define-route.ts";

export const submitRedemption = defineRoute({
  key: "POST /v1/redemptions",
  body: z.strictObject({ code, planId, batchId: batchId.exactOptional(), reference: reference.exactOptional() }),
  answers: {
    202: {
      means: "Accepted: it is redeemed in the background.",
      readAt: "GET /v1/redemptions/{id}",
      id: "redemptionId",
    },
    200: "The redemption that this batch already has.",
  },
  refusals: [
    "plan-not-found",
    "already-redeemed",
    "redemption-in-progress",
    "redemption-needs-review",
    "redemption-differs",
    "attempts-exhausted",
  ],
  handle: ({ deps, request, caller, body }) => submit(deps, request, caller.tenantId, body),
});
