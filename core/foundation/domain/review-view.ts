import type { ReviewView } from "../../../contract/answers/platform.ts";
import { iso } from "./iso-time.ts";
import { type Review, reviewKindOf } from "./review.ts";

export function reviewView(review: Review): ReviewView {
  const { subjectId, tenantId, paymentId, withdrawalId, trade, why, parkedAt, resolvedAt } = review;
  return {
    reviewId: subjectId,
    kind: reviewKindOf(subjectId)?.kind ?? null,
    tenantId,
    paymentId: paymentId ?? null,
    withdrawalId: withdrawalId ?? null,
    trade: trade ?? null,
    why,
    since: iso(parkedAt),
    closedAt: iso(resolvedAt),
  };
}
