/** How a payout ends, by whoever learns of it: the worker by an answer or a lookup, a webhook by the provider's own word. */

import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { Withdrawal } from "../domain/withdrawal.ts";
import { endWithdrawal } from "../store/withdrawal-end-store.ts";
import { cancelledWrites, confirmedWrites } from "./withdrawal-ends.ts";

/** `moved`: it is not as it was read. `beside`: one of the writes beside it was refused, so it has been done before. */
export type PayoutEnd = "ended" | "moved" | "beside";

/** It was paid: the frozen amount is gone, and the ledger says where to. */
export async function confirmPayout(
  deps: Deps,
  seen: Withdrawal,
  providerReference: string | undefined,
  beside: readonly Write[] = [],
): Promise<PayoutEnd> {
  const nowMs = deps.clock();
  const end = endWithdrawal(seen, "confirm", { providerReference }, nowMs);
  const ended = await together(deps, end, beside, confirmedWrites(deps, seen, nowMs));
  if (ended === "ended") deps.metrics.count("PayoutConfirmed");
  return ended;
}

/** Refused for good, and only then: the merchant has its money again, and its day the room. */
export async function declinePayout(
  deps: Deps,
  seen: Withdrawal,
  reason: string,
  beside: readonly Write[] = [],
): Promise<PayoutEnd> {
  const nowMs = deps.clock();
  const end = endWithdrawal(seen, "decline", { reason }, nowMs);
  const ended = await together(deps, end, beside, cancelledWrites(seen));
  if (ended === "ended") deps.metrics.count("PayoutDeclined");
  return ended;
}

async function together(deps: Deps, end: Write, beside: readonly Write[], money: Write[]): Promise<PayoutEnd> {
  const result = await deps.tables.transact([end, ...beside, ...money]);
  if (result.committed) return "ended";
  if (result.refusals[0]) return "moved";
  if (result.refusals.slice(1, 1 + beside.length).some((refusal) => refusal !== undefined)) return "beside";
  throw new InvariantError("a withdrawal's frozen amount, day or ledger row is not as it must be");
}
