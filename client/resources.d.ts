// Written by `npm run docs` from docs/openapi.json; do not edit.

import type { Answer, Body, CallOptions, FollowOptions, Item, List, Query, WaitOptions, WriteOptions } from "./calls.js";
import type { components } from "./types.js";

export interface Resources {
  plans: {
    /** Create a plan. Scope: redemptions. */
    create(body: Body<"createPlan">, options?: WriteOptions): Promise<Answer<"createPlan">>;
    /** List plans. Scope: redemptions or operator. */
    list(query?: Query<"listPlans">, options?: CallOptions): List<Item<"listPlans">, Answer<"listPlans">>;
    /** Get a plan. Scope: redemptions or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getPlan">>;
  };
  accounts: {
    /** Create an account. Scope: redemptions. */
    create(body: Body<"createAccount">, options?: WriteOptions): Promise<Answer<"createAccount">>;
    /** List accounts. Scope: redemptions or operator. */
    list(query?: Query<"listAccounts">, options?: CallOptions): List<Item<"listAccounts">, Answer<"listAccounts">>;
    /** Get an account. Scope: redemptions or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getAccount">>;
    /** Change an account's login status. Scope: redemptions or operator. */
    update(id: string, body: Body<"updateAccount">, options?: WriteOptions): Promise<Answer<"updateAccount">>;
    /** Release a lease that was left behind. Scope: operator. */
    release(id: string, body: Body<"releaseAccount">, options?: WriteOptions): Promise<Answer<"releaseAccount">>;
  };
  redemptions: {
    /** Submit a gift card. Scope: redemptions. */
    submit(body: Body<"submitRedemption">, options?: WriteOptions): Promise<Answer<"submitRedemption">>;
    /** List redemptions. Scope: redemptions or operator. */
    list(query?: Query<"listRedemptions">, options?: CallOptions): List<Item<"listRedemptions">, Answer<"listRedemptions">>;
    /** Get a redemption. Scope: redemptions or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getRedemption">>;
    /** Get a redemption's timeline. Scope: redemptions or operator. */
    getTimeline(id: string, options?: CallOptions): Promise<Answer<"getRedemptionTimeline">>;
    /** Resolve a parked redemption. Scope: operator. */
    resolve(id: string, body: Body<"resolveRedemption">, options?: WriteOptions): Promise<Answer<"resolveRedemption">>;
    /** Ask the exchange what became of a redemption. Scope: operator. */
    lookUp(id: string, options?: CallOptions): Promise<Answer<"lookUpRedemption">>;
    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */
    waitFor(id: string, options?: WaitOptions<Answer<"getRedemption">>): Promise<Answer<"getRedemption">>;
  };
  redemptionBatches: {
    /** Submit a batch of gift cards. Scope: redemptions. */
    submit(body: Body<"submitBatch">, options?: WriteOptions): Promise<Answer<"submitBatch">>;
    /** Get a batch. Scope: redemptions or operator. */
    get(id: string, query?: Query<"getBatch">, options?: CallOptions): Promise<Answer<"getBatch">>;
  };
  campaigns: {
    /** Create a campaign. Scope: codes. */
    create(body: Body<"createCampaign">, options?: WriteOptions): Promise<Answer<"createCampaign">>;
    /** List campaigns. Scope: codes or operator. */
    list(query?: Query<"listCampaigns">, options?: CallOptions): List<Item<"listCampaigns">, Answer<"listCampaigns">>;
    /** Get a campaign. Scope: codes or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getCampaign">>;
    /** Disable a campaign, or enable it again. Scope: codes. */
    update(id: string, body: Body<"updateCampaign">, options?: WriteOptions): Promise<Answer<"updateCampaign">>;
    /** Generate codes, or add your own. Scope: codes. */
    createCodes(id: string, body: Body<"createCodes">, options?: WriteOptions): Promise<Answer<"createCodes">>;
    /** List a campaign's codes. Scope: codes or operator. */
    listCodes(id: string, query?: Query<"listCodes">, options?: CallOptions): List<Item<"listCodes">, Answer<"listCodes">>;
    /** Export generated codes. Scope: codes. */
    exportCodes(id: string, body: Body<"exportCodes">, options?: CallOptions): Promise<Answer<"exportCodes">>;
  };
  jobs: {
    /** Get a job. Scope: codes or notifications or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getJob">>;
    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */
    waitFor(id: string, options?: WaitOptions<Answer<"getJob">>): Promise<Answer<"getJob">>;
  };
  codes: {
    /** Look up a code by its text. Scope: codes or operator. */
    lookUp(body: Body<"lookUpCode">, options?: CallOptions): Promise<Answer<"lookUpCode">>;
    /** Disable a code, or enable it again. Scope: codes. */
    update(id: string, body: Body<"updateCode">, options?: WriteOptions): Promise<Answer<"updateCode">>;
  };
  codeRedemptions: {
    /** Redeem a code. Scope: codes. */
    redeem(body: Body<"redeemCode">, options?: WriteOptions): Promise<Answer<"redeemCode">>;
    /** List uses of codes. Scope: codes or operator. */
    list(query?: Query<"listCodeRedemptions">, options?: CallOptions): List<Item<"listCodeRedemptions">, Answer<"listCodeRedemptions">>;
    /** See what redeeming a code would come to. Scope: codes. */
    preview(body: Body<"previewCodeRedemption">, options?: CallOptions): Promise<Answer<"previewCodeRedemption">>;
    /** Get a use of a code. Scope: codes or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getCodeRedemption">>;
    /** Take a use of a code back. Scope: codes or operator. */
    reverse(id: string, body: Body<"reverseCodeRedemption">, options?: WriteOptions): Promise<Answer<"reverseCodeRedemption">>;
  };
  offers: {
    /** Create an offer. Scope: codes. */
    create(body: Body<"createOffer">, options?: WriteOptions): Promise<Answer<"createOffer">>;
    /** List offers. Scope: codes or operator. */
    list(query?: Query<"listOffers">, options?: CallOptions): List<Item<"listOffers">, Answer<"listOffers">>;
    /** Get an offer. Scope: codes or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getOffer">>;
    /** Change an offer's status or stock. Scope: codes. */
    update(id: string, body: Body<"updateOffer">, options?: WriteOptions): Promise<Answer<"updateOffer">>;
  };
  orders: {
    /** Order one of an offer. Scope: codes or payments. */
    create(body: Body<"createOrder">, options?: WriteOptions): Promise<Answer<"createOrder">>;
    /** List orders. Scope: codes or payments or operator. */
    list(query?: Query<"listOrders">, options?: CallOptions): List<Item<"listOrders">, Answer<"listOrders">>;
    /** See what an order would come to. Scope: codes or payments. */
    preview(body: Body<"previewOrder">, options?: CallOptions): Promise<Answer<"previewOrder">>;
    /** Get an order. Scope: codes or payments or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getOrder">>;
    /** Cancel an order. Scope: codes or payments or operator. */
    cancel(id: string, body: Body<"cancelOrder">, options?: WriteOptions): Promise<Answer<"cancelOrder">>;
    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */
    waitFor(id: string, options?: WaitOptions<Answer<"getOrder">>): Promise<Answer<"getOrder">>;
  };
  subscriptions: {
    /** List a user's subscriptions. Scope: codes or operator. */
    list(query: Query<"listSubscriptions">, options?: CallOptions): List<Item<"listSubscriptions">, Answer<"listSubscriptions">>;
    /** Get a subscription. Scope: codes or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getSubscription">>;
  };
  payments: {
    /** Create a payment. Scope: payments. */
    create(body: Body<"createPayment">, options?: WriteOptions): Promise<Answer<"createPayment">>;
    /** List payments. Scope: payments or operator. */
    list(query?: Query<"listPayments">, options?: CallOptions): List<Item<"listPayments">, Answer<"listPayments">>;
    /** Get a payment. Scope: payments or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getPayment">>;
    /** Get a payment's timeline. Scope: payments or operator. */
    getTimeline(id: string, options?: CallOptions): Promise<Answer<"getPaymentTimeline">>;
    /** Cancel a payment. Scope: payments or operator. */
    cancel(id: string, body: Body<"cancelPayment">, options?: WriteOptions): Promise<Answer<"cancelPayment">>;
    /** Refund a payment. Scope: payments or operator. */
    createRefund(id: string, body: Body<"createRefund">, options?: WriteOptions): Promise<Answer<"createRefund">>;
    /** List a payment's refunds. Scope: payments or operator. */
    listRefunds(id: string, query?: Query<"listRefunds">, options?: CallOptions): List<Item<"listRefunds">, Answer<"listRefunds">>;
    /** Ask the channel what became of a payment. Scope: operator. */
    lookUp(id: string, options?: CallOptions): Promise<Answer<"lookUpPayment">>;
    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */
    waitFor(id: string, options?: WaitOptions<Answer<"getPayment">>): Promise<Answer<"getPayment">>;
  };
  refunds: {
    /** Get a refund. Scope: payments or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getRefund">>;
    /** Resolve a parked refund. Scope: operator. */
    resolve(id: string, body: Body<"resolveRefund">, options?: WriteOptions): Promise<Answer<"resolveRefund">>;
    /** Ask the channel what became of a refund. Scope: operator. */
    lookUp(id: string, options?: CallOptions): Promise<Answer<"lookUpRefund">>;
    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */
    waitFor(id: string, options?: WaitOptions<Answer<"getRefund">>): Promise<Answer<"getRefund">>;
  };
  sagas: {
    /** List sagas. Scope: operator. */
    list(query?: Query<"listSagas">, options?: CallOptions): List<Item<"listSagas">, Answer<"listSagas">>;
    /** Get a saga. Scope: operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getSaga">>;
    /** Retry a parked saga. Scope: operator. */
    retry(id: string, body: Body<"retrySaga">, options?: WriteOptions): Promise<Answer<"retrySaga">>;
    /** Compensate a saga. Scope: operator. */
    compensate(id: string, body: Body<"compensateSaga">, options?: WriteOptions): Promise<Answer<"compensateSaga">>;
    /** Resolve a parked saga's step. Scope: operator. */
    resolve(id: string, body: Body<"resolveSaga">, options?: WriteOptions): Promise<Answer<"resolveSaga">>;
    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */
    waitFor(id: string, options?: WaitOptions<Answer<"getSaga">>): Promise<Answer<"getSaga">>;
  };
  merchants: {
    /** Set how a merchant's withdrawals in one currency are decided. Scope: operator. */
    putWithdrawalPolicy(id: string, body: Body<"putWithdrawalPolicy">, options?: WriteOptions): Promise<Answer<"putWithdrawalPolicy">>;
    /** Create a merchant. Scope: operator. */
    create(body: Body<"createMerchant">, options?: WriteOptions): Promise<Answer<"createMerchant">>;
    /** List merchants. Scope: operator. */
    list(query?: Query<"listMerchants">, options?: CallOptions): List<Item<"listMerchants">, Answer<"listMerchants">>;
    /** Get a merchant. Scope: operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getMerchant">>;
    /** Activate a merchant. Scope: operator. */
    activate(id: string, body: Body<"activateMerchant">, options?: WriteOptions): Promise<Answer<"activateMerchant">>;
    /** Suspend a merchant. Scope: operator. */
    suspend(id: string, body: Body<"suspendMerchant">, options?: WriteOptions): Promise<Answer<"suspendMerchant">>;
    /** Close a merchant. Scope: operator. */
    close(id: string, body: Body<"closeMerchant">, options?: WriteOptions): Promise<Answer<"closeMerchant">>;
    /** Set how many requests a merchant may make. Scope: operator. */
    putRequestLimit(id: string, body: Body<"putRequestLimit">, options?: WriteOptions): Promise<Answer<"putRequestLimit">>;
    /** List a merchant's accounts at payment channels. Scope: merchants or operator. */
    listChannels(id: string, query?: Query<"listMerchantChannels">, options?: CallOptions): List<Item<"listMerchantChannels">, Answer<"listMerchantChannels">>;
    /** Set a merchant's account at a payment channel. Scope: merchants or operator. */
    putChannel(id: string, channel: string, body: Body<"putMerchantChannel">, options?: WriteOptions): Promise<Answer<"putMerchantChannel">>;
    /** Take a merchant's account at a payment channel away. Scope: merchants or operator. */
    deleteChannel(id: string, channel: string, options?: CallOptions): Promise<Answer<"deleteMerchantChannel">>;
  };
  payoutDestinations: {
    /** Add a payout destination. Scope: withdrawals. */
    create(body: Body<"createPayoutDestination">, options?: WriteOptions): Promise<Answer<"createPayoutDestination">>;
    /** List payout destinations. Scope: withdrawals or operator. */
    list(query?: Query<"listPayoutDestinations">, options?: CallOptions): List<Item<"listPayoutDestinations">, Answer<"listPayoutDestinations">>;
    /** Get a payout destination. Scope: withdrawals or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getPayoutDestination">>;
    /** Take a payout destination out of use. Scope: withdrawals. */
    delete(id: string, options?: CallOptions): Promise<Answer<"deletePayoutDestination">>;
  };
  withdrawals: {
    /** Withdraw money. Scope: withdrawals. */
    create(body: Body<"createWithdrawal">, options?: WriteOptions): Promise<Answer<"createWithdrawal">>;
    /** List withdrawals. Scope: withdrawals or operator. */
    list(query?: Query<"listWithdrawals">, options?: CallOptions): List<Item<"listWithdrawals">, Answer<"listWithdrawals">>;
    /** Get a withdrawal. Scope: withdrawals or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getWithdrawal">>;
    /** Get a withdrawal's timeline. Scope: withdrawals or operator. */
    getTimeline(id: string, options?: CallOptions): Promise<Answer<"getWithdrawalTimeline">>;
    /** Cancel a withdrawal by its number. Scope: withdrawals or operator. */
    cancel(body: Body<"cancelWithdrawal">, options?: WriteOptions): Promise<Answer<"cancelWithdrawal">>;
    /** Approve a withdrawal. Scope: operator. */
    approve(id: string, body: Body<"approveWithdrawal">, options?: WriteOptions): Promise<Answer<"approveWithdrawal">>;
    /** Reject a withdrawal. Scope: operator. */
    reject(id: string, body: Body<"rejectWithdrawal">, options?: WriteOptions): Promise<Answer<"rejectWithdrawal">>;
    /** Resolve a parked withdrawal. Scope: operator. */
    resolve(id: string, body: Body<"resolveWithdrawal">, options?: WriteOptions): Promise<Answer<"resolveWithdrawal">>;
    /** Ask the provider what became of a withdrawal. Scope: operator. */
    lookUp(id: string, options?: CallOptions): Promise<Answer<"lookUpWithdrawal">>;
    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */
    waitFor(id: string, options?: WaitOptions<Answer<"getWithdrawal">>): Promise<Answer<"getWithdrawal">>;
  };
  notificationTemplates: {
    /** Create a notification template. Scope: notifications. */
    create(body: Body<"createNotificationTemplate">, options?: WriteOptions): Promise<Answer<"createNotificationTemplate">>;
    /** List notification templates. Scope: notifications or operator. */
    list(query?: Query<"listNotificationTemplates">, options?: CallOptions): List<Item<"listNotificationTemplates">, Answer<"listNotificationTemplates">>;
    /** Get a notification template. Scope: notifications or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getNotificationTemplate">>;
  };
  notifications: {
    /** Send a notification. Scope: notifications. */
    submit(body: Body<"submitNotification">, options?: WriteOptions): Promise<Answer<"submitNotification">>;
    /** List notifications. Scope: notifications or operator. */
    list(query?: Query<"listNotifications">, options?: CallOptions): List<Item<"listNotifications">, Answer<"listNotifications">>;
    /** Get a notification. Scope: notifications or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getNotification">>;
    /** Get a notification's timeline. Scope: notifications or operator. */
    getTimeline(id: string, options?: CallOptions): Promise<Answer<"getNotificationTimeline">>;
    /** Resolve a parked notification. Scope: operator. */
    resolve(id: string, body: Body<"resolveNotification">, options?: WriteOptions): Promise<Answer<"resolveNotification">>;
    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */
    waitFor(id: string, options?: WaitOptions<Answer<"getNotification">>): Promise<Answer<"getNotification">>;
  };
  notificationBatches: {
    /** Send a batch of notifications. Scope: notifications. */
    submit(body: Body<"submitNotificationBatch">, options?: WriteOptions): Promise<Answer<"submitNotificationBatch">>;
    /** Get a batch of notifications. Scope: notifications or operator. */
    get(id: string, query?: Query<"getNotificationBatch">, options?: CallOptions): Promise<Answer<"getNotificationBatch">>;
  };
  wallets: {
    /** List a merchant's wallets. Scope: withdrawals or payments or operator. */
    list(query?: Query<"listWallets">, options?: CallOptions): List<Item<"listWallets">, Answer<"listWallets">>;
    /** List what has moved a wallet. Scope: withdrawals or payments or operator. */
    listEntries(currency: string, query?: Query<"listWalletEntries">, options?: CallOptions): List<Item<"listWalletEntries">, Answer<"listWalletEntries">>;
  };
  events: {
    /** List events. Scope: notifications or operator. */
    list(query?: Query<"listEvents">, options?: CallOptions): List<Item<"listEvents">, Answer<"listEvents">>;
    /** Get an event. Scope: notifications or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getEvent">>;
    /** Events as they happen, each once, for as long as somebody asks; without `since`, from now on. */
    follow(options?: FollowOptions): AsyncGenerator<Answer<"getEvent">, never, void>;
  };
  webhookEndpoints: {
    /** Add a webhook endpoint. Scope: notifications. */
    create(body: Body<"createWebhookEndpoint">, options?: WriteOptions): Promise<Answer<"createWebhookEndpoint">>;
    /** List webhook endpoints. Scope: notifications or operator. */
    list(query?: Query<"listWebhookEndpoints">, options?: CallOptions): List<Item<"listWebhookEndpoints">, Answer<"listWebhookEndpoints">>;
    /** Get a webhook endpoint. Scope: notifications or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getWebhookEndpoint">>;
    /** Change a webhook endpoint, disable it, or enable it again. Scope: notifications. */
    update(id: string, body: Body<"updateWebhookEndpoint">, options?: WriteOptions): Promise<Answer<"updateWebhookEndpoint">>;
    /** Delete a webhook endpoint. Scope: notifications. */
    delete(id: string, options?: CallOptions): Promise<Answer<"deleteWebhookEndpoint">>;
    /** Give a webhook endpoint another secret. Scope: notifications. */
    rotateSecret(id: string, body: Body<"rotateWebhookSecret">, options?: WriteOptions): Promise<Answer<"rotateWebhookSecret">>;
    /** Send a test event to a webhook endpoint. Scope: notifications. */
    test(id: string, options?: WriteOptions): Promise<Answer<"testWebhookEndpoint">>;
    /** Send again what a webhook endpoint has missed. Scope: notifications. */
    replay(id: string, body: Body<"replayWebhooks">, options?: WriteOptions): Promise<Answer<"replayWebhooks">>;
  };
  webhookDeliveries: {
    /** List webhook deliveries. Scope: notifications or operator. */
    list(query?: Query<"listWebhookDeliveries">, options?: CallOptions): List<Item<"listWebhookDeliveries">, Answer<"listWebhookDeliveries">>;
    /** Get a webhook delivery. Scope: notifications or operator. */
    get(id: string, options?: CallOptions): Promise<Answer<"getWebhookDelivery">>;
    /** Send a webhook delivery again. Scope: notifications or operator. */
    resend(id: string, options?: WriteOptions): Promise<Answer<"resendWebhookDelivery">>;
    /** Asks until it has one of these statuses; without `until`, until it does not change by itself any more. */
    waitFor(id: string, options?: WaitOptions<Answer<"getWebhookDelivery">>): Promise<Answer<"getWebhookDelivery">>;
  };
  merchant: {
    /** Get the merchant that the API key belongs to. */
    get(options?: CallOptions): Promise<Answer<"getOwnMerchant">>;
  };
  apiKeys: {
    /** Create an API key. Scope: merchants or operator. */
    create(body: Body<"createApiKey">, options?: WriteOptions): Promise<Answer<"createApiKey">>;
    /** List API keys. Scope: merchants or operator. */
    list(query?: Query<"listApiKeys">, options?: CallOptions): List<Item<"listApiKeys">, Answer<"listApiKeys">>;
    /** Give an API key another secret. Scope: merchants or operator. */
    rotate(id: string, body: Body<"rotateApiKey">, options?: WriteOptions): Promise<Answer<"rotateApiKey">>;
    /** Revoke an API key. Scope: merchants or operator. */
    revoke(id: string, body: Body<"revokeApiKey">, options?: WriteOptions): Promise<Answer<"revokeApiKey">>;
  };
  users: {
    /** Forget a user. Scope: operator. */
    forget(userId: string, body: Body<"forgetUser">, options?: WriteOptions): Promise<Answer<"forgetUser">>;
  };
  health: {
    /** Ask whether the API answers. */
    get(options?: CallOptions): Promise<Answer<"getHealth">>;
  };
  reviews: {
    /** List what waits for a person. Scope: operator. */
    list(query?: Query<"listReviews">, options?: CallOptions): List<Item<"listReviews">, Answer<"listReviews">>;
    /** Close the review of money that matches no payment. Scope: operator. */
    close(id: string, body: Body<"closeReview">, options?: WriteOptions): Promise<Answer<"closeReview">>;
  };
  overview: {
    /** See how it stands. Scope: operator. */
    get(options?: CallOptions): Promise<Answer<"getOverview">>;
  };
  audits: {
    /** List what was done by hand. Scope: operator. */
    list(query?: Query<"listAudits">, options?: CallOptions): List<Item<"listAudits">, Answer<"listAudits">>;
  };
  idempotencyKeys: {
    /** Find out what became of an Idempotency-Key. */
    find(key: string, options?: CallOptions): Promise<Answer<"findIdempotencyKey">>;
  };
}

