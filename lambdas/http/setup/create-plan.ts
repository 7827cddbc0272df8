import * as z from "zod";
import { country, money, name } from "../../../contract/fields.ts";
import { createPlan as create } from "../../../core/redemptions/services/plans.ts";
import { defineRoute } from "../define-route.ts";

export const createPlan = defineRoute({
  key: "POST /v1/plans",
  body: z.strictObject({ name, country, target: money }),
  answers: { 201: "The plan. It never changes." },
  handle: ({ deps, request, caller, body }) => create(deps, request, caller.tenantId, body),
});
