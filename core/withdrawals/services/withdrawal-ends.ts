import type { Deps } from "../../foundation/services/deps.ts";
import type { Write } from "../../foundation/store/table.ts";
import { payoutEntry } from "../../money/domain/ledger.ts";
import { post } from "../../money/store/ledger-store.ts";
import { payOutFrozen, unfreeze } from "../../money/store/wallet-store.ts";
import type { Withdrawal } from "../domain/withdrawal.ts";
import { uncountDay } from "../store/day-store.ts";

/**
 * What the end of a withdrawal does to the merchant's money, whoever ends it: a worker, a webhook, an operator, the clock. The
 * amount and the day are the row's own; the row's move stands beside these writes, and by its condition they happen once.
 */

/** Paid out: the frozen amount has left the wallet. */
export function confirmedWrites(deps: Pick<Deps, "random">, withdrawal: Withdrawal, nowMs: number): Write[] {
  const { tenantId, amount } = withdrawal;
  const entry = { entryId: deps.random.ulid(nowMs), nowMs };
  return [payOutFrozen(tenantId, amount.currency, amount.amount), post(payoutEntry(withdrawal, entry))];
}

/** Not paid out, and never will be: the merchant has the amount again, and its day the room. */
export function cancelledWrites(withdrawal: Withdrawal): Write[] {
  const { tenantId, amount } = withdrawal;
  return [unfreeze(tenantId, amount.currency, amount.amount), uncountDay(withdrawal)];
}
