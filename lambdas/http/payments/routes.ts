import * as z from "zod";
import {
  byId,
  channel,
  customerId,
  description,
  money,
  operatorReason,
  orderId,
  orderNo,
  page,
  paymentMethod,
  reason,
  returnUrl,
} from "../../../contract/fields.ts";
import type { VaultDeps } from "../../../core/foundation/services/deps.ts";
import { PAYMENT_STATES } from "../../../core/payments/domain/payment.ts";
import type { ChannelDeps } from "../../../core/payments/services/deps.ts";
import { cancelOrder, getOrder } from "../../../core/payments/services/orders.ts";
import { cancelPayment } from "../../../core/payments/services/payment-cancel.ts";
import { getPayment, getPaymentTimeline, listPayments } from "../../../core/payments/services/payment-reading.ts";
import { createPayment } from "../../../core/payments/services/payments.ts";
import { getRefund, listRefunds } from "../../../core/payments/services/refund-reading.ts";
import { createRefund } from "../../../core/payments/services/refunds.ts";
import { ok, routeDefiner } from "../define-route.ts";

const defineRoute = routeDefiner<VaultDeps & ChannelDeps>();

export const paymentRoutes = [
  defineRoute({
    key: "POST /v1/payments",
    body: z.strictObject({
      orderNo,
      amount: money,
      channel,
      paymentMethod: paymentMethod.exactOptional(),
      customerId: customerId.exactOptional(),
      description: description.exactOptional(),
      returnUrl: returnUrl.exactOptional(),
      orderId: orderId.exactOptional(),
    }),
    handle: ({ deps, request, caller, body }) => createPayment(deps, request, caller.tenantId, body),
  }),
  defineRoute({
    key: "GET /v1/payments",
    query: z.strictObject({
      ...page,
      status: z.enum(PAYMENT_STATES).exactOptional(),
      orderNo: orderNo.exactOptional(),
    }),
    handle: async ({ deps, caller, query }) => ok(await listPayments(deps, caller, query)),
  }),
  defineRoute({
    key: "GET /v1/payments/{id}",
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await getPayment(deps, caller, path.id)),
  }),
  defineRoute({
    key: "GET /v1/payments/{id}/timeline",
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await getPaymentTimeline(deps, caller, path.id)),
  }),
  defineRoute({
    key: "POST /v1/payments/{id}/cancel",
    path: byId,
    body: z.strictObject({ reason }),
    operatorBody: z.strictObject({ reason: operatorReason }),
    handle: ({ deps, request, caller, path, body }) => cancelPayment(deps, request, caller, path.id, body),
  }),
  defineRoute({
    key: "POST /v1/payments/{id}/refunds",
    path: byId,
    body: z.strictObject({ amount: money.exactOptional(), reason }),
    operatorBody: z.strictObject({ amount: money.exactOptional(), reason: operatorReason }),
    handle: ({ deps, request, caller, path, body }) => createRefund(deps, request, caller, path.id, body),
  }),
  defineRoute({
    key: "GET /v1/payments/{id}/refunds",
    path: byId,
    query: z.strictObject({ limit: page.limit, cursor: page.cursor }),
    handle: async ({ deps, caller, path, query }) => ok(await listRefunds(deps, caller, path.id, query)),
  }),
  defineRoute({
    key: "GET /v1/refunds/{id}",
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await getRefund(deps, caller, path.id)),
  }),
  defineRoute({
    key: "GET /v1/orders/{id}",
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await getOrder(deps, caller, path.id)),
  }),
  defineRoute({
    key: "POST /v1/orders/{id}/cancel",
    path: byId,
    body: z.strictObject({ reason }),
    operatorBody: z.strictObject({ reason: operatorReason }),
    handle: ({ deps, request, caller, path, body }) => cancelOrder(deps, request, caller, path.id, body),
  }),
];
