import { byId } from "../../../contract/fields.ts";
import { getRedemption as get } from "../../../core/redemptions/services/redemptions.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getRedemption = defineRoute({
  key: "GET /v1/redemptions/{id}",
  path: byId,
  answers: { 200: "The redemption with its attempts." },
  handle: async ({ deps, caller, path }) => ok(await get(deps, caller, path.id)),
});
