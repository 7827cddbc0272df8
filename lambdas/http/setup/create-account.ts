import * as z from "zod";
import { country, currency, label } from "../../../contract/fields.ts";
import { createAccount as create } from "../../../core/redemptions/services/accounts.ts";
import { defineRoute } from "../define-route.ts";

export const createAccount = defineRoute({
  key: "POST /v1/accounts",
  body: z.strictObject({ country, currency, label: label.exactOptional() }),
  answers: { 201: "The account, WAITING." },
  handle: ({ deps, request, caller, body }) => create(deps, request, caller.tenantId, body),
});
