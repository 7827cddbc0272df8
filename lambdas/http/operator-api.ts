import { api } from "../middleware/api.ts";
import { httpDeps } from "../runtime-secrets.ts";
import { releaseAccount } from "./release-account.ts";
import { resolveRedemption } from "./resolve-redemption.ts";

export const handler = api([releaseAccount, resolveRedemption], httpDeps());
