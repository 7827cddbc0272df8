import * as z from "zod";
import { page } from "../../../contract/fields.ts";
import { ACCOUNT_STATUSES } from "../../../core/redemptions/domain/account.ts";
import { listAccounts as list } from "../../../core/redemptions/services/accounts.ts";
import { defineRoute, ok } from "../define-route.ts";

export const listAccounts = defineRoute({
  key: "GET /v1/accounts",
  query: z.strictObject({ ...page, status: z.enum(ACCOUNT_STATUSES).exactOptional() }),
  answers: { 200: "A page of accounts, newest first." },
  handle: async ({ deps, caller, query }) => ok(await list(deps, caller, query)),
});
