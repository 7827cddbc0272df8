import * as z from "zod";
import { listRefunds as list } from "../../core/services/refund-reading.ts";
import { defineRoute, ok } from "./define-route.ts";
import { byId, page } from "./fields.ts";

export const listRefunds = defineRoute({
  key: "GET /v1/payments/{id}/refunds",
  path: byId,
  query: z.strictObject({ limit: page.limit, cursor: page.cursor }),
  answers: { 200: "A page of the payment's refunds, newest first." },
  handle: async ({ deps, caller, path, query }) => ok(await list(deps, caller, path.id, query)),
});
