import * as z from "zod/mini";
import { DUE_KINDS, type DueRows } from "../../core/foundation/domain/due-kinds.ts";
import { JOB_QUEUES } from "../../core/foundation/domain/jobs.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { REVIEW_KINDS, type ReviewKind } from "../../core/foundation/domain/review.ts";
import { money } from "../fields/money.ts";
import { problem } from "./problem.ts";
import { listOf, sum, time, timelineEntry } from "./shared.ts";

const review = z.strictObject({
  reviewId: z.string(),
  kind: z.nullable(z.enum(Object.values(REVIEW_KINDS))),
  tenantId: z.string(),
  paymentId: z.nullable(z.string()),
  sagaId: z.nullable(z.string()),
  orderNo: z.nullable(z.string()),
  redemptionId: z.nullable(z.string()),
  refundId: z.nullable(z.string()),
  withdrawalId: z.nullable(z.string()),
  notificationId: z.nullable(z.string()),
  webhookEndpointId: z.nullable(z.string()),
  trade: z.nullable(z.string()),
  amount: z.nullable(money).check(z.meta({ description: "At stake; null where nobody knows it, as of a redemption" })),
  channel: z
    .nullable(z.string())
    .check(z.meta({ description: "The payment channel, payout provider or way of sending" })),
  tries: z.nullable(z.int()).check(z.meta({ description: "How often it was tried before a person was asked" })),
  why: z.string(),
  detail: z.string().check(z.meta({ description: "`why` in words" })),
  since: time,
  closedAt: z.nullable(time),
});
export type ReviewView = z.infer<typeof review>;

const lookUp = z.strictObject({
  asked: z
    .strictObject({ provider: z.string(), key: z.string() })
    .check(z.meta({ description: "Who was asked, and by which key it knows the call" })),
  answer: z.enum(["succeeded", "declined", "not-found", "unknown"]).check(
    z.meta({
      description:
        "`not-found` proves nothing while a call may still be on its way; `unknown`: no answer, or none that says how it ends",
    }),
  ),
  providerReference: z.optional(z.string()),
  amount: z.optional(money).check(z.meta({ description: "Where the vendor names it" })),
  at: time,
});
export type LookUpView = z.infer<typeof lookUp>;

const audit = z.strictObject({
  auditId: z.string(),
  keyId: z.string().check(z.meta({ description: "The API key that did it, by its id" })),
  action: z.string(),
  subjectId: z
    .string()
    .check(z.meta({ description: "What it was done to: a resource, a merchant, an API key, a number" })),
  reason: z.string(),
  at: time,
});
export type AuditView = z.infer<typeof audit>;

const count = z.int().check(z.gte(0));
const reviewKinds = Object.fromEntries(Object.values(REVIEW_KINDS).map((kind) => [kind, count])) as Record<
  ReviewKind,
  typeof count
>;

const overview = z.strictObject({
  reviews: z.strictObject({ count, oldestAt: z.nullable(time), byKind: z.strictObject(reviewKinds) }).check(
    z.meta({
      description: `What waits for a person. Counted up to ${CONTRACT.overviewReviewsMax.toLocaleString("en")}, in parts: what is near that is what it is at least`,
    }),
  ),
  due: z
    .array(z.strictObject({ kind: z.enum(Object.keys(DUE_KINDS) as [DueRows, ...DueRows[]]), oldestDueAt: time }))
    .check(z.meta({ description: "Of each kind of work that is due by now, since when the oldest is" })),
  queues: z
    .array(z.strictObject({ name: z.enum(JOB_QUEUES), visible: count, inFlight: count, deadLetters: count }))
    .check(
      z.meta({
        description:
          "Messages by SQS's own count, which lags behind a little. A queue that SQS does not tell of is left out",
      }),
    ),
  failingEndpoints: count.check(z.meta({ description: "Merchants' webhook endpoints whose last try has failed" })),
  hours: z.array(z.strictObject({ at: time, counts: z.record(z.string(), count) })).check(
    z.meta({
      description:
        "What merchants were told of in each of the last 24 hours, by the type of event: oldest first, what did not happen is not named. Counted each minute, some minutes behind",
    }),
  ),
});
export type OverviewView = z.infer<typeof overview>;

const keyUse = z.strictObject({
  route: z.string(),
  status: z.enum(["IN_PROGRESS", "DONE"]),
  httpStatus: z.nullable(z.int()),
  resourceId: z.nullable(z.string()),
});
export type KeyUse = z.infer<typeof keyUse>;

export const PLATFORM_ANSWERS = {
  Health: z.strictObject({ status: z.literal("ok") }),
  WebhookReceived: z.strictObject({ received: z.literal(true) }),
  KeyUses: z.strictObject({ items: z.array(keyUse) }),
  AuditList: listOf(audit),
  LookUp: lookUp,
  Overview: overview,
  Review: review,
  ReviewList: listOf(review),
  Problem: problem,
  Money: money,
  Sum: sum,
  Time: time,
  TimelineEntry: timelineEntry,
};
