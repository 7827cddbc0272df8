import * as z from "zod";
import { byId, money, operatorReason } from "../../../contract/fields.ts";
import { resolveRedemption as resolve } from "../../../core/redemptions/services/redemption-review.ts";
import { defineRoute } from "../define-route.ts";

const body = z
  .strictObject({ resolution: z.enum(["SUCCEEDED", "FAILED"]), amount: money.exactOptional(), reason: operatorReason })
  .refine(({ resolution, amount }) => resolution !== "SUCCEEDED" || amount !== undefined, {
    path: ["amount"],
    message: "is required for SUCCEEDED",
  })
  .refine(({ resolution, amount }) => resolution !== "FAILED" || amount === undefined, {
    path: ["amount"],
    message: "has no meaning for FAILED",
  });

export const resolveRedemption = defineRoute({
  key: "POST /v1/redemptions/{id}/resolve",
  path: byId,
  body,
  answers: { 200: "The redemption, ended; its account is credited or released." },
  refusals: ["not-in-review", "amount-mismatch"],
  handle: ({ deps, request, caller, path, body }) => resolve(deps, request, caller, path.id, body),
});
