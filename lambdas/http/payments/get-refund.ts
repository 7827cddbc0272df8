import { byId } from "../../../contract/fields.ts";
import { getRefund as get } from "../../../core/payments/services/refund-reading.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getRefund = defineRoute({
  key: "GET /v1/refunds/{id}",
  path: byId,
  answers: { 200: "The refund." },
  handle: async ({ deps, caller, path }) => ok(await get(deps, caller, path.id)),
});
