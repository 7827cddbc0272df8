import { byId } from "../../../contract/fields.ts";
import { getTimeline as get } from "../../../core/redemptions/services/redemptions.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getTimeline = defineRoute({
  key: "GET /v1/redemptions/{id}/timeline",
  path: byId,
  answers: { 200: "What happened to the redemption, in order." },
  handle: async ({ deps, caller, path }) => ok(await get(deps, caller, path.id)),
});
