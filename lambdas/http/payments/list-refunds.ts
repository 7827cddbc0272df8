import * as z from "zod";
import { byId, page } from "../../../contract/fields.ts";
import { listRefunds as list } from "../../../core/payments/services/refund-reading.ts";
import { defineRoute, ok } from "../define-route.ts";

export const listRefunds = defineRoute({
  key: "GET /v1/payments/{id}/refunds",
  path: byId,
  query: z.strictObject({ limit: page.limit, cursor: page.cursor }),
  answers: { 200: "A page of the payment's refunds, newest first." },
  handle: async ({ deps, caller, path, query }) => ok(await list(deps, caller, path.id, query)),
});
