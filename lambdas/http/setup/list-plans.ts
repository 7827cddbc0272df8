import * as z from "zod";
import { page } from "../../../contract/fields.ts";
import { listPlans as list } from "../../../core/redemptions/services/plans.ts";
import { defineRoute, ok } from "../define-route.ts";

export const listPlans = defineRoute({
  key: "GET /v1/plans",
  query: z.strictObject(page),
  answers: { 200: "A page of plans, newest first." },
  handle: async ({ deps, caller, query }) => ok(await list(deps, caller, query)),
});
