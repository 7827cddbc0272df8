import * as z from "zod";
import { byId, country, currency, label, money, name, page } from "../../../contract/fields.ts";
import { ACCOUNT_STATUSES, LOGIN_STATUSES } from "../../../core/redemptions/domain/account.ts";
import {
  changeLoginStatus,
  createAccount,
  getAccount,
  listAccounts,
} from "../../../core/redemptions/services/accounts.ts";
import { createPlan, getPlan, listPlans } from "../../../core/redemptions/services/plans.ts";
import { defineRoute, ok } from "../define-route.ts";

export const setupRoutes = [
  defineRoute({
    key: "POST /v1/plans",
    body: z.strictObject({ name, country, target: money }),
    handle: ({ deps, request, caller, body }) => createPlan(deps, request, caller.tenantId, body),
  }),
  defineRoute({
    key: "GET /v1/plans",
    query: z.strictObject(page),
    handle: async ({ deps, caller, query }) => ok(await listPlans(deps, caller, query)),
  }),
  defineRoute({
    key: "GET /v1/plans/{id}",
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await getPlan(deps, caller, path.id)),
  }),
  defineRoute({
    key: "POST /v1/accounts",
    body: z.strictObject({ country, currency, label: label.exactOptional() }),
    handle: ({ deps, request, caller, body }) => createAccount(deps, request, caller.tenantId, body),
  }),
  defineRoute({
    key: "GET /v1/accounts",
    query: z.strictObject({ ...page, status: z.enum(ACCOUNT_STATUSES).exactOptional() }),
    handle: async ({ deps, caller, query }) => ok(await listAccounts(deps, caller, query)),
  }),
  defineRoute({
    key: "GET /v1/accounts/{id}",
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await getAccount(deps, caller, path.id)),
  }),
  defineRoute({
    key: "PATCH /v1/accounts/{id}",
    path: byId,
    body: z.strictObject({ loginStatus: z.enum(LOGIN_STATUSES) }),
    handle: ({ deps, request, caller, path, body }) => changeLoginStatus(deps, request, caller, path.id, body),
  }),
];
