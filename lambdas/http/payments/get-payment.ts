import { byId } from "../../../contract/fields.ts";
import { getPayment as get } from "../../../core/payments/services/payment-reading.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getPayment = defineRoute({
  key: "GET /v1/payments/{id}",
  path: byId,
  answers: { 200: "The payment with its refunds; `paymentUrl` while the customer has to act." },
  handle: async ({ deps, caller, path }) => ok(await get(deps, caller, path.id)),
});
