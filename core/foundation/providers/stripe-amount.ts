/** Amounts as Stripe counts them, which is not always as ISO 4217 does (docs.stripe.com/currencies). */

import { exponentOf } from "../domain/currencies.ts";
import { isAmount, type Money } from "../domain/money.ts";

const ZERO_DECIMALS = codes("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF");
/** Their last digit must be 0: Stripe's partners take two of the three decimals. */
const THREE_DECIMALS = codes("BHD JOD KWD OMR TND");
/**
 * "Two-decimal unless otherwise specified". ISK and UGX among them: they have no decimals any more and are told with two that
 * are always 00. So are HUF and TWD, of which Stripe demands whole ones in payouts only.
 */
const DECIMALS = 2;

export interface StripeAmount {
  amount: number;
  /** In lower case. */
  currency: string;
}

/** Exact or not at all. `undefined`: an amount that cannot be told to Stripe, like 1.505 KWD or 0.50 MGA. */
export function stripeAmountOf({ amount, currency }: Money): StripeAmount | undefined {
  const ours = exponentOf(currency);
  if (ours === undefined || !isAmount(amount)) return undefined;
  const told = shifted(amount, stripeExponentOf(currency) - ours);
  if (told === undefined || (THREE_DECIMALS.has(currency) && told % 10 !== 0)) return undefined;
  return { amount: told, currency: currency.toLowerCase() };
}

/** `undefined`: an amount that is none in our currencies, like half a króna. */
export function moneyOf(told: StripeAmount): Money | undefined {
  const currency = told.currency.toUpperCase();
  const ours = exponentOf(currency);
  const amount = ours === undefined ? undefined : shifted(told.amount, ours - stripeExponentOf(currency));
  return isAmount(amount) ? { amount, currency } : undefined;
}

function stripeExponentOf(currency: string): number {
  if (ZERO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : DECIMALS;
}

/** `undefined`: not a whole number. */
function shifted(amount: number, places: number): number | undefined {
  const result = places >= 0 ? amount * 10 ** places : amount / 10 ** -places;
  return Number.isSafeInteger(result) ? result : undefined;
}

function codes(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
