import * as z from "zod/mini";
import { money } from "../../../contract/fields/money.ts";
import { channel, customerId, orderId, paymentMethod, returnUrl } from "../../../contract/fields/payments.ts";
import { byId, description, operatorReason, orderNo, page, reason } from "../../../contract/fields/shared.ts";
import { PAYMENT_STATES } from "../../../core/payments/domain/payment.ts";
import { cancelPayment } from "../../../core/payments/services/payment-cancel.ts";
import { getPayment, getPaymentTimeline, listPayments } from "../../../core/payments/services/payment-reading.ts";
import { createPayment } from "../../../core/payments/services/payments.ts";
import { getRefund, listRefunds } from "../../../core/payments/services/refund-reading.ts";
import { createRefund } from "../../../core/payments/services/refunds.ts";
import { defineRoute, ok } from "../define-route.ts";
import { change, create, list, readById } from "../usual-routes.ts";

const asked = z.strictObject({
  orderNo,
  amount: money,
  channel,
  paymentMethod: z.exactOptional(paymentMethod),
  customerId: z.exactOptional(customerId),
  description: z.exactOptional(description),
  returnUrl: z.exactOptional(returnUrl),
  orderId: z.exactOptional(orderId),
});
const found = { ...page, status: z.exactOptional(z.enum(PAYMENT_STATES)), orderNo: z.exactOptional(orderNo) };
const cancel = z.strictObject({ reason });
const cancelByOperator = z.strictObject({ reason: operatorReason });
const refund = z.strictObject({ amount: z.exactOptional(money), reason });
const refundByOperator = z.strictObject({ amount: z.exactOptional(money), reason: operatorReason });

export const paymentRoutes = [
  create("POST /v1/payments", asked, createPayment),
  list("GET /v1/payments", found, listPayments),
  readById("GET /v1/payments/{id}", getPayment),
  readById("GET /v1/payments/{id}/timeline", getPaymentTimeline),
  change("POST /v1/payments/{id}/cancel", cancel, cancelPayment, cancelByOperator),
  change("POST /v1/payments/{id}/refunds", refund, createRefund, refundByOperator),
  defineRoute({
    key: "GET /v1/payments/{id}/refunds",
    path: byId,
    query: z.strictObject({ limit: page.limit, cursor: page.cursor }),
    handle: async ({ deps, caller, path, query }) => ok(await listRefunds(deps, caller, path.id, query)),
  }),
  readById("GET /v1/refunds/{id}", getRefund),
];
