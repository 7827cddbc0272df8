import * as z from "zod";
import { byId, money, operatorReason, providerReference } from "../../../contract/fields.ts";
import { PAYMENT_SAGA, type PaymentStep } from "../../../core/payments/domain/payment-saga.ts";
import { resolveSaga as resolve } from "../../../core/payments/services/saga-review.ts";
import { defineRoute } from "../define-route.ts";

const step = z.enum(PAYMENT_SAGA.map((row) => row.step) as [PaymentStep, ...PaymentStep[]]);

/** What was found in the vendor's books: `providerReference` is the trade that was captured, or that went back. */
const FOUND = { providerReference: ["SUCCEEDED", "COMPENSATED"], amount: ["SUCCEEDED"] } as const;

export const resolveSaga = defineRoute({
  key: "POST /v1/sagas/{id}/resolve",
  path: byId,
  body: z
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
        const message = `has a meaning for ${resolutions.join(" and ")} only`;
        context.addIssue({ code: "custom", path: [name], message });
      }
    }),
  answers: {
    202: {
      means: "The step has ended as said, and another execution goes on from there.",
      readAt: "GET /v1/sagas/{id}",
      id: "sagaId",
    },
  },
  refusals: ["not-in-review", "step-not-resolvable"],
  handle: ({ deps, request, caller, path, body }) => resolve(deps, request, caller, path.id, body),
});
