import { looseReviewId } from "../../foundation/domain/review.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { openReviewOnce } from "../../foundation/store/review-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { WithdrawalRef } from "../store/withdrawal-store.ts";

/** Money that moved at a provider against our books: nothing of them is flipped, a person looks. One review for each cause. */
export function reviewPayout(
  deps: Pick<Deps, "random">,
  { tenantId, withdrawalId }: WithdrawalRef,
  { why, cause, trade }: { why: string; cause: string; trade: string },
  nowMs: number,
): Write {
  const subjectId = looseReviewId(tenantId, withdrawalId, cause);
  return openReviewOnce({ tenantId, subjectId, withdrawalId, trade, why }, deps.random.ulid(nowMs), nowMs);
}
