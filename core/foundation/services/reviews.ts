import { type BusinessRefusal, RetryableError, TerminalError } from "../domain/errors.ts";
import { tenantOf } from "../domain/ids.ts";
import { type Review, reviewKindOf, reviewView } from "../domain/review.ts";
import { audit } from "../store/audit-store.ts";
import { listOfReviews, reviewKey, SHARDS } from "../store/keys.ts";
import { closeReview as close, countReviews, readReview } from "../store/review-store.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "./deps.ts";
import { commit, newRecord, refuse } from "./idempotency.ts";
import { type Page, type PageOf, pageOf } from "./pages.ts";

/** Lost only to another operator who closes it. */
const TRIES_MAX = 2;
const BUSY_RETRY_AFTER_MS = 1000;

/** What waits for a person now, whoever it belongs to. */
export function listReviews(deps: Deps, page: Page): Promise<PageOf<ReturnType<typeof reviewView>>> {
  return pageOf<Review, ReturnType<typeof reviewView>>(deps, page, {
    parts: { index: "state", partitions: SHARDS.map(listOfReviews) },
    keyOf: ({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }),
    keep: ({ statePk, tenantId }) =>
      statePk !== undefined && (page.tenantId === undefined || tenantId === page.tenantId),
    view: reviewView,
  });
}

/** For the dashboard: how many wait for a person at this moment. */
export async function measureReviews(deps: Deps): Promise<{ waiting: number }> {
  const waiting = await countReviews(deps.tables);
  deps.metrics.gauge("NeedsReview", waiting, "Count");
  return { waiting };
}

/** A person has settled, outside of Tender, what became of money that fits nowhere. What is parked ends with its own call. */
export async function closeReview(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  reviewId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  const { prefix, kind } = reviewKindOf(reviewId) ?? { prefix: "rev" };
  const ref = { tenantId: tenantOf(caller, prefix, reviewId), subjectId: reviewId };
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const review = await readReview(deps.tables, ref);
    if (!review) throw new TerminalError("not-found", "there is no review with this id");
    const no = (refusal: BusinessRefusal, detail: string) =>
      refuse(deps, request, entry, { ...refusal, detail, resourceId: reviewId }, nowMs);
    if (kind !== "charge") return no({ code: "review-not-closable" }, `this review ends when its ${kind} is resolved`);
    if (review.statePk === undefined) return no({ code: "not-in-review" }, "the review has been closed before");
    const answer = { httpStatus: 200, body: reviewView({ ...review, resolvedAt: nowMs }) };
    const auditId = deps.random.ulid(nowMs);
    const story = audit(reviewKey(ref), { auditId, by: caller.keyId, action: "review closed", reason, at: nowMs });
    const effect = { answer, resourceId: reviewId, writes: [close(ref, nowMs), story] };
    const result = await commit(deps, entry, effect, nowMs);
    if (result.kind === "committed") return answer;
    if (result.kind === "replayed") return result.answer;
  }
  throw new RetryableError("overloaded", "the review changes right now", BUSY_RETRY_AFTER_MS);
}
