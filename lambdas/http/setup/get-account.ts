import { byId } from "../../../contract/fields.ts";
import { getAccount as get } from "../../../core/redemptions/services/accounts.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getAccount = defineRoute({
  key: "GET /v1/accounts/{id}",
  path: byId,
  answers: { 200: "The account with its status, balance, plan and lease." },
  handle: async ({ deps, caller, path }) => ok(await get(deps, caller, path.id)),
});
