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
  /** Long enough for a merchant to find out after a holiday what its endpoint has missed. */
  eventTtlMs: 30 * 24 * HOUR_MS,
  /** What is older is not sent again: it needs a day for its tries to be worth it, and nobody is told of what is not kept. */
  eventResendMs: 29 * 24 * HOUR_MS,
  /** `Retry-After` of a 202: what meets no fault has ended by then, and who reads too early reads again. */
  acceptedReadAfterSeconds: 2,
  /** In minor units. Ten thousand million of the largest currency unit, and sums stay far below 2^53. */
  amountMax: 1_000_000_000_000,
  /** An operator who asks a vendor again about the same thing: long enough for the last answer to have come, and no vendor minds. */
  lookUpsApartMs: 5 * SECOND_MS,
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
  /** Of a payout, likewise: each one more could pay twice where a provider forgets. */
  payoutSendsMax: 5,
  /** Of one attempt of a notification, likewise. */
  notificationSendsMax: 5,
  /** Of a template, and of what is made of it: an email is a few pages of text, a text message ten of its parts. */
  emailMaxChars: 20_000,
  smsMaxChars: 1530,
  subjectMaxChars: 200,
  /** Of one value that is put into a template. */
  paramMaxChars: 2000,
  paramsMax: 50,
  /** A compensation that failed so often needs a person; the waits between are those of an unknown outcome. */
  cancelsMax: 5,
  /** Clocks of two servers differ by seconds; a signed request that was recorded is worthless after this. */
  signatureToleranceSeconds: 300,
  /** A secret that does not fit may be newer than what a process knows of its key: so often it reads the key again. */
  apiKeyRereadMs: SECOND_MS,
  /** A week to bring a new API key to every server. */
  apiKeyGraceMaxSeconds: 7 * 24 * 60 * 60,
  /** So many requests of a merchant are told of together: two writes at the worst, which is one for each twenty. */
  requestLot: 40,
  /** Below this, what an instance has not told of yet is the larger part of what is let through. */
  requestsPerSecondMin: 10,
  /** Two writes for each lot: a row takes a thousand a second. */
  requestsPerSecondMax: 20_000,
  /** At once, beyond what its seconds allow: no less than a lot, and some seconds of the highest rate. */
  requestBurstMax: 100_000,
  /** The count of a merchant's requests, after the last of them. Longer than its debt, which is a lot of each instance. */
  requestRateTtlMs: 24 * HOUR_MS,
  /** Merchants whose secrets are tried on one webhook that names none: each is three digests of at most 64 KB at most, or three signatures. */
  webhookAccountsMax: 200,
  /** Merchants of one channel of whom a function knows that they have it: their names alone, two pages of the index. */
  channelListMax: 20_000,
  /** An overview counts them up to here: a page of keys in each of eight parts, half a megabyte at most, and 400 read units. */
  overviewReviewsMax: 20_000,
  /** Rows of one kind that one request to forget empties: well under a second of writes, eight at once. There may be more: it is sent again. */
  forgetRowsMax: 500,
  /** Rows that stay and are named in the answer: enough to see what is under way. */
  forgetKeptMax: 100,
  /** A destination is emptied so long after its end: by then each withdrawal that was accepted before is in its list, which lags by seconds. */
  forgetDestinationAfterMs: 60 * 60 * 1000,
  /** An exchange's answer has a few hundred bytes; what is larger is not an answer. */
  exchangeAnswerMaxBytes: 64 * 1024,
} as const;

/** What one merchant may ask of the API: so many requests a second, and so many at once when it has been quiet before. */
export interface RequestLimit {
  requestsPerSecond: number;
  burst: number;
}

/** Of waits that grow: the first one, which doubles with each try up to the longest, with full jitter. */
export interface Backoff {
  backoffMs: number;
  backoffMaxMs: number;
}

/** Of the function that does a piece of work. */
export interface WorkLimits {
  /** Lambda kills it then, so no call to the outside starts later. */
  timeoutSeconds: number;
  /** Right to the work. Longer than the function's timeout: a live worker is never robbed. */
  leaseMs: number;
}

/** Of one kind of call to the outside (`call-bracket.ts`). The waits are those before an unknown outcome is asked about. */
export interface CallLimits extends Backoff {
  /** One call, from connect to last byte. */
  callTimeoutMs: number;
  /** The longest time after which a received call may still take effect: the vendor's published bound. */
  inFlightMs: number;
  /** After this, "not found" is proof that a call had no effect. More than its function's timeout + inFlightMs. */
  settleMs: number;
  /** What is unknown at this age is parked for a person. */
  ageMaxMs: number;
}

