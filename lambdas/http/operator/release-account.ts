import * as z from "zod";
import { byId, operatorReason } from "../../../contract/fields.ts";
import { releaseAccount as release } from "../../../core/redemptions/services/account-release.ts";
import { defineRoute } from "../define-route.ts";

export const releaseAccount = defineRoute({
  key: "POST /v1/accounts/{id}/release",
  path: byId,
  body: z.strictObject({ reason: operatorReason }),
  answers: { 200: "The account, free of the lease." },
  refusals: ["account-not-leased", "lease-in-use"],
  handle: ({ deps, request, caller, path, body }) => release(deps, request, caller, path.id, body),
});
