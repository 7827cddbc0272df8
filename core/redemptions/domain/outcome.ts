/** What a provider can answer. A refusal is not an error, and "we do not know" is never a failure. */

import type { CallDoubt } from "../../foundation/domain/call-doubt.ts";
import type { Money } from "../../foundation/domain/money.ts";

export type RedeemOutcome =
  /** `accountId`: that it was redeemed into, of an exchange that says so. */
  | { outcome: "succeeded"; amount: Money; providerReference: string; accountId?: string }
  /** Definitive: the exchange has no effect of this call and will have none. `reason` is one of ours, never the vendor's text. */
  | { outcome: "declined"; reason: DeclineReason }
  | { outcome: "unknown"; reason: UnknownReason };

/** In the place of a reference that repeats the code, or may. */
export const WITHHELD = "withheld";

/** A lookup by our provider key. `not-found` proves nothing before the settle window is over. */
export type LookupOutcome = RedeemOutcome | { outcome: "not-found" };

/** Every reason that an exchange may give. Any other word is not a documented refusal, so it proves nothing. */
export const DECLINE_REASONS = ["code-invalid", "code-expired", "code-used", "account-refused", "refused"] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

export type UnknownReason =
  | CallDoubt
  /** The provider says it took effect in another currency than the account's: nothing we may book. */
  | "currency-mismatch"
  /** The worker that held the lease stopped before it wrote what came of its call. */
  | "worker-lost";
