import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { changeLoginStatus } from "./change-login-status.ts";
import { createAccount } from "./create-account.ts";
import { createPlan } from "./create-plan.ts";
import { getAccount } from "./get-account.ts";
import { getPlan } from "./get-plan.ts";
import { listAccounts } from "./list-accounts.ts";
import { listPlans } from "./list-plans.ts";

export const handler = api(
  [createPlan, listPlans, getPlan, createAccount, listAccounts, getAccount, changeLoginStatus],
  httpDeps(),
);
