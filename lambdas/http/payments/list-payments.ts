import * as z from "zod";
import { orderNo, page } from "../../../contract/fields.ts";
import { PAYMENT_STATES } from "../../../core/payments/domain/payment.ts";
import { listPayments as list } from "../../../core/payments/services/payment-reading.ts";
import { defineRoute, ok } from "../define-route.ts";

export const listPayments = defineRoute({
  key: "GET /v1/payments",
  query: z.strictObject({
    ...page,
    status: z.enum(PAYMENT_STATES).exactOptional(),
    orderNo: orderNo.exactOptional(),
  }),
  answers: { 200: "A page of payments, newest first; with `orderNo` those that have or had the number." },
  handle: async ({ deps, caller, query }) => ok(await list(deps, caller, query)),
});
