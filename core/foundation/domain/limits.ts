/** Every number that shapes behaviour, with its unit in the name and its reason beside it. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Limits of the HTTP contract: the same in every profile. */
export const CONTRACT = {
  /** A request is small; what is larger is a mistake or an attack. */
  bodyMaxBytes: 64 * 1024,
  /** 100 items of at most ~2.5 KB. */
  batchBodyMaxBytes: 256 * 1024,
  /** 100 items fit one BatchGetItem and one 25 s function call. */
  batchMaxItems: 100,
  /** 25 items x 3 rows + key + batch row stay under DynamoDB's 100 actions in one transaction. */
  atomicBatchMaxItems: 25,
  /** A day covers a client's retries over a weekend-free night; business uniqueness outlives it. */
  idempotencyTtlMs: 24 * HOUR_MS,
  idempotencyKeyMaxChars: 255,
  /** `Retry-After` of a 202: what meets no fault has ended by then, and who reads too early reads again. */
  acceptedReadAfterSeconds: 2,
  /** In minor units. Ten thousand million of the largest currency unit, and sums stay far below 2^53. */
  amountMax: 1_000_000_000_000,
  pageDefaultItems: 25,
  pageMaxItems: 100,
  /** Five tries of a refused code tell a typing error from a bad card. */
  attemptsMax: 5,
  /** Of one attempt of a redemption. Five sends over settle windows are hours in production: what has not answered by then needs a person. */
  sendsMax: 5,
  /** Of a charge, while its order can be paid: a channel that has forgotten five of them will not know the sixth. */
  chargeSendsMax: 5,
  /** Of a refund, likewise: what has not been answered by then needs a person. */
  refundSendsMax: 5,
  /** A compensation that failed so often needs a person; the waits between are those of an unknown outcome. */
  cancelsMax: 5,
  /** Clocks of two servers differ by seconds; a signed request that was recorded is worthless after this. */
  signatureToleranceSeconds: 300,
  /** An exchange's answer has a few hundred bytes; what is larger is not an answer. */
  exchangeAnswerMaxBytes: 64 * 1024,
} as const;

export interface Limits {
  /** How long a revoked API key may still work, and a verified one is not read again. */
  apiKeyCacheMs: number;
  /** HTTP functions: the gateway stops waiting at 30 s. */
  httpTimeoutSeconds: number;
  /** The worker's function timeout. Lambda kills it then, so no provider call starts later. */
  workerTimeoutSeconds: number;
  /** One call to the exchange, from connect to last byte. */
  exchangeCallTimeoutMs: number;
  /** The longest time after which the exchange may still let a received request take effect (its published bound). */
  exchangeInFlightMs: number;
  /** After this, "not found" is proof that a send had no effect. More than the worker's timeout + exchangeInFlightMs. */
  settleMs: number;
  /** Right to work on a redemption and its account. Longer than the worker's timeout: a live worker is never robbed. */
  leaseMs: number;
  /** A partial batch under work holds its key this long. Longer than the HTTP function's timeout. */
  batchLeaseMs: number;
  /** First wait before an unknown outcome is looked up; doubles up to lookupBackoffMaxMs, with full jitter. */
  lookupBackoffMs: number;
  lookupBackoffMaxMs: number;
  /** First wait when no account is free; doubles up to yieldBackoffMaxMs, with full jitter. */
  yieldBackoffMs: number;
  yieldBackoffMaxMs: number;
  /** First wait before a failed job is received again, or a step meets a busy wallet again; doubles with each try, with full jitter. */
  jobBackoffMs: number;
  jobBackoffMaxMs: number;
  /** What has not ended by then ends: never sent -> FAILED no-account, unknown -> NEEDS_REVIEW. */
  redemptionAgeMaxMs: number;
  /** The saga's step function: Lambda kills it then, so no channel call starts later. */
  sagaStepTimeoutSeconds: number;
  /** The refund worker, likewise. */
  refundTimeoutSeconds: number;
  /** One call to a payment channel, from connect to last byte. */
  channelCallTimeoutMs: number;
  /** The longest time after which a channel may still let a received call take effect. */
  channelInFlightMs: number;
  /** After this, "not found" is proof that a call had no effect. More than either function's timeout + channelInFlightMs. */
  channelSettleMs: number;
  /** An execution's right to drive its saga. Longer than all tries of a step with the waits in between, also when they follow a wait for the customer. */
  sagaLeaseMs: number;
  /** Right to work on a refund. Longer than the refund worker's timeout: a live worker is never robbed. */
  refundLeaseMs: number;
  /** How long a customer may take to pay: the channel's page and our order expire together. */
  orderExpiryMs: number;
  /** First wait before an unknown charge, cancel or refund is asked about; doubles up to channelBackoffMaxMs, with full jitter. */
  channelBackoffMs: number;
  channelBackoffMaxMs: number;
  /** A charge or cancel that stays unknown so long is parked for a person. */
  channelDoubtMaxMs: number;
  /** A refund that is unknown at this age is parked: its amount is frozen all the while. Leaves room for all sends and their settle windows. */
  refundAgeMaxMs: number;
  /** First wait of a webhook that cannot be applied before its saga has ended; doubles with its age up to webhookBackoffMaxMs. */
  webhookBackoffMs: number;
  /** Most sagas end within minutes; one that is parked may take a person days, and its webhook a quarter of an hour longer. */
  webhookBackoffMaxMs: number;
  /** How much later than planned a row is due: its own message comes first. In production more than the horizon, so that the sweeper meets only what was lost. */
  sweepGraceMs: number;
  /** The sweeper runs each minute and hands out what falls due before its next run as delayed messages. */
  sweepHorizonMs: number;
}

