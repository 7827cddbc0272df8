import type { ReviewView } from "../../../contract/answers/platform.ts";
import { iso } from "./iso-time.ts";
import { type Review, type ReviewKind, reviewKindOf } from "./review.ts";
import { inWords } from "./review-words.ts";

export function reviewView(review: Review): ReviewView {
  const { subjectId, tenantId, paymentId, withdrawalId, trade, why, parkedAt, resolvedAt } = review;
  const kind = reviewKindOf(subjectId)?.kind ?? null;
  const subjectIf = (itsKind: ReviewKind) => (kind === itsKind ? subjectId : null);
  return {
    reviewId: subjectId,
    kind,
    tenantId,
    paymentId: paymentId ?? subjectIf("payment"),
    sagaId: review.sagaId ?? null,
    orderNo: review.orderNo ?? null,
    redemptionId: subjectIf("redemption"),
    refundId: subjectIf("refund"),
    withdrawalId: withdrawalId ?? subjectIf("withdrawal"),
    notificationId: subjectIf("notification"),
    webhookEndpointId: subjectIf("webhook endpoint"),
    trade: trade ?? null,
    amount: review.amount ?? null,
    channel: review.channel ?? null,
    tries: review.tries ?? null,
    why,
    detail: inWords(why),
    since: iso(parkedAt),
    closedAt: iso(resolvedAt),
  };
}
