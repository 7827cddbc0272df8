import type { LookUpView } from "../../../contract/answers/platform.ts";
import { InvariantError, TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import type { Caller } from "../../foundation/services/deps.ts";
import { type Found, lookUp } from "../../foundation/services/look-ups.ts";
import { type LookupOutcome, WITHHELD } from "../domain/outcome.ts";
import { providerKeyOf, type Redemption } from "../domain/redemption.ts";
import { readRedemption } from "../store/redemption-store.ts";
import type { ExchangeDeps } from "./deps.ts";
import { findPlan } from "./plans.ts";

/** What became of a redemption's newest attempt, by the exchange's own word. */
export async function lookUpRedemption(deps: ExchangeDeps, caller: Caller, redemptionId: string): Promise<LookUpView> {
  const tenantId = tenantOf(caller, "rdm", redemptionId);
  const redemption = await readRedemption(deps.tables, { tenantId, redemptionId });
  if (!redemption) throw new TerminalError("not-found", "there is no redemption with this id");
  const plan = await findPlan(deps, tenantId, redemption.planId);
  if (!plan) throw new InvariantError("a redemption names a plan that does not exist");
  const providerKey = redemption.providerKey ?? providerKeyOf(redemption);
  const { accountId = "", codeCipher } = redemption;
  return lookUp(deps, caller, {
    tenantId,
    subjectId: redemptionId,
    asked: { provider: "exchange", key: providerKey },
    calls: deps.limits.exchange,
    ask: async (timeoutMs) => {
      // The code is not sent: a reference that repeats it is withheld.
      const code = codeCipher ? { code: deps.vault.open(redemptionId, codeCipher) } : {};
      const account = { accountId, country: plan.country, currency: plan.target.currency };
      const found = redemptionFound(await deps.exchange.lookup({ providerKey, ...code, account, timeoutMs }));
      return codeCipher ? found : withKnownReference(found, redemption);
    },
  });
}

function redemptionFound(outcome: LookupOutcome): Found {
  if (outcome.outcome !== "succeeded") return { answer: outcome.outcome };
  return { answer: "succeeded", providerReference: outcome.providerReference, amount: outcome.amount };
}

/** Of one that has ended the code is gone, and no reference can be held against it: only the one that was, then, is shown. */
function withKnownReference({ providerReference: named, ...found }: Found, { providerReference }: Redemption): Found {
  if (named === undefined) return found;
  return { ...found, providerReference: named === providerReference ? named : WITHHELD };
}
