import * as z from "zod";
import { byId, operatorReason, reason } from "../../../contract/fields.ts";
import { cancelPayment as cancel } from "../../../core/payments/services/payment-cancel.ts";
import { defineRoute } from "../define-route.ts";

export const cancelPayment = defineRoute({
  key: "POST /v1/payments/{id}/cancel",
  path: byId,
  body: z.strictObject({ reason }),
  operatorBody: z.strictObject({ reason: operatorReason }),
  answers: {
    202: {
      means: "The payment as it was: it is undone in the background, or was already.",
      readAt: "GET /v1/payments/{id}",
      id: "paymentId",
    },
  },
  refusals: ["payment-captured", "payment-needs-review"],
  handle: ({ deps, request, caller, path, body }) => cancel(deps, request, caller, path.id, body),
});