export interface PayoutLimits {
  /** What may be sent and was not by then is cancelled. */
  lifetimeMs: number;
  /** What waits for people likewise, and their last word begins a new lifetime. */
  approvalMs: number;
  /** So long each provider remembers a payout's key: sent again later, it would be paid twice. Who publishes no bound has the shortest. */
  keyRetentionMs: { sandbox: number; stripe: number; alipay: number };
  /** The last send of a key ends so long before the provider forgets it, its settle window included. */
  retentionMarginMs: number;
}

/** A webhook on its way to a merchant's endpoint. Its call is shorter than its function's time, and that shorter than its lease. */
export interface DeliveryLimits extends WorkLimits {
  /** From the look-up of the name to the last byte of the answer. */
  callTimeoutMs: number;
  /** The waits before each try, after the one before: as many tries as there are waits. Published: receivers plan by it. */
  waitsMs: readonly number[];
  /** Each wait is longer or shorter by up to so much, so that what failed together does not come again together. */
  waitSpread: number;
  /** Tries of one endpoint at once. After a failure it is one. */
  lanes: number;
  /** Before a taken lane is looked at again, at first: this doubles, and ends with the lane's lease. */
  laneBackoffMs: number;
  /** An endpoint that fails is tried once in such a while, whatever is due. */
  coolingMs: number;
  /** An endpoint that has failed all this while is disabled; after half of it somebody is told. */
  failingMaxMs: number;
}

export interface NotificationLimits {
  /** What could be sent and was not by then has failed: news that are older are none. */
  lifetimeMs: number;
  /** So long a provider that knows keys remembers one: sent again later, it would be a second message. */
  keyRetentionMs: number;
  /** The last send of a key ends so long before its provider forgets it, its settle window included. */
  retentionMarginMs: number;
}

/** The tables were set back to the moment `toMs`, and at `atMs` nothing was at work any more that knew what came after. */
export interface Restored {
  toMs: number;
  atMs: number;
}

/**
 * What was this close to the moment of a restore may be on either side of it: clocks, a vendor's too, differ by half a minute at most,
 * and a request is answered within half a minute.
 */
export const AROUND_MS = 60_000;

export interface Limits {
  /** Of tables that were set back, for as long as nobody can be sure what was sent before: absent in every profile. */
  restored?: Restored;
  /** How long a revoked API key may still work, and a verified one is not read again. */
  apiKeyCacheMs: number;
  /** Of a merchant to whom no operator has given another. */
  requestLimit: RequestLimit;
  /** How long a merchant's account at a payment channel is not read again: so old is what a function knows of it at most. */
  channelCacheMs: number;
  /** HTTP functions: the gateway stops waiting at 30 s. */
  httpTimeoutSeconds: number;
  /** A partial batch under work holds its key this long. Longer than the HTTP function's timeout. */
  batchLeaseMs: number;
  /** How long a customer may take to pay: the channel's page and our order expire together. */
  orderExpiryMs: number;
  /** A redemption at the exchange, and the account that it holds. By its age, what was never sent fails as no-account. */
  exchange: WorkLimits & CallLimits;
  /** A charge or its cancel at a payment channel; its age counts from the first doubt. */
  charge: CallLimits;
  /** A refund at a payment channel: its amount is frozen all the while. Its age leaves room for all sends and their settle windows. */
  refund: WorkLimits & CallLimits;
  /** A payout, frozen all the while; its age counts from its first send. */
  withdrawal: WorkLimits & CallLimits & PayoutLimits;
  /** A message to a receiver; its age counts from its first send. */
  notification: WorkLimits & CallLimits & NotificationLimits;
  /** A step of a saga. Its lease is longer than all tries of a step with the waits in between, also when they follow a wait for the customer. */
  saga: WorkLimits;
  /** Before a wallet that is busy is met again. */
  wallet: Backoff;
  /** Before an account is looked for again when none was free. */
  yield: Backoff;
  /** Before a message that failed is received again. */
  jobs: Backoff;
  /**
   * A webhook that cannot be applied before its saga has ended waits as long again as it has waited. Most sagas end within
   * minutes; one that is parked may take a person days, and its webhook the longest wait more. The call: a question about its trade.
   */
  webhook: Backoff & Pick<CallLimits, "callTimeoutMs">;
  delivery: DeliveryLimits;
  /** Refusals of one user's codes are counted within such a while, which begins with the first. */
  refusalWindowMs: number;
  /** How long one of an offer is held for whoever has ordered it: a customer's time to begin to pay. */
  reservationMs: number;
  /** When to ask again for what others have reserved: some of it comes back. */
  reservationRetryMs: number;
  /** How much later than planned a row is due: its own message comes first. In production more than the horizon, so that the sweeper meets only what was lost. */
  sweepGraceMs: number;
  /**
   * Events are counted when they are so old. Their moments are given before they are committed, by a function that may live for
   * another minute (60 s in production, 55 s in the demo), and the index is behind by some more.
   */
  countMarginMs: number;
  /**
   * How often the auditor looks at what has changed: a violation is no accident of the moment, and within the hour is soon enough
   * to see one. In the demo so often that it can be watched.
   */
  auditorPeriodMs: number;
  /** The sweeper runs each minute and hands out what falls due before its next run as delayed messages. */
  sweepHorizonMs: number;
  /** Pepper and cipher are read again after so long: a call of Secrets Manager in each instance, twelve an hour. */
  secretCacheMs: number;
  /** What was read counts for so long when it cannot be read again: Secrets Manager's bad hour is not ours. */
  secretKeptMs: number;
  /** After so long nobody works with secrets as they were: what was read before counts no more, and whoever began with it has ended. */
  secretSettledMs: number;
}

