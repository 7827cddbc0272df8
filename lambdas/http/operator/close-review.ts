import * as z from "zod";
import { byId, operatorReason } from "../../../contract/fields.ts";
import { closeReview as close } from "../../../core/foundation/services/reviews.ts";
import { defineRoute } from "../define-route.ts";

export const closeReview = defineRoute({
  key: "POST /v1/reviews/{id}/close",
  path: byId,
  body: z.strictObject({ reason: operatorReason }),
  answers: { 200: "The review, closed; what its vendor tells of the same trade opens none again." },
  refusals: ["not-in-review", "review-not-closable"],
  handle: ({ deps, request, caller, path, body }) => close(deps, request, caller, path.id, body),
});
