import type { ChannelDeps } from "../../../core/payments/services/deps.ts";
import { lookUpPayment, lookUpRefund } from "../../../core/payments/services/payment-look-up.ts";
import type { ExchangeDeps } from "../../../core/redemptions/services/deps.ts";
import { lookUpRedemption } from "../../../core/redemptions/services/redemption-look-up.ts";
import type { PayoutDeps } from "../../../core/withdrawals/services/deps.ts";
import { lookUpWithdrawal } from "../../../core/withdrawals/services/withdrawal-look-up.ts";
import type { Route } from "../define-route.ts";
import { readById } from "../usual-routes.ts";

/** Operators ask vendors. Nothing is changed, so these are reads, though each of them is a call that counts. */
export const lookUpRoutes: readonly Route<ChannelDeps & ExchangeDeps & PayoutDeps>[] = [
  readById("POST /v1/payments/{id}/look-up", lookUpPayment),
  readById("POST /v1/refunds/{id}/look-up", lookUpRefund),
  readById("POST /v1/redemptions/{id}/look-up", lookUpRedemption),
  readById("POST /v1/withdrawals/{id}/look-up", lookUpWithdrawal),
];
