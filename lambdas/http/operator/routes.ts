import * as z from "zod";
import { byId, money, operatorReason, page, paymentId, providerReference } from "../../../contract/fields.ts";
import { closeReview, listReviews } from "../../../core/foundation/services/reviews.ts";
import { PAYMENT_SAGA, type PaymentStep } from "../../../core/payments/domain/payment-saga.ts";
import { SAGA_STATES } from "../../../core/payments/domain/saga.ts";
import { resolveRefund } from "../../../core/payments/services/refund-review.ts";
import { compensateSaga, resolveSaga, retrySaga } from "../../../core/payments/services/saga-review.ts";
import { getSaga, listSagas } from "../../../core/payments/services/sagas.ts";
import { releaseAccount } from "../../../core/redemptions/services/account-release.ts";
import { resolveRedemption } from "../../../core/redemptions/services/redemption-review.ts";
import { defineRoute, ok } from "../define-route.ts";

const reasonOnly = z.strictObject({ reason: operatorReason });

const redemptionResolution = z
  .strictObject({ resolution: z.enum(["SUCCEEDED", "FAILED"]), amount: money.exactOptional(), reason: operatorReason })
  .refine(({ resolution, amount }) => resolution !== "SUCCEEDED" || amount !== undefined, {
    path: ["amount"],
    message: "is required for SUCCEEDED",
  })
  .refine(({ resolution, amount }) => resolution !== "FAILED" || amount === undefined, {
    path: ["amount"],
    message: "does not apply to FAILED",
  });

const refundResolution = z
  .strictObject({
    resolution: z.enum(["SUCCEEDED", "FAILED"]),
    providerReference: providerReference.exactOptional(),
    reason: operatorReason,
  })
  .refine(({ resolution, providerReference }) => resolution === "SUCCEEDED" || providerReference === undefined, {
    path: ["providerReference"],
    message: "applies to SUCCEEDED only",
  });

const step = z.enum(PAYMENT_SAGA.map((row) => row.step) as [PaymentStep, ...PaymentStep[]]);
/** What was found in the vendor's books: `providerReference` is the trade that was captured, or that went back. */
const FOUND = { providerReference: ["SUCCEEDED", "COMPENSATED"], amount: ["SUCCEEDED"] } as const;

const sagaResolution = z
  .strictObject({
    step,
    resolution: z.enum(["SUCCEEDED", "FAILED", "COMPENSATED"]),
    providerReference: providerReference.exactOptional(),
    amount: money.exactOptional(),
    reason: operatorReason,
  })
  .superRefine((body, context) => {
    // The charge has no answer on record, so nobody else can name the trade that a refund would be of.
    if (body.step === "ChargePayment" && body.resolution === "SUCCEEDED" && body.providerReference === undefined)
      context.addIssue({ code: "custom", path: ["providerReference"], message: "is required for SUCCEEDED" });
    for (const name of ["providerReference", "amount"] as const) {
      const resolutions: readonly string[] = FOUND[name];
      if (body[name] === undefined || resolutions.includes(body.resolution)) continue;
      const message = `applies to ${resolutions.join(" and ")} only`;
      context.addIssue({ code: "custom", path: [name], message });
    }
  });

export const operatorRoutes = [
  defineRoute({
    key: "POST /v1/accounts/{id}/release",
    path: byId,
    body: reasonOnly,
    handle: ({ deps, request, caller, path, body }) => releaseAccount(deps, request, caller, path.id, body),
  }),
  defineRoute({
    key: "POST /v1/redemptions/{id}/resolve",
    path: byId,
    body: redemptionResolution,
    handle: ({ deps, request, caller, path, body }) => resolveRedemption(deps, request, caller, path.id, body),
  }),
  defineRoute({
    key: "GET /v1/sagas",
    query: z.strictObject({
      ...page,
      status: z.enum(SAGA_STATES).exactOptional(),
      paymentId: paymentId.exactOptional(),
    }),
    handle: async ({ deps, caller, query }) => ok(await listSagas(deps, caller, query)),
  }),
  defineRoute({
    key: "GET /v1/sagas/{id}",
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await getSaga(deps, caller, path.id)),
  }),
  defineRoute({
    key: "POST /v1/sagas/{id}/retry",
    path: byId,
    body: reasonOnly,
    handle: ({ deps, request, caller, path, body }) => retrySaga(deps, request, caller, path.id, body),
  }),
  defineRoute({
    key: "POST /v1/sagas/{id}/compensate",
    path: byId,
    body: reasonOnly,
    handle: ({ deps, request, caller, path, body }) => compensateSaga(deps, request, caller, path.id, body),
  }),
  defineRoute({
    key: "POST /v1/sagas/{id}/resolve",
    path: byId,
    body: sagaResolution,
    handle: ({ deps, request, caller, path, body }) => resolveSaga(deps, request, caller, path.id, body),
  }),
  defineRoute({
    key: "POST /v1/refunds/{id}/resolve",
    path: byId,
    body: refundResolution,
    handle: ({ deps, request, caller, path, body }) => resolveRefund(deps, request, caller, path.id, body),
  }),
  defineRoute({
    key: "GET /v1/reviews",
    query: z.strictObject(page),
    handle: async ({ deps, query }) => ok(await listReviews(deps, query)),
  }),
  defineRoute({
    key: "POST /v1/reviews/{id}/close",
    path: byId,
    body: reasonOnly,
    handle: ({ deps, request, caller, path, body }) => closeReview(deps, request, caller, path.id, body),
  }),
];
