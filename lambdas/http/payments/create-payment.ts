import * as z from "zod";
import {
  channel,
  customerId,
  description,
  money,
  orderId,
  orderNo,
  paymentMethod,
  returnUrl,
} from "../../../contract/fields.ts";
import type { VaultDeps } from "../../../core/foundation/services/deps.ts";
import type { ChannelDeps } from "../../../core/payments/services/deps.ts";
import { createPayment as create } from "../../../core/payments/services/payments.ts";
import { routeDefiner } from "../define-route.ts";

const defineRoute = routeDefiner<VaultDeps & ChannelDeps>();

export const createPayment = defineRoute({
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
  answers: {
    202: {
      means: "Accepted: the payment's saga drives it in the background.",
      readAt: "GET /v1/payments/{id}",
      id: "paymentId",
    },
  },
  refusals: ["channel-not-configured", "order-not-found", "order-in-progress", "order-paid"],
  handle: ({ deps, request, caller, body }) => create(deps, request, caller.tenantId, body),
});
