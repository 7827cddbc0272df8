import * as z from "zod";
import { byId, operatorReason } from "../../../contract/fields.ts";
import { compensateSaga as compensate } from "../../../core/payments/services/saga-review.ts";
import { defineRoute } from "../define-route.ts";

export const compensateSaga = defineRoute({
  key: "POST /v1/sagas/{id}/compensate",
  path: byId,
  body: z.strictObject({ reason: operatorReason }),
  answers: { 202: { means: "Another execution undoes the saga.", readAt: "GET /v1/sagas/{id}", id: "sagaId" } },
  refusals: ["not-in-review", "payment-captured"],
  handle: ({ deps, request, caller, path, body }) => compensate(deps, request, caller, path.id, body),
});
