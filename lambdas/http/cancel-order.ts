import * as z from "zod";
import { cancelOrder as cancel } from "../../core/services/payment-cancel.ts";
import { defineRoute } from "./define-route.ts";
import { byId, reason } from "./fields.ts";

export const cancelOrder = defineRoute({
  key: "POST /v1/orders/{id}/cancel",
  path: byId,
  body: z.strictObject({ reason }),
  answers: { 202: "The order's payment as it was: both are undone in the background, or were already." },
  refusals: ["payment-captured", "payment-needs-review"],
  handle: ({ deps, request, caller, path, body }) => cancel(deps, request, caller, path.id, body),
});
