import { MERCHANT_STATUSES, MERCHANT_TRANSITIONS } from "../../core/access/domain/merchant.ts";
import { CAMPAIGN_STATUSES } from "../../core/codes/domain/campaign.ts";
import { DELIVERY_STATES, DELIVERY_TRANSITIONS } from "../../core/events/domain/delivery.ts";
import { ENDPOINT_STATUSES } from "../../core/events/domain/webhook-endpoint.ts";
import type { Transition } from "../../core/foundation/domain/transitions.ts";
import { NOTIFICATION_STATES, NOTIFICATION_TRANSITIONS } from "../../core/notifications/domain/notification.ts";
import { OFFER_STATUSES } from "../../core/orders/domain/offer.ts";
import { ORDER_STATES, ORDER_TRANSITIONS } from "../../core/orders/domain/order.ts";
import {
  PAYMENT_STATES,
  PAYMENT_TRANSITIONS,
  REFUND_STATES,
  REFUND_TRANSITIONS,
} from "../../core/payments/domain/payment.ts";
import { STEP_STATES } from "../../core/payments/domain/payment-saga.ts";
import { SAGA_STATES, SAGA_TRANSITIONS } from "../../core/payments/domain/saga.ts";
import { ACCOUNT_STATUSES, ACCOUNT_TRANSITIONS, LOGIN_STATUSES } from "../../core/redemptions/domain/account.ts";
import { REDEMPTION_STATES, REDEMPTION_TRANSITIONS } from "../../core/redemptions/domain/redemption.ts";
import { WITHDRAWAL_STATES, WITHDRAWAL_TRANSITIONS } from "../../core/withdrawals/domain/withdrawal.ts";

export interface Aggregate {
  states: readonly string[];
  moves: readonly Transition<string, string>[];
}

/** Whatever has a table of moves, by the name that docs/states.md gives it. A test counts that none is missing. */
export const AGGREGATES = {
  Redemption: { states: REDEMPTION_STATES, moves: REDEMPTION_TRANSITIONS },
  Account: { states: ACCOUNT_STATUSES, moves: ACCOUNT_TRANSITIONS },
  Order: { states: ORDER_STATES, moves: ORDER_TRANSITIONS },
  Payment: { states: PAYMENT_STATES, moves: PAYMENT_TRANSITIONS },
  Refund: { states: REFUND_STATES, moves: REFUND_TRANSITIONS },
  Withdrawal: { states: WITHDRAWAL_STATES, moves: WITHDRAWAL_TRANSITIONS },
  Notification: { states: NOTIFICATION_STATES, moves: NOTIFICATION_TRANSITIONS },
  Saga: { states: SAGA_STATES, moves: SAGA_TRANSITIONS },
  "Webhook delivery": { states: DELIVERY_STATES, moves: DELIVERY_TRANSITIONS },
  Merchant: { states: MERCHANT_STATUSES, moves: MERCHANT_TRANSITIONS },
} as const satisfies Record<string, Aggregate>;

/** What stands in rows and has no table: it goes to and fro, or its step decides. */
export const WITHOUT_MOVES = {
  "Step of a saga": STEP_STATES,
  Offer: OFFER_STATUSES,
  "Webhook endpoint": ENDPOINT_STATUSES,
  Campaign: CAMPAIGN_STATUSES,
  "Account's login": LOGIN_STATUSES,
} as const satisfies Record<string, readonly string[]>;
