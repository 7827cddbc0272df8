import { api } from "../../middleware/api.ts";
import { httpDeps } from "../../runtime/secrets.ts";
import { closeReview } from "./close-review.ts";
import { compensateSaga } from "./compensate-saga.ts";
import { getSaga } from "./get-saga.ts";
import { listReviews } from "./list-reviews.ts";
import { listSagas } from "./list-sagas.ts";
import { releaseAccount } from "./release-account.ts";
import { resolveRedemption } from "./resolve-redemption.ts";
import { resolveRefund } from "./resolve-refund.ts";
import { resolveSaga } from "./resolve-saga.ts";
import { retrySaga } from "./retry-saga.ts";

export const handler = api(
  [
    releaseAccount,
    resolveRedemption,
    listSagas,
    getSaga,
    retrySaga,
    compensateSaga,
    resolveSaga,
    resolveRefund,
    listReviews,
    closeReview,
  ],
  httpDeps(),
);
