import * as z from "zod";
import { byId } from "../../../contract/fields.ts";
import { LOGIN_STATUSES } from "../../../core/redemptions/domain/account.ts";
import { changeLoginStatus as change } from "../../../core/redemptions/services/accounts.ts";
import { defineRoute } from "../define-route.ts";

export const changeLoginStatus = defineRoute({
  key: "PATCH /v1/accounts/{id}",
  path: byId,
  body: z.strictObject({ loginStatus: z.enum(LOGIN_STATUSES) }),
  answers: { 200: "The account. An INACTIVE one is not picked any more." },
  handle: ({ deps, request, caller, path, body }) => change(deps, request, caller, path.id, body),
});