/** Type of event -> what its `data` is. */
export interface EventData {
  /** The card was redeemed, by the exchange's word or a person's. */
  "redemption.succeeded": components["schemas"]["Redemption"];
  /** The attempt has ended without an effect: `reason` says why. A new attempt may follow. */
  "redemption.failed": components["schemas"]["Redemption"];
  /** Nobody can say how it ended: it waits for a person. */
  "redemption.needs_review": components["schemas"]["Redemption"];
  /** The customer has to act at `paymentUrl`; again when a doubt in between is over. */
  "payment.requires_action": components["schemas"]["Payment"];
  /** Captured, and in the merchant's wallet. */
  "payment.succeeded": components["schemas"]["Payment"];
  /** Refused for good, and undone. Its order number is free. */
  "payment.declined": components["schemas"]["Payment"];
  /** Cancelled, or its time was over (`reason: expired`), and undone. Its order number is free. */
  "payment.cancelled": components["schemas"]["Payment"];
  /** A part of it went back; each part tells by itself. */
  "payment.partially_refunded": components["schemas"]["Payment"];
  /** All of it went back; also what was paid after it had ended, and never was in the wallet. */
  "payment.refunded": components["schemas"]["Payment"];
  /** It waits for a person, each time that it comes to that. What they decide is told by how it ends. */
  "payment.needs_review": components["schemas"]["Payment"];
  /** The money went back; also what was given back at the channel (`origin`), or by a person's word. */
  "refund.succeeded": components["schemas"]["Refund"];
  /** Refused for good: payment and wallet have the amount again. */
  "refund.failed": components["schemas"]["Refund"];
  /** Paid and delivered, or the use of a code. */
  "order.finished": components["schemas"]["Order"];
  /** Nobody has paid it, or the use of a code was taken back. One that a payment makes by itself may be opened again by the next. */
  "order.cancelled": components["schemas"]["Order"];
  /** Nobody has paid in time: what it held is free again. */
  "order.expired": components["schemas"]["Order"];
  /** All of its money went back; what it had granted is taken back. */
  "order.refunded": components["schemas"]["Order"];
  /** A user has used a code. */
  "code.redeemed": components["schemas"]["CodeRedemption"];
  /** That use was taken back. */
  "code.reversed": components["schemas"]["CodeRedemption"];
  /** The user's first grant, or the first after it had been revoked or its time was over. */
  "subscription.activated": components["schemas"]["Subscription"];
  /** One grant more while it is ACTIVE. */
  "subscription.extended": components["schemas"]["Subscription"];
  /** A grant was taken back, and some are left. */
  "subscription.shortened": components["schemas"]["Subscription"];
  /** A grant was taken back, and none is left. */
  "subscription.revoked": components["schemas"]["Subscription"];
  /** Paid out: the amount has left the wallet. */
  "withdrawal.confirmed": components["schemas"]["Withdrawal"];
  /** Cancelled, rejected, refused or too late: the amount is in the wallet again. */
  "withdrawal.cancelled": components["schemas"]["Withdrawal"];
  /** Money of it came back later; each return tells by itself. */
  "withdrawal.returned": components["schemas"]["Withdrawal"];
  /** Nobody can say how it ended: it waits for a person. */
  "withdrawal.needs_review": components["schemas"]["Withdrawal"];
  /** Its provider has taken it, by its answer or a person's word. */
  "notification.sent": components["schemas"]["Notification"];
  /** Refused for good, too late, or not sent by a person's word: `reason` says why. A new attempt may follow. */
  "notification.failed": components["schemas"]["Notification"];
  /** It has failed for half of the time after which it is disabled; once until a try succeeds. Never told to itself. */
  "webhook_endpoint.failing": components["schemas"]["WebhookEndpoint"];
  /** It has failed all the while (`failing`), or answered 410 (`gone`). Never told to itself. */
  "webhook_endpoint.disabled": components["schemas"]["WebhookEndpoint"];
  /** Somebody has asked for a test of it. Told to itself alone. */
  "webhook.test": components["schemas"]["WebhookEndpoint"];
}
