import * as z from "zod";
import { byId, operatorReason } from "../../../contract/fields.ts";
import { retrySaga as retry } from "../../../core/payments/services/saga-review.ts";
import { defineRoute } from "../define-route.ts";

export const retrySaga = defineRoute({
  key: "POST /v1/sagas/{id}/retry",
  path: byId,
  body: z.strictObject({ reason: operatorReason }),
  answers: {
    202: { means: "Another execution tries the parked step again.", readAt: "GET /v1/sagas/{id}", id: "sagaId" },
  },
  refusals: ["not-in-review"],
  handle: ({ deps, request, caller, path, body }) => retry(deps, request, caller, path.id, body),
});
