import { RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import type { Deps } from "../../foundation/services/deps.ts";
import type { Refused } from "../../foundation/services/idempotency.ts";
import type { WithdrawalRefusal } from "../domain/decide-withdrawal.ts";

const DETAILS = {
  "withdrawal-exists": "there is a withdrawal with this number",
  "withdrawal-cancelled": "this number was cancelled before it was tried",
  "amount-below-fee": "the fee takes all of the amount",
  "limit-exceeded": "this is more than what the day's limit has left",
  "insufficient-balance": "the available balance of the wallet is below the amount",
} as const;

type Stored = keyof typeof DETAILS;

/** A refusal that its key keeps. What is wrong with the request, and what passes by itself, is thrown. */
export function refusalOf(refused: WithdrawalRefusal): Refused & { code: Stored } {
  switch (refused.verdict) {
    case "destination-not-found":
      throw new TerminalError("destination-not-found", "there is no such payout destination", {
        errors: [{ pointer: "/destinationId", detail: "names no destination of yours that is in use" }],
      });
    case "currency-not-supported":
      throw new TerminalError("currency-not-supported", "the destination cannot receive this currency", {
        errors: [{ pointer: "/amount/currency", detail: "is not paid out by the destination's provider" }],
      });
    case "destination-cooling":
      throw new RetryableError("destination-cooling", "the destination takes no withdrawals yet", refused.waitMs);
    case "withdrawal-exists": {
      const { verdict: code, withdrawalId } = refused;
      return { code, detail: DETAILS[code], resourceId: withdrawalId, extensions: { withdrawalId } };
    }
    default: {
      const { verdict: code } = refused;
      // Its key names no withdrawal that never was.
      return { code, detail: DETAILS[code], resourceId: undefined };
    }
  }
}

/** What operators watch. A dry run is no attempt. */
export function countRefusal({ metrics }: Pick<Deps, "metrics">, { verdict }: WithdrawalRefusal): void {
  if (verdict === "limit-exceeded") metrics.count("RefusedLimitExceeded");
  if (verdict === "insufficient-balance") metrics.count("RefusedInsufficientBalance");
}

/** The same, of what is asked without being done: nothing is stored, so all of them are thrown. */
export function refuseDryRun(refused: WithdrawalRefusal): never {
  const { code, detail, extensions } = refusalOf(refused);
  throw new TerminalError(code, detail, { extensions });
}
