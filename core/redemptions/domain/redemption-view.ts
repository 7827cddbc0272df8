import type { AttemptView, RedemptionView, SubmissionView } from "../../../contract/answers/redemptions.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { Attempt } from "./attempt.ts";
import { hasEnded, type Redemption } from "./redemption.ts";

/** What a caller sees of a redemption. */
export function redemptionView(redemption: Redemption): RedemptionView {
  return {
    redemptionId: redemption.redemptionId,
    status: redemption.state,
    batchId: redemption.batchId,
    planId: redemption.planId,
    reference: redemption.reference ?? null,
    last4: redemption.last4,
    attempt: redemption.attempt,
    accountId: redemption.accountId ?? null,
    amount: redemption.amount ?? null,
    reason: redemption.reason ?? null,
    providerReference: redemption.providerReference ?? null,
    createdAt: iso(redemption.createdAt),
    acceptedAt: iso(redemption.acceptedAt),
    updatedAt: iso(redemption.updatedAt),
    endedAt: hasEnded(redemption.state) ? iso(redemption.updatedAt) : null,
  };
}

/** The answer to a submission. */
export function submissionView(redemption: Redemption, isIdempotent: boolean): SubmissionView {
  return { ...redemptionView(redemption), isIdempotent, processedAt: iso(redemption.acceptedAt) };
}

export function attemptView(attempt: Attempt): AttemptView {
  return {
    attempt: attempt.attempt,
    outcome: attempt.outcome,
    batchId: attempt.batchId,
    planId: attempt.planId,
    accountId: attempt.accountId ?? null,
    providerKey: attempt.providerKey ?? null,
    providerReference: attempt.providerReference ?? null,
    sends: attempt.events.filter(({ event }) => event === "sent").length,
    acceptedAt: iso(attempt.acceptedAt),
    firstSentAt: iso(attempt.events.find(({ event }) => event === "sent")?.at),
  };
}
