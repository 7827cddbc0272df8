import * as z from "zod";
import { REVIEW_KINDS } from "../../core/foundation/domain/review.ts";
import { money } from "../fields.ts";
import { problem } from "./problem.ts";
import { listOf, sum, time, timelineEntry } from "./shared.ts";

const review = z.strictObject({
  reviewId: z.string(),
  kind: z.enum(Object.values(REVIEW_KINDS)).nullable(),
  tenantId: z.string(),
  paymentId: z.string().nullable(),
  sagaId: z.string().nullable(),
  orderNo: z.string().nullable(),
  redemptionId: z.string().nullable(),
  refundId: z.string().nullable(),
  withdrawalId: z.string().nullable(),
  notificationId: z.string().nullable(),
  webhookEndpointId: z.string().nullable(),
  trade: z.string().nullable(),
  amount: money.nullable().meta({ description: "At stake; null where nobody knows it, as of a redemption" }),
  channel: z.string().nullable().meta({ description: "The payment channel, payout provider or way of sending" }),
  tries: z.int().nullable().meta({ description: "How often it was tried before a person was asked" }),
  why: z.string(),
  detail: z.string().meta({ description: "`why` in words" }),
  since: time,
  closedAt: time.nullable(),
});
export type ReviewView = z.infer<typeof review>;

const keyUse = z.strictObject({
  route: z.string(),
  status: z.enum(["IN_PROGRESS", "DONE"]),
  httpStatus: z.int().nullable(),
  resourceId: z.string().nullable(),
});
export type KeyUse = z.infer<typeof keyUse>;

export const PLATFORM_ANSWERS = {
  Health: z.strictObject({ status: z.literal("ok") }),
  KeyUses: z.strictObject({ items: z.array(keyUse) }),
  Review: review,
  ReviewList: listOf(review),
  Problem: problem,
  Money: money,
  Sum: sum,
  Time: time,
  TimelineEntry: timelineEntry,
};
