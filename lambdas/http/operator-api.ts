import { api } from "../middleware/api.ts";
import { httpDeps } from "../runtime-secrets.ts";
import { compensateSaga } from "./compensate-saga.ts";
import { getSaga } from "./get-saga.ts";
import { listSagas } from "./list-sagas.ts";
import { releaseAccount } from "./release-account.ts";
import { resolveRedemption } from "./resolve-redemption.ts";
import { resolveSaga } from "./resolve-saga.ts";
import { retrySaga } from "./retry-saga.ts";

export const handler = api(
  [releaseAccount, resolveRedemption, listSagas, getSaga, retrySaga, compensateSaga, resolveSaga],
  httpDeps(),
);
