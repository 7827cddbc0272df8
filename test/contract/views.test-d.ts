/** Types alone: the compiler reads it with `npm run check`, and nothing runs it. */

import type * as z from "zod/mini";
import type { ANSWERS, AnswerName } from "../../contract/answers.ts";
import type { apiKeyView } from "../../core/access/domain/access-views.ts";
import type { policyView } from "../../core/access/domain/withdrawal-policy.ts";
import type { getMerchant, listMerchants } from "../../core/access/services/merchants.ts";
import type { listKeys } from "../../core/access/services/own-keys.ts";
import type { codeView, jobView } from "../../core/codes/domain/code-views.ts";
import type { getCampaign, listCampaigns } from "../../core/codes/services/campaigns.ts";
import type { getUse, listUses } from "../../core/codes/services/code-uses.ts";
import type { listCodes } from "../../core/codes/services/codes.ts";
import type { previewUse } from "../../core/codes/services/preview-use.ts";
import type { getDelivery, listDeliveries } from "../../core/events/services/deliveries.ts";
import type { getEndpoint, listEndpoints } from "../../core/events/services/endpoints.ts";
import type { getEvent, listEvents } from "../../core/events/services/events.ts";
import type { problem } from "../../core/foundation/domain/problem.ts";
import type { reviewView } from "../../core/foundation/domain/review-view.ts";
import type { listAudits } from "../../core/foundation/services/audits.ts";
import type { findByKey } from "../../core/foundation/services/idempotency.ts";
import type { getOverview } from "../../core/foundation/services/overview.ts";
import type { listReviews } from "../../core/foundation/services/reviews.ts";
import type { listEntries, listWallets } from "../../core/money/services/wallets.ts";
import type { submissionView as notificationSubmissionView } from "../../core/notifications/domain/notification-view.ts";
import type {
  getNotification,
  getNotificationBatch,
  getNotificationTimeline,
  listNotifications,
} from "../../core/notifications/services/notification-reading.ts";
import type { getTemplate, listTemplates } from "../../core/notifications/services/templates.ts";
import type { subscriptionView } from "../../core/orders/domain/order-views.ts";
import type { getOffer, listOffers } from "../../core/orders/services/offers.ts";
import type { listOrders } from "../../core/orders/services/order-lists.ts";
import type { previewOrder } from "../../core/orders/services/preview-order.ts";
import type { listSubscriptions } from "../../core/orders/services/subscriptions.ts";
import type { channelAccountView } from "../../core/payments/domain/channel-account.ts";
import type { listChannelAccounts } from "../../core/payments/services/channel-accounts.ts";
import type { getOrder } from "../../core/payments/services/orders.ts";
import type { lookUpPayment } from "../../core/payments/services/payment-look-up.ts";
import type { getPayment, getPaymentTimeline, listPayments } from "../../core/payments/services/payment-reading.ts";
import type { getRefund, listRefunds } from "../../core/payments/services/refund-reading.ts";
import type { getSaga, listSagas } from "../../core/payments/services/sagas.ts";
import type { batchView } from "../../core/redemptions/domain/batch-view.ts";
import type {
  submissionView as redemptionSubmissionView,
  redemptionView,
} from "../../core/redemptions/domain/redemption-view.ts";
import type { getAccount, listAccounts } from "../../core/redemptions/services/accounts.ts";
import type { getBatch } from "../../core/redemptions/services/batch-reading.ts";
import type { getPlan, listPlans } from "../../core/redemptions/services/plans.ts";
import type { getRedemption, getTimeline, listRedemptions } from "../../core/redemptions/services/redemptions.ts";
import type { acceptedView, cancelledView, previewView } from "../../core/withdrawals/domain/withdrawal-views.ts";
import type { getDestination, listDestinations } from "../../core/withdrawals/services/payout-destinations.ts";
import type {
  getWithdrawal,
  getWithdrawalTimeline,
  listWithdrawals,
} from "../../core/withdrawals/services/withdrawal-reading.ts";