export type LimitsProfile = "production" | "demo";

const CHANNEL_CALL: CallLimits = {
  callTimeoutMs: 10 * SECOND_MS,
  inFlightMs: 15 * MINUTE_MS,
  settleMs: 20 * MINUTE_MS,
  backoffMs: 10 * SECOND_MS,
  backoffMaxMs: 10 * MINUTE_MS,
  ageMaxMs: 24 * HOUR_MS,
};
const DEMO_CALL: CallLimits = {
  callTimeoutMs: 2.5 * SECOND_MS,
  inFlightMs: 3 * SECOND_MS,
  settleMs: 8 * SECOND_MS,
  backoffMs: 2 * SECOND_MS,
  backoffMaxMs: 4 * SECOND_MS,
  ageMaxMs: 5 * MINUTE_MS,
};

export const LIMITS: Record<LimitsProfile, Limits> = {
  production: {
    apiKeyCacheMs: 60 * SECOND_MS,
    // A fifth of what the gateway lets through of all merchants together, and at once as much as it does.
    requestLimit: { requestsPerSecond: 100, burst: 500 },
    channelCacheMs: 60 * SECOND_MS,
    httpTimeoutSeconds: 25,
    batchLeaseMs: 30 * SECOND_MS,
    orderExpiryMs: 30 * MINUTE_MS,
    exchange: {
      timeoutSeconds: 60,
      leaseMs: 120 * SECOND_MS,
      callTimeoutMs: 10 * SECOND_MS,
      inFlightMs: 15 * MINUTE_MS,
      settleMs: 20 * MINUTE_MS,
      backoffMs: 15 * SECOND_MS,
      backoffMaxMs: 15 * MINUTE_MS,
      ageMaxMs: 24 * HOUR_MS,
    },
    charge: CHANNEL_CALL,
    refund: { ...CHANNEL_CALL, timeoutSeconds: 30, leaseMs: 2 * MINUTE_MS },
    withdrawal: {
      ...CHANNEL_CALL,
      timeoutSeconds: 60,
      leaseMs: 120 * SECOND_MS,
      lifetimeMs: 24 * HOUR_MS,
      approvalMs: 7 * 24 * HOUR_MS,
      keyRetentionMs: { sandbox: 24 * HOUR_MS, stripe: 24 * HOUR_MS, alipay: 24 * HOUR_MS },
      retentionMarginMs: MINUTE_MS,
    },
    notification: {
      ...CHANNEL_CALL,
      timeoutSeconds: 60,
      leaseMs: 120 * SECOND_MS,
      lifetimeMs: 24 * HOUR_MS,
      keyRetentionMs: 24 * HOUR_MS,
      retentionMarginMs: MINUTE_MS,
    },
    saga: { timeoutSeconds: 30, leaseMs: 5 * MINUTE_MS },
    wallet: { backoffMs: 2 * SECOND_MS, backoffMaxMs: 5 * MINUTE_MS },
    yield: { backoffMs: 5 * SECOND_MS, backoffMaxMs: 5 * MINUTE_MS },
    jobs: { backoffMs: 2 * SECOND_MS, backoffMaxMs: 5 * MINUTE_MS },
    webhook: { callTimeoutMs: 10 * SECOND_MS, backoffMs: 10 * SECOND_MS, backoffMaxMs: 15 * MINUTE_MS },
    delivery: {
      callTimeoutMs: 15 * SECOND_MS,
      timeoutSeconds: 20,
      leaseMs: 30 * SECOND_MS,
      waitsMs: [
        0,
        5 * SECOND_MS,
        5 * MINUTE_MS,
        30 * MINUTE_MS,
        ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
      ],
      waitSpread: 0.2,
      lanes: 8,
      laneBackoffMs: SECOND_MS,
      coolingMs: MINUTE_MS,
      failingMaxMs: 5 * 24 * HOUR_MS,
    },
    refusalWindowMs: HOUR_MS,
    reservationMs: 30 * MINUTE_MS,
    reservationRetryMs: 30 * SECOND_MS,
    sweepGraceMs: 2 * MINUTE_MS,
    countMarginMs: 2 * MINUTE_MS,
    auditorPeriodMs: HOUR_MS,
    sweepHorizonMs: MINUTE_MS,
    secretCacheMs: 5 * MINUTE_MS,
    secretKeptMs: HOUR_MS,
    secretSettledMs: 2 * HOUR_MS,
  },
  // Seconds instead of minutes, the same relations (asserted by a test), so that every path can be watched in a minute.
  demo: {
    apiKeyCacheMs: SECOND_MS,
    // One machine with one merchant under load, which is not what is to be kept from others.
    requestLimit: { requestsPerSecond: 20_000, burst: 100_000 },
    channelCacheMs: SECOND_MS,
    httpTimeoutSeconds: 25,
    batchLeaseMs: 30 * SECOND_MS,
    orderExpiryMs: 5 * MINUTE_MS,
    exchange: { ...DEMO_CALL, timeoutSeconds: 4, leaseMs: 6 * SECOND_MS },
    charge: { ...DEMO_CALL, ageMaxMs: 25 * SECOND_MS },
    refund: { ...DEMO_CALL, timeoutSeconds: 4, leaseMs: 6 * SECOND_MS },
    withdrawal: {
      ...DEMO_CALL,
      // Longer than a busy machine takes from a kill to the worker's next look: nobody waits here for a payout to be parked.
      ageMaxMs: 2 * MINUTE_MS,
      timeoutSeconds: 4,
      leaseMs: 6 * SECOND_MS,
      lifetimeMs: MINUTE_MS,
      approvalMs: MINUTE_MS,
      keyRetentionMs: { sandbox: 3 * MINUTE_MS, stripe: 24 * HOUR_MS, alipay: 24 * HOUR_MS },
      retentionMarginMs: 2 * SECOND_MS,
    },
    notification: {
      ...DEMO_CALL,
      ageMaxMs: 25 * SECOND_MS,
      timeoutSeconds: 4,
      leaseMs: 6 * SECOND_MS,
      lifetimeMs: MINUTE_MS,
      keyRetentionMs: MINUTE_MS,
      retentionMarginMs: 2 * SECOND_MS,
    },
    saga: { timeoutSeconds: 4, leaseMs: 30 * SECOND_MS },
    wallet: { backoffMs: SECOND_MS, backoffMaxMs: 5 * SECOND_MS },
    yield: { backoffMs: SECOND_MS, backoffMaxMs: 4 * SECOND_MS },
    jobs: { backoffMs: SECOND_MS, backoffMaxMs: 5 * SECOND_MS },
    webhook: { callTimeoutMs: 2.5 * SECOND_MS, backoffMs: 2 * SECOND_MS, backoffMaxMs: 30 * SECOND_MS },
    delivery: {
      callTimeoutMs: 3 * SECOND_MS,
      timeoutSeconds: 5,
      leaseMs: 7 * SECOND_MS,
      waitsMs: [0, 1, 2, 4, 8].map((seconds) => seconds * SECOND_MS),
      waitSpread: 0.2,
      lanes: 2,
      laneBackoffMs: SECOND_MS,
      coolingMs: 2 * SECOND_MS,
      failingMaxMs: 30 * SECOND_MS,
    },
    refusalWindowMs: MINUTE_MS,
    reservationMs: 20 * SECOND_MS,
    reservationRetryMs: 5 * SECOND_MS,
    sweepGraceMs: 3 * SECOND_MS,
    countMarginMs: MINUTE_MS,
    auditorPeriodMs: MINUTE_MS,
    sweepHorizonMs: MINUTE_MS,
    secretCacheMs: SECOND_MS,
    secretKeptMs: 10 * SECOND_MS,
    secretSettledMs: 2 * MINUTE_MS,
  },
};
