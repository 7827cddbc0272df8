import { byId } from "../../../contract/fields.ts";
import { getPlan as get } from "../../../core/redemptions/services/plans.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getPlan = defineRoute({
  key: "GET /v1/plans/{id}",
  path: byId,
  answers: { 200: "The plan." },
  handle: async ({ deps, caller, path }) => ok(await get(deps, caller, path.id)),
});
