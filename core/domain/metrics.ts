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
  "OutcomeUnknown",
  "NoAccountFree",
  "OutboxResent",
  "UnknownAge",
  "NeedsReview",
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
  "WebhookRefused",
  "WebhookDuplicate",
  /** Genuine, and nothing of ours: another mode or account, a kind that says nothing about money. */
  "WebhookIgnored",
  /** From receipt to application of a webhook. */
  "InboxLag",
  "LateSuccess",
  "SecondCharge",
  /** A merchant's account at a vendor, met with a configuration that cannot be used, in part or as a whole. */
  "ChannelMisconfigured",
] as const;
export type MetricName = (typeof METRIC_NAMES)[number];