/** Who makes each answer, or reads it out of rows. */
interface MadeBy {
  KeyUses: typeof findByKey;
  AuditList: typeof listAudits;
  LookUp: typeof lookUpPayment;
  Overview: typeof getOverview;
  Review: typeof reviewView;
  ReviewList: typeof listReviews;
  Problem: typeof problem;
  ChannelAccount: typeof channelAccountView;
  ChannelAccountList: typeof listChannelAccounts;
  WithdrawalPolicy: typeof policyView;
  ApiKey: typeof apiKeyView;
  ApiKeyList: typeof listKeys;
  Merchant: typeof getMerchant;
  MerchantList: typeof listMerchants;
  Campaign: typeof getCampaign;
  CampaignList: typeof listCampaigns;
  Code: typeof codeView;
  CodeList: typeof listCodes;
  CodeRedemption: typeof getUse;
  CodeRedemptionList: typeof listUses;
  CodeRedemptionPreview: typeof previewUse;
  Event: typeof getEvent;
  EventList: typeof listEvents;
  WebhookEndpoint: typeof getEndpoint;
  WebhookEndpointList: typeof listEndpoints;
  WebhookDelivery: typeof getDelivery;
  WebhookDeliveryList: typeof listDeliveries;
  NotificationTemplate: typeof getTemplate;
  NotificationTemplateList: typeof listTemplates;
  Notification: typeof getNotification;
  NotificationSubmission: typeof notificationSubmissionView;
  NotificationList: typeof listNotifications;
  NotificationTimeline: typeof getNotificationTimeline;
  NotificationBatch: typeof getNotificationBatch;
  Offer: typeof getOffer;
  OfferList: typeof listOffers;
  OrderPreview: typeof previewOrder;
  Order: typeof getOrder;
  OrderList: typeof listOrders;
  Subscription: typeof subscriptionView;
  SubscriptionList: typeof listSubscriptions;
  Payment: typeof getPayment;
  PaymentList: typeof listPayments;
  PaymentTimeline: typeof getPaymentTimeline;
  Refund: typeof getRefund;
  RefundList: typeof listRefunds;
  Saga: typeof getSaga;
  SagaList: typeof listSagas;
  Plan: typeof getPlan;
  PlanList: typeof listPlans;
  Account: typeof getAccount;
  AccountList: typeof listAccounts;
  Submission: typeof redemptionSubmissionView;
  Redemption: typeof redemptionView;
  RedemptionWithAttempts: typeof getRedemption;
  RedemptionList: typeof listRedemptions;
  RedemptionTimeline: typeof getTimeline;
  BatchVerdicts: typeof batchView;
  Batch: typeof getBatch;
  WalletList: typeof listWallets;
  WalletEntryList: typeof listEntries;
  PayoutDestination: typeof getDestination;
  PayoutDestinationList: typeof listDestinations;
  Withdrawal: typeof getWithdrawal;
  AcceptedWithdrawal: typeof acceptedView;
  WithdrawalPreview: typeof previewView;
  WithdrawalList: typeof listWithdrawals;
  CancelledWithdrawal: typeof cancelledView;
  WithdrawalTimeline: typeof getWithdrawalTimeline;
  Job: typeof jobView;
}

/** Parts of other answers, and what only the sandbox says. */
type Part = "Money" | "Sum" | "Time" | "TimelineEntry" | "Period" | "Wallet" | "WalletEntry" | `Sandbox${string}`;
/** Written down where it is answered, as the body of a write's answer: tests over HTTP hold these against their schemas. */
type InPlace =
  | "Health"
  | "WebhookReceived"
  | "ApiKeyShown"
  | "CodeWithCampaign"
  | "JobAccepted"
  | "PlacedOrder"
  | "CancelledOrder"
  | "AcceptedPayment"
  | "SagaAction"
  | "WebhookEndpointShown"
  | "WebhookSecretRotated"
  | "WebhookDeliveryAccepted"
  | "NotificationVerdicts"
  | "Forgotten";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Without the seams of what it was put together from. */
type Whole<T> = T extends readonly (infer Item)[]
  ? Whole<Item>[]
  : T extends object
    ? { [K in keyof T]: Whole<T[K]> }
    : T;
type Made<N extends keyof MadeBy> = Whole<Awaited<ReturnType<MadeBy[N]>>>;
type Described<N extends AnswerName> = Whole<z.output<(typeof ANSWERS)[N]>>;

/** Names of answers whose view and schema differ, in whichever direction. */
type Differing = { [N in keyof MadeBy]: Same<Made<N>, Described<N>> extends true ? never : N }[keyof MadeBy];
type Unmade = Exclude<AnswerName, keyof MadeBy | Part | InPlace>;

export const NONE_DIFFERS: Differing extends never ? true : Differing = true;
export const NONE_IS_FORGOTTEN: Unmade extends never ? true : Unmade = true;
