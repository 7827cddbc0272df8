/** What is counted (CloudWatch namespace `Tender`). Readers: the services that count, and the dashboard and alarms. */
export const METRIC_NAMES = [
  "RedemptionAccepted",
  "RedemptionSucceeded",
  "RedemptionFailed",
  "RedemptionParked",
  /** Attempts beyond the first: started, and those that succeeded. Their ratio is the retry success rate. */
  "RetryStarted",
  "RetrySucceeded",
  "RefusedInProgress",
  "BatchIdGiven",
  "BatchIdMade",
  /** A worker's lease ended and another took its work over. */
  "TimeoutTakeover",
  "IdempotentReplay",
  "IdempotencyMismatch",
  "KeyInUse",
  "BatchItemAccepted",
  "BatchItemReplayed",
  "BatchItemRejected",
  /** Requests that were refused because their merchant was beyond its limit. Lots of requests that could not be counted: they were let through. */
  "RequestRateLimited",
  "RequestRateUntold",
  "OutcomeUnknown",
  "NoAccountFree",
  "OutboxResent",
  "UnknownAge",
  /** How many wait for a person at this moment; what is parked anew is counted by kind. */
  "NeedsReview",
  /** Of the hour that has ended without one: how many events it usually has. */
  "EventsMissed",
  "PaymentAccepted",
  "SagaStarted",
  "SagaCompleted",
  "SagaCompensated",
  "SagaParked",
  "SagaResumed",
  /** From acceptance to the end of the saga. */
  "SagaDuration",
  "ChargeUnknown",
  "RefundAccepted",
  "RefundSucceeded",
  "RefundFailed",
  "RefundParked",
  "WebhookReceived",
  /** Whoever sent it did not show that it was the channel: anybody can. */
  "WebhookUnverified",
  /** Verified, and it does not fit the payment that it names. Where it tells of money, it is parked too. */
  "WebhookMismatch",
  "WebhookDuplicate",
  /** Genuine, and nothing of ours: another mode or account, a kind that says nothing about money. */
  "WebhookIgnored",
  /** From receipt to application of a webhook. */
  "InboxLag",
  /** Age of the oldest webhook that ought to have been applied, and of the oldest that has to wait for its saga. */
  "InboxAge",
  "InboxHeldAge",
  /** Given back at the vendor without Tender, and booked. */
  "ChannelRefund",
  "DisputeOpened",
  "LateSuccess",
  "SecondCharge",
  /** A merchant's account at a vendor, met with a configuration that cannot be used, in part or as a whole. */
  "ChannelMisconfigured",
  /** Money that matches no payment was put on the list of reviews. */
  "ChargeParked",
  /** Of the oldest event of which a sweep found that nobody had been told. */
  "EventOverdueAge",
  /** Of the oldest delivery of which a sweep found that its worker had not come: since it was due. */
  "DeliveryOverdueAge",
  /** Of webhooks to merchants: tries that were answered 2xx, tries that were not, and deliveries whose last one was not. */
  "WebhookDelivered",
  "WebhookTryFailed",
  "WebhookExhausted",
  /** An endpoint has failed for days, or says that it is gone. */
  "WebhookEndpointDisabled",
  /** How many endpoints fail at this moment. */
  "WebhookEndpointsFailing",
  "CodesIssued",
  "CodeUsed",
  "CodeReversed",
  /** Uses that were refused, by what stood in the way. */
  "RefusedAlreadyUsed",
  "RefusedCodeInvalid",
  "RefusedOfferInactive",
  "RefusedQuotaExceeded",
  "RefusedOutOfStock",
  "RefusedTooManyAttempts",
  "WithdrawalAccepted",
  /** Taken back by the merchant, or rejected by an operator, before it was sent. */
  "WithdrawalCancelled",
  /** Not sent, or not agreed on, in time. */
  "WithdrawalExpired",
  /** Of the oldest withdrawal that waits for people. */
  "ApprovalAge",
  /** Withdrawals that were refused, by what stood in the way. */
  "RefusedInsufficientBalance",
  "RefusedLimitExceeded",
  "PayoutConfirmed",
  /** Refused for good by its provider: the merchant has its money again. */
  "PayoutDeclined",
  "PayoutUnknown",
  "PayoutParked",
  /** Money that came back after it had been paid out, and was booked. */
  "PayoutReturned",
  /** Money that has moved at a payout provider against our books was put on the list of reviews. */
  "PayoutMismatch",
  "NotificationAccepted",
  "NotificationSent",
  /** Refused for good by its provider, or not sent in time. */
  "NotificationFailed",
  "NotificationUnknown",
  "NotificationParked",
  /** Its provider has asked us to come later: nothing was sent. */
  "NotificationDeferred",
  "OrderReserved",
  "OrderCancelled",
  "OrderExpired",
  /** Orders that were refused, by what stood in the way. */
  "OrderRefusedExists",
  "OrderRefusedInactive",
  "OrderRefusedQuota",
  "OrderRefusedOutOfStock",
  /** Of an offer that an order found a slot of empty: then all of them are looked at, and what is left may matter. */
  "StockLeft",
  /** What the auditor has looked at, and of it what breaks an invariant. */
  "ResourcesAudited",
  "InvariantViolations",
  /** Each run of the probe: 1 where what a merchant does has worked, otherwise 0; and how long it took. */
  "ProbePassed",
  "ProbeDuration",
  /** How much older what the auditor has looked at last is than what it could have. */
  "AuditorBehind",
  /** For how long the oldest reservation that is over has held what it reserved. */
  "OrderOverdueAge",
] as const;
export type MetricName = (typeof METRIC_NAMES)[number];