export type LimitsProfile = "production" | "demo";

export const LIMITS: Record<LimitsProfile, Limits> = {
  production: {
    apiKeyCacheMs: 60 * SECOND_MS,
    httpTimeoutSeconds: 25,
    workerTimeoutSeconds: 60,
    exchangeCallTimeoutMs: 10 * SECOND_MS,
    exchangeInFlightMs: 15 * MINUTE_MS,
    settleMs: 20 * MINUTE_MS,
    leaseMs: 120 * SECOND_MS,
    batchLeaseMs: 30 * SECOND_MS,
    lookupBackoffMs: 15 * SECOND_MS,
    lookupBackoffMaxMs: 15 * MINUTE_MS,
    yieldBackoffMs: 5 * SECOND_MS,
    yieldBackoffMaxMs: 5 * MINUTE_MS,
    jobBackoffMs: 2 * SECOND_MS,
    jobBackoffMaxMs: 5 * MINUTE_MS,
    redemptionAgeMaxMs: 24 * HOUR_MS,
    sagaStepTimeoutSeconds: 30,
    refundTimeoutSeconds: 30,
    channelCallTimeoutMs: 10 * SECOND_MS,
    channelInFlightMs: 15 * MINUTE_MS,
    channelSettleMs: 20 * MINUTE_MS,
    sagaLeaseMs: 5 * MINUTE_MS,
    refundLeaseMs: 2 * MINUTE_MS,
    orderExpiryMs: 30 * MINUTE_MS,
    channelBackoffMs: 10 * SECOND_MS,
    channelBackoffMaxMs: 10 * MINUTE_MS,
    channelDoubtMaxMs: 24 * HOUR_MS,
    refundAgeMaxMs: 24 * HOUR_MS,
    webhookBackoffMs: 10 * SECOND_MS,
    webhookBackoffMaxMs: 15 * MINUTE_MS,
    sweepGraceMs: 2 * MINUTE_MS,
    sweepHorizonMs: MINUTE_MS,
  },
  // Seconds instead of minutes, the same relations (asserted by a test), so that every path can be watched in a minute.
  demo: {
    apiKeyCacheMs: SECOND_MS,
    httpTimeoutSeconds: 25,
    workerTimeoutSeconds: 4,
    exchangeCallTimeoutMs: 2.5 * SECOND_MS,
    exchangeInFlightMs: 3 * SECOND_MS,
    settleMs: 8 * SECOND_MS,
    leaseMs: 6 * SECOND_MS,
    batchLeaseMs: 30 * SECOND_MS,
    lookupBackoffMs: 2 * SECOND_MS,
    lookupBackoffMaxMs: 4 * SECOND_MS,
    yieldBackoffMs: SECOND_MS,
    yieldBackoffMaxMs: 4 * SECOND_MS,
    jobBackoffMs: SECOND_MS,
    jobBackoffMaxMs: 5 * SECOND_MS,
    redemptionAgeMaxMs: 5 * MINUTE_MS,
    sagaStepTimeoutSeconds: 4,
    refundTimeoutSeconds: 4,
    channelCallTimeoutMs: 2.5 * SECOND_MS,
    channelInFlightMs: 3 * SECOND_MS,
    channelSettleMs: 8 * SECOND_MS,
    sagaLeaseMs: 30 * SECOND_MS,
    refundLeaseMs: 6 * SECOND_MS,
    orderExpiryMs: 5 * MINUTE_MS,
    channelBackoffMs: 2 * SECOND_MS,
    channelBackoffMaxMs: 4 * SECOND_MS,
    channelDoubtMaxMs: 25 * SECOND_MS,
    refundAgeMaxMs: 5 * MINUTE_MS,
    webhookBackoffMs: 2 * SECOND_MS,
    webhookBackoffMaxMs: 30 * SECOND_MS,
    sweepGraceMs: 3 * SECOND_MS,
    sweepHorizonMs: MINUTE_MS,
  },
};
