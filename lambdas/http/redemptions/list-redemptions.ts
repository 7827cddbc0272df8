import * as z from "zod";
import { page } from "../../../contract/fields.ts";
import { REDEMPTION_STATES } from "../../../core/redemptions/domain/redemption.ts";
import { listRedemptions as list } from "../../../core/redemptions/services/redemptions.ts";
import { defineRoute, ok } from "../define-route.ts";

export const listRedemptions = defineRoute({
  key: "GET /v1/redemptions",
  query: z.strictObject({ ...page, status: z.enum(REDEMPTION_STATES).exactOptional() }),
  answers: { 200: "A page of redemptions, newest first." },
  handle: async ({ deps, caller, query }) => ok(await list(deps, caller, query)),
});
