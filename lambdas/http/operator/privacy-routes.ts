import * as z from "zod/mini";
import { notificationReceiver } from "../../../contract/fields/notifications.ts";
import { customerId } from "../../../contract/fields/payments.ts";
import { merchantId, operatorReason, userId } from "../../../contract/fields/shared.ts";
import { destinationId } from "../../../contract/fields/withdrawals.ts";
import { forgetUses } from "../../../core/codes/services/forget-uses.ts";
import { forgetNotifications } from "../../../core/notifications/services/forget-notifications.ts";
import { forgetOrders, forgetSubscriptions } from "../../../core/orders/services/forget-orders.ts";
import { forgetPayments } from "../../../core/payments/services/forget-payments.ts";
import { type Forgetters, forgetUser } from "../../../core/privacy/services/forget-user.ts";
import { forgetDestinations } from "../../../core/withdrawals/services/forget-destinations.ts";
import { defineRoute } from "../define-route.ts";

/** More names than one person has. */
const NAMES_MAX = 10;

export const FORGETTERS: Forgetters = {
  orders: forgetOrders,
  codeRedemptions: forgetUses,
  subscriptions: forgetSubscriptions,
  payments: forgetPayments,
  notifications: forgetNotifications,
  payoutDestinations: forgetDestinations,
};

/** What operators do for those whose names are stored. */
export const privacyRoutes = [
  defineRoute({
    key: "POST /v1/users/{userId}/forget",
    path: z.strictObject({ userId }),
    body: z.strictObject({
      merchantId,
      customerIds: z.exactOptional(z.array(customerId).check(z.maxLength(NAMES_MAX))),
      receivers: z.exactOptional(z.array(notificationReceiver).check(z.maxLength(NAMES_MAX))),
      destinationIds: z.exactOptional(z.array(destinationId).check(z.maxLength(NAMES_MAX))),
      reason: operatorReason,
    }),
    handle: ({ deps, request, caller, path, body }) =>
      forgetUser(deps, request, caller, path.userId, { input: body, forgetters: FORGETTERS }),
  }),
];
