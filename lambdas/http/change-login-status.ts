import * as z from "zod";
import { LOGIN_STATUSES } from "../../core/domain/account.ts";
import { changeLoginStatus as change } from "../../core/services/accounts.ts";
import { defineRoute } from "./define-route.ts";
import { byId } from "./fields.ts";

export const changeLoginStatus = defineRoute({
  key: "PATCH /v1/accounts/{id}",
  path: byId,
  body: z.strictObject({ loginStatus: z.enum(LOGIN_STATUSES) }),
  answers: { 200: "The account. An INACTIVE one is not picked any more." },
  handle: ({ deps, request, caller, path, body }) => change(deps, request, caller, path.id, body),
});
