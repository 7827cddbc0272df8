import type { ReviewView } from "../../../contract/answers/platform.ts";
import { TerminalError } from "../domain/errors.ts";
import { tenantOf } from "../domain/ids.ts";
import { isClosedByHand, type Review, type ReviewKind, reviewKindOf } from "../domain/review.ts";
import { reviewView } from "../domain/review-view.ts";
import { audit } from "../store/audit-store.ts";
import { listOfReviews, reviewKey, stateShards } from "../store/keys.ts";
import { closeReview as close, countReviews, readReview } from "../store/review-store.ts";
import { decideAndCommit } from "./decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "./deps.ts";
import { type Page, type PageOf, pageOf } from "./pages.ts";

/** What waits for a person now, whoever it belongs to. */
export function listReviews(deps: Deps, page: Page & { kind?: ReviewKind | undefined }): Promise<PageOf<ReviewView>> {
  return pageOf<Review, ReviewView>(deps, page, {
    parts: { index: "state", partitions: stateShards("REVIEW").map(listOfReviews) },
    keep: ({ statePk, tenantId, subjectId }) =>
      statePk !== undefined &&
      (page.tenantId === undefined || tenantId === page.tenantId) &&
      (page.kind === undefined || reviewKindOf(subjectId)?.kind === page.kind),
    view: reviewView,
  });
}

/** For the dashboard: how many wait for a person at this moment. */
export async function measureReviews(deps: Deps): Promise<{ waiting: number }> {
  const waiting = await countReviews(deps.tables);
  deps.metrics.gauge("NeedsReview", waiting, "Count");
  return { waiting };
}

/** A person has settled, outside of Tender, what became of money that matches no payment. What is parked ends with its own call. */
export async function closeReview(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  reviewId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  const { prefix, kind } = reviewKindOf(reviewId) ?? { prefix: "rev" };
  const ref = { tenantId: tenantOf(caller, prefix, reviewId), subjectId: reviewId };
  return decideAndCommit(deps, request, {
    resourceId: reviewId,
    busy: "the review is being changed right now",
    // Lost only to another operator who closes it.
    triesMax: 2,
    decide: async (nowMs) => {
      const review = await readReview(deps.tables, ref);
      if (!review) throw new TerminalError("not-found", "there is no review with this id");
      if (kind === undefined || !isClosedByHand(kind))
        return { code: "review-not-closable", detail: `this review ends when its ${kind} is resolved` };
      if (review.statePk === undefined) return { code: "not-in-review", detail: "the review has been closed before" };
      const auditId = deps.random.ulid(nowMs);
      const story = audit(reviewKey(ref), { auditId, by: caller.keyId, action: "review closed", reason, at: nowMs });
      const answer = { httpStatus: 200, body: reviewView({ ...review, resolvedAt: nowMs }) };
      return { answer, writes: [close(ref, nowMs), story] };
    },
  });
}
