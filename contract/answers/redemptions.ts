import * as z from "zod/mini";
import { ACCOUNT_STATUSES, LOGIN_STATUSES } from "../../core/redemptions/domain/account.ts";
import { REDEMPTION_STATES } from "../../core/redemptions/domain/redemption.ts";
import { money } from "../fields/money.ts";
import { listOf, sum, time, timelineEntry } from "./shared.ts";

const state = z.enum(REDEMPTION_STATES);

const plan = z.strictObject({
  planId: z.string(),
  name: z.string(),
  country: z.string(),
  target: money,
  createdAt: time,
});
export type PlanView = z.infer<typeof plan>;

const account = z.strictObject({
  accountId: z.string(),
  country: z.string(),
  label: z.nullable(z.string()),
  status: z.enum(ACCOUNT_STATUSES),
  loginStatus: z.enum(LOGIN_STATUSES),
  balance: sum,
  planId: z.nullable(z.string()),
  lease: z.nullable(z.strictObject({ redemptionId: z.string(), fencingToken: z.int(), leaseUntil: time })),
  createdAt: time,
  updatedAt: time,
});
export type AccountView = z.infer<typeof account>;

const redemption = z.strictObject({
  redemptionId: z.string(),
  status: state,
  batchId: z.string(),
  planId: z.string(),
  reference: z.nullable(z.string()),
  last4: z.string(),
  attempt: z.int(),
  accountId: z.nullable(z.string()),
  amount: z.nullable(money),
  reason: z.nullable(z.string()),
  providerReference: z.nullable(z.string()),
  createdAt: time,
  acceptedAt: time,
  updatedAt: time,
  endedAt: z.nullable(time),
});
export type RedemptionView = z.infer<typeof redemption>;

const submission = z.extend(redemption, { isIdempotent: z.boolean(), processedAt: time });
export type SubmissionView = z.infer<typeof submission>;

const attempt = z.strictObject({
  attempt: z.int(),
  outcome: z.enum(["PENDING", "SUCCEEDED", "FAILED", "NEEDS_REVIEW"]),
  batchId: z.string(),
  planId: z.string(),
  accountId: z.nullable(z.string()),
  providerKey: z.nullable(z.string()),
  providerReference: z.nullable(z.string()),
  sends: z.int(),
  acceptedAt: time,
  firstSentAt: z.nullable(time),
});
export type AttemptView = z.infer<typeof attempt>;

const item = { index: z.int(), reference: z.string(), processedAt: time };
const itemError = z.strictObject({
  code: z.enum([
    "code-malformed",
    "already-redeemed",
    "redemption-in-progress",
    "redemption-needs-review",
    "redemption-differs",
    "attempts-exhausted",
  ]),
  detail: z.string(),
});

const verdicts = z.strictObject({
  batchId: z.string(),
  summary: z.strictObject({ accepted: z.int(), replayed: z.int(), rejected: z.int() }),
  items: z.array(
    z.union([
      z.strictObject({ ...item, redemptionId: z.string(), status: state, isIdempotent: z.boolean() }),
      z.strictObject({
        ...item,
        redemptionId: z.null(),
        status: z.literal("REJECTED"),
        isIdempotent: z.literal(false),
        error: itemError,
      }),
    ]),
  ),
});
export type BatchVerdictsView = z.infer<typeof verdicts>;

const member = z.strictObject({
  index: z.nullable(z.int()),
  reference: z.nullable(z.string()),
  redemptionId: z.string(),
  status: state,
  last4: z.nullable(z.string()),
  amount: z.nullable(money),
  reason: z.nullable(z.string()),
  updatedAt: z.nullable(time),
});
export type BatchMemberView = z.infer<typeof member>;

const batch = z.extend(listOf(member), {
  batchId: z.string(),
  planId: z.nullable(z.string()),
  mode: z.nullable(z.enum(["partial", "atomic"])),
  createdAt: z.nullable(time),
});
export type BatchView = z.infer<typeof batch>;

export const REDEMPTION_ANSWERS = {
  Plan: plan,
  PlanList: listOf(plan),
  Account: account,
  AccountList: listOf(account),
  Submission: submission,
  Redemption: redemption,
  RedemptionWithAttempts: z.extend(redemption, { attempts: z.array(attempt) }),
  RedemptionList: listOf(redemption),
  RedemptionTimeline: z.strictObject({ redemptionId: z.string(), items: z.array(timelineEntry) }),
  BatchVerdicts: verdicts,
  Batch: batch,
};
