import type { REDEMPTION_ANSWERS } from "../answers/redemptions.ts";
import { AT, type Example, ID, pageOf, usd } from "./shared.ts";

const plan: Example<"Plan"> = {
  planId: ID.plan,
  name: "Fill up to 500",
  country: "US",
  target: usd(50_000),
  createdAt: AT.setUp,
};
const account: Example<"Account"> = {
  accountId: ID.account,
  country: "US",
  label: "first",
  status: "WAITING",
  loginStatus: "ACTIVE",
  balance: usd(0),
  planId: null,
  lease: null,
  createdAt: AT.setUp,
  updatedAt: AT.setUp,
};
export const redemption: Example<"Redemption"> = {
  redemptionId: ID.redemption,
  status: "SUCCEEDED",
  batchId: ID.batch,
  planId: ID.plan,
  reference: "A-1001/1",
  last4: "7KQ2",
  attempt: 1,
  accountId: ID.account,
  amount: usd(2500),
  reason: null,
  providerReference: "sbx_8R1N5T",
  createdAt: AT.asked,
  acceptedAt: AT.asked,
  updatedAt: AT.ended,
  endedAt: AT.ended,
};
const submission: Example<"Submission"> = {
  ...redemption,
  status: "ACCEPTED",
  accountId: null,
  amount: null,
  providerReference: null,
  updatedAt: AT.asked,
  endedAt: null,
  isIdempotent: false,
  processedAt: AT.asked,
};
const entry = { at: AT.asked, attempt: 1, by: "worker" as const, keyId: null, detail: null };

export const REDEMPTION_EXAMPLES = {
  Plan: plan,
  PlanList: pageOf(plan),
  Account: account,
  AccountList: pageOf(account),
  Submission: submission,
  Redemption: redemption,
  RedemptionWithAttempts: {
    ...redemption,
    attempts: [
      {
        attempt: 1,
        outcome: "SUCCEEDED",
        batchId: ID.batch,
        planId: ID.plan,
        accountId: ID.account,
        providerKey: `${ID.redemption}#1`,
        providerReference: "sbx_8R1N5T",
        sends: 1,
        acceptedAt: AT.asked,
        firstSentAt: AT.sent,
      },
    ],
  },
  RedemptionList: pageOf(redemption),
  RedemptionTimeline: {
    redemptionId: ID.redemption,
    items: [
      { ...entry, event: "accepted", by: "caller", keyId: ID.merchantKey, detail: ID.batch },
      { ...entry, at: AT.sent, event: "sent" },
      { ...entry, at: AT.ended, event: "succeeded" },
    ],
  },
  BatchVerdicts: {
    batchId: ID.batch,
    summary: { accepted: 1, replayed: 0, rejected: 1 },
    items: [
      {
        index: 0,
        reference: "A-1001/1",
        redemptionId: ID.redemption,
        status: "ACCEPTED",
        isIdempotent: false,
        processedAt: AT.asked,
      },
      {
        index: 1,
        reference: "A-1001/2",
        redemptionId: null,
        status: "REJECTED",
        isIdempotent: false,
        processedAt: AT.asked,
        error: {
          code: "already-redeemed",
          detail:
            "This code was redeemed before. Do not send it again: the code has taken effect. The redemption named here says when and where.",
        },
      },
    ],
  },
  Batch: {
    ...pageOf({
      index: 0,
      reference: "A-1001/1",
      redemptionId: ID.redemption,
      status: "SUCCEEDED" as const,
      last4: "7KQ2",
      amount: usd(2500),
      reason: null,
      updatedAt: AT.ended,
    }),
    batchId: ID.batch,
    planId: ID.plan,
    mode: "partial",
    createdAt: AT.asked,
  },
} satisfies { [N in keyof typeof REDEMPTION_ANSWERS]: Example<N> };
