import { CONTRACT } from "./limits.ts";

/** `amount` in minor units of `currency` (ISO 4217), 1 to 10^12. */
export interface Money {
  amount: number;
  currency: string;
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

export function isCurrency(text: string): boolean {
  return CURRENCIES.has(text);
}

export function isAmount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= CONTRACT.amountMax;
}
