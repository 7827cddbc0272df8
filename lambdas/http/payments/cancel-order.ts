import * as z from "zod";
import { byId, operatorReason, reason } from "../../../contract/fields.ts";
import { cancelOrder as cancel } from "../../../core/payments/services/orders.ts";
import { defineRoute } from "../define-route.ts";

export const cancelOrder = defineRoute({
  key: "POST /v1/orders/{id}/cancel",
  path: byId,
  body: z.strictObject({ reason }),
  operatorBody: z.strictObject({ reason: operatorReason }),
  answers: {
    202: {
      means: "The order with its `payment`: both are undone in the background, or were already.",
      readAt: "GET /v1/orders/{id}",
      id: "orderId",
    },
  },
  refusals: ["payment-captured", "payment-needs-review"],
  handle: ({ deps, request, caller, path, body }) => cancel(deps, request, caller, path.id, body),
});
