import * as z from "zod";
import { byId, money, operatorReason, reason } from "../../../contract/fields.ts";
import { createRefund as create } from "../../../core/payments/services/refunds.ts";
import { defineRoute } from "../define-route.ts";

export const createRefund = defineRoute({
  key: "POST /v1/payments/{id}/refunds",
  path: byId,
  body: z.strictObject({ amount: money.exactOptional(), reason }),
  operatorBody: z.strictObject({ amount: money.exactOptional(), reason: operatorReason }),
  answers: {
    202: {
      means: "The refund; without `amount` of all that is left. The money goes back in the background.",
      readAt: "GET /v1/refunds/{id}",
      id: "refundId",
    },
  },
  refusals: ["payment-not-captured", "refund-exceeds-payment", "insufficient-balance"],
  handle: ({ deps, request, caller, path, body }) => create(deps, request, caller, path.id, body),
});
