import { looseReviewId } from "../../foundation/domain/review.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import { openReviewOnce } from "../../foundation/store/review-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Withdrawal } from "../domain/withdrawal.ts";
import type { WithdrawalRef } from "../store/withdrawal-store.ts";

/** Money that moved at a provider against our books: nothing of them is flipped, a person looks. One review for each cause. */
export function reviewPayout(
  deps: Pick<Deps, "random">,
  { tenantId, withdrawalId, amount, provider }: WithdrawalRef & Partial<Pick<Withdrawal, "amount" | "provider">>,
  { why, cause, trade }: { why: string; cause: string; trade: string },
  nowMs: number,
): Write {
  const subjectId = looseReviewId(tenantId, withdrawalId, cause);
  const about = { withdrawalId, trade, ...(amount && { amount }), ...(provider && { channel: provider }) };
  return openReviewOnce({ tenantId, subjectId, ...about, why }, deps.random.ulid(nowMs), nowMs);
}
