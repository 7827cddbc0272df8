import { byId } from "../../../contract/fields.ts";
import { getSaga as get } from "../../../core/payments/services/sagas.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getSaga = defineRoute({
  key: "GET /v1/sagas/{id}",
  path: byId,
  answers: { 200: "The saga with its steps, their tries, data and errors, and the names of its executions." },
  handle: async ({ deps, caller, path }) => ok(await get(deps, caller, path.id)),
});
