import * as z from "zod";
import { batchPage, byId } from "../../../contract/fields.ts";
import { getBatch as get } from "../../../core/redemptions/services/batch-reading.ts";
import { defineRoute, ok } from "../define-route.ts";

export const getBatch = defineRoute({
  key: "GET /v1/redemption-batches/{id}",
  path: byId,
  query: z.strictObject(batchPage),
  answers: { 200: "The batch with a page of its items." },
  handle: async ({ deps, caller, path, query }) => ok(await get(deps, caller, path.id, query)),
});
