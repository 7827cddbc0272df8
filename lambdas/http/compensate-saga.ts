import * as z from "zod";
import { compensateSaga as compensate } from "../../core/services/saga-review.ts";
import { defineRoute } from "./define-route.ts";
import { byId, operatorReason } from "./fields.ts";

export const compensateSaga = defineRoute({
  key: "POST /v1/sagas/{id}/compensate",
  path: byId,
  body: z.strictObject({ reason: operatorReason }),
  answers: { 202: { means: "Another execution undoes the saga.", readAt: "GET /v1/sagas/{id}", id: "sagaId" } },
  refusals: ["not-in-review", "payment-captured"],
  handle: ({ deps, request, caller, path, body }) => compensate(deps, request, caller, path.id, body),
});
