import * as z from "zod";
import { createAccount as create } from "../../core/services/accounts.ts";
import { defineRoute } from "./define-route.ts";
import { country, currency, label } from "./fields.ts";

export const createAccount = defineRoute({
  key: "POST /v1/accounts",
  body: z.strictObject({ country, currency, label: label.exactOptional() }),
  answers: { 201: "The account, WAITING." },
  handle: ({ deps, request, caller, body }) => create(deps, request, caller.tenantId, body),
});
