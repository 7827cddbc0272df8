import * as z from "zod/mini";
import { country, currency, money } from "../../../contract/fields/money.ts";
import { label, name, page } from "../../../contract/fields/shared.ts";
import { ACCOUNT_STATUSES, LOGIN_STATUSES } from "../../../core/redemptions/domain/account.ts";
import {
  changeLoginStatus,
  createAccount,
  getAccount,
  listAccounts,
} from "../../../core/redemptions/services/accounts.ts";
import { createPlan, getPlan, listPlans } from "../../../core/redemptions/services/plans.ts";
import { change, create, list, readById } from "../usual-routes.ts";

export const setupRoutes = [
  create("POST /v1/plans", z.strictObject({ name, country, target: money }), createPlan),
  list("GET /v1/plans", page, listPlans),
  readById("GET /v1/plans/{id}", getPlan),
  create("POST /v1/accounts", z.strictObject({ country, currency, label: z.exactOptional(label) }), createAccount),
  list("GET /v1/accounts", { ...page, status: z.exactOptional(z.enum(ACCOUNT_STATUSES)) }, listAccounts),
  readById("GET /v1/accounts/{id}", getAccount),
  change("PATCH /v1/accounts/{id}", z.strictObject({ loginStatus: z.enum(LOGIN_STATUSES) }), changeLoginStatus),
];
