import { byId } from "../../../contract/fields.ts";
import { getOrder as get } from "../../../core/payments/services/orders.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getOrder = defineRoute({
  key: "GET /v1/orders/{id}",
  path: byId,
  answers: { 200: "The order; one that a payment makes is there from the payment's 202 on." },
  handle: async ({ deps, caller, path }) => ok(await get(deps, caller, path.id)),
});
