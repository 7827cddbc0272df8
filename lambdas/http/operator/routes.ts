import * as z from "zod/mini";
import { money } from "../../../contract/fields/money.ts";
import { paymentId } from "../../../contract/fields/payments.ts";
import { operatorReason, page, providerReference, resourceId, subjectId } from "../../../contract/fields/shared.ts";
import { isSpan, moment, order, SPAN } from "../../../contract/fields/times.ts";
import { REVIEW_KINDS } from "../../../core/foundation/domain/review.ts";
import { listAudits } from "../../../core/foundation/services/audits.ts";
import type { VaultDeps } from "../../../core/foundation/services/deps.ts";
import { closeReview, listReviews } from "../../../core/foundation/services/reviews.ts";
import { PAYMENT_SAGA, type PaymentStep } from "../../../core/payments/domain/payment-saga.ts";
import { SAGA_STATES } from "../../../core/payments/domain/saga.ts";
import { resolveRefund } from "../../../core/payments/services/refund-review.ts";
import { compensateSaga, resolveSaga, retrySaga } from "../../../core/payments/services/saga-review.ts";
import { getSaga, listSagas } from "../../../core/payments/services/sagas.ts";
import { releaseAccount } from "../../../core/redemptions/services/account-release.ts";
import { resolveRedemption } from "../../../core/redemptions/services/redemption-review.ts";
import { ok, routeDefiner } from "../define-route.ts";
import { change, list, readById } from "../usual-routes.ts";

const reasonOnly = z.strictObject({ reason: operatorReason });

const redemptionResolution = z
  .strictObject({ resolution: z.enum(["SUCCEEDED", "FAILED"]), amount: z.exactOptional(money), reason: operatorReason })
  .check(
    z.refine(({ resolution, amount }) => resolution !== "SUCCEEDED" || amount !== undefined, {
      path: ["amount"],
      message: "is required for SUCCEEDED",
    }),
    z.refine(({ resolution, amount }) => resolution !== "FAILED" || amount === undefined, {
      path: ["amount"],
      message: "does not apply to FAILED",
    }),
  );

const refundResolution = z
  .strictObject({
    resolution: z.enum(["SUCCEEDED", "FAILED"]),
    providerReference: z.exactOptional(providerReference),
    reason: operatorReason,
  })
  .check(
    z.refine(({ resolution, providerReference }) => resolution === "SUCCEEDED" || providerReference === undefined, {
      path: ["providerReference"],
      message: "applies to SUCCEEDED only",
    }),
  );

const step = z.enum(PAYMENT_SAGA.map((row) => row.step) as [PaymentStep, ...PaymentStep[]]);
/** What was found in the vendor's books: `providerReference` is the trade that was captured, or that went back. */
const FOUND = { providerReference: ["SUCCEEDED", "COMPENSATED"], amount: ["SUCCEEDED"] } as const;

const sagaResolution = z
  .strictObject({
    step,
    resolution: z.enum(["SUCCEEDED", "FAILED", "COMPENSATED"]),
    providerReference: z.exactOptional(providerReference),
    amount: z.exactOptional(money),
    reason: operatorReason,
  })
  .check(
    z.superRefine((body, context) => {
      // The charge has no answer on record, so nobody else can name the trade that a refund would be of.
      if (body.step === "ChargePayment" && body.resolution === "SUCCEEDED" && body.providerReference === undefined)
        context.addIssue({ code: "custom", path: ["providerReference"], message: "is required for SUCCEEDED" });
      for (const name of ["providerReference", "amount"] as const) {
        const resolutions: readonly string[] = FOUND[name];
        if (body[name] === undefined || resolutions.includes(body.resolution)) continue;
        const message = `applies to ${resolutions.join(" and ")} only`;
        context.addIssue({ code: "custom", path: [name], message });
      }
    }),
  );

const found = { ...page, status: z.exactOptional(z.enum(SAGA_STATES)), paymentId: z.exactOptional(paymentId) };

const waiting = {
  ...page,
  order,
  kind: z.exactOptional(z.enum(Object.values(REVIEW_KINDS))),
};

const audited = z
  .strictObject({
    limit: page.limit,
    cursor: page.cursor,
    by: z.exactOptional(resourceId),
    subjectId: z.exactOptional(subjectId),
    since: z.exactOptional(moment),
    until: z.exactOptional(moment),
  })
  .check(z.refine(isSpan, SPAN));

export const operatorRoutes = [
  routeDefiner<VaultDeps>()({
    key: "GET /v1/audits",
    query: audited,
    handle: async ({ deps, query }) => ok(await listAudits(deps, query)),
  }),
  change("POST /v1/accounts/{id}/release", reasonOnly, releaseAccount),
  change("POST /v1/redemptions/{id}/resolve", redemptionResolution, resolveRedemption),
  list("GET /v1/sagas", found, listSagas),
  readById("GET /v1/sagas/{id}", getSaga),
  change("POST /v1/sagas/{id}/retry", reasonOnly, retrySaga),
  change("POST /v1/sagas/{id}/compensate", reasonOnly, compensateSaga),
  change("POST /v1/sagas/{id}/resolve", sagaResolution, resolveSaga),
  change("POST /v1/refunds/{id}/resolve", refundResolution, resolveRefund),
  list("GET /v1/reviews", waiting, (deps: VaultDeps, _caller, query) => listReviews(deps, query)),
  change("POST /v1/reviews/{id}/close", reasonOnly, closeReview),
];
