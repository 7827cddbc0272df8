/** The port to a gift card exchange: what we ask of it, in our words. `core/redemptions/exchange` implements it, services use it. */

import type { List } from "../../foundation/domain/listing.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { LookupOutcome, RedeemOutcome } from "./outcome.ts";

export interface GiftCardExchange {
  /** Never throws: what cannot be understood is `unknown`. Aborts after `timeoutMs`. */
  redeem(call: RedeemCall): Promise<RedeemOutcome>;
  lookup(call: LookupCall): Promise<LookupOutcome>;
  /** What took effect, in any order. Only of an exchange that keeps a list. */
  list?: List<ExchangeEntry>;
}

export interface ExchangeEntry {
  providerKey: string;
  amount: Money;
}

export interface RedeemCall {
  /** `<redemptionId>#<attempt>`: the same for every send of one attempt. */
  providerKey: string;
  /** The code as the merchant sent it, trimmed. Never logged. */
  code: string;
  account: ExchangeAccount;
  timeoutMs: number;
}

export interface LookupCall {
  providerKey: string;
  /** Not sent: an answer that repeats it must not be stored. */
  code?: string;
  account: ExchangeAccount;
  timeoutMs: number;
}

/** The account that a card is redeemed into. `country` ISO 3166-1 alpha-2, `currency` ISO 4217. */
export interface ExchangeAccount {
  accountId: string;
  country: string;
  currency: string;
}
