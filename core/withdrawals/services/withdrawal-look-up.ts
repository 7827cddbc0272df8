import type { LookUpView } from "../../../contract/answers/platform.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { type Found, lookUp } from "../../foundation/services/look-ups.ts";
import type { PayoutQueryOutcome } from "../domain/payout-provider.ts";
import { netOf } from "../domain/withdrawal.ts";
import { readWithdrawal } from "../store/withdrawal-store.ts";
import type { Payouts } from "./deps.ts";

/** What became of a payout, by its provider's own word. Nothing is opened for it: a payout is asked for by its number. */
export async function lookUpWithdrawal(
  deps: Deps & { payouts: Payouts },
  caller: Caller,
  withdrawalId: string,
): Promise<LookUpView> {
  const tenantId = tenantOf(caller, "wdr", withdrawalId);
  const withdrawal = await readWithdrawal(deps.tables, { tenantId, withdrawalId });
  if (!withdrawal) throw new TerminalError("not-found", "there is no withdrawal with this id");
  const { provider, amount } = withdrawal;
  return lookUp(deps, caller, {
    tenantId,
    subjectId: withdrawalId,
    asked: { provider, key: withdrawalId },
    calls: deps.limits.withdrawal,
    ask: async (timeoutMs) => {
      const { port } = await deps.payouts.port(provider);
      const net = { amount: netOf(withdrawal), currency: amount.currency };
      return payoutFound(await port.query({ withdrawalId, net, timeoutMs }));
    },
  });
}

function payoutFound(outcome: PayoutQueryOutcome): Found {
  if (outcome.outcome !== "paid") return { answer: outcome.outcome };
  return { answer: "succeeded", providerReference: outcome.providerReference };
}
