import { byId } from "../../../contract/fields.ts";
import { getPaymentTimeline as get } from "../../../core/payments/services/payment-reading.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getPaymentTimeline = defineRoute({
  key: "GET /v1/payments/{id}/timeline",
  path: byId,
  answers: { 200: "What happened to the payment, in order: steps, webhooks, refunds, operators." },
  handle: async ({ deps, caller, path }) => ok(await get(deps, caller, path.id)),
});
