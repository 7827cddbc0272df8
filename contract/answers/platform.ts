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
  withdrawalId: z.string().nullable(),
  trade: z.string().nullable(),
  why: z.string(),
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
