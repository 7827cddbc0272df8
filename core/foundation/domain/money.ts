import { exponentOf } from "./currencies.ts";
import { CONTRACT } from "./limits.ts";

/** `amount` in minor units of `currency` (ISO 4217), 1 to 10^12. */
export interface Money {
  amount: number;
  currency: string;
}

export function isAmount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= CONTRACT.amountMax;
}

/** 1999 USD is `19.99`, 1999 JPY `1999`. Text, digit by digit: no fraction is ever a number here. `undefined`: no such currency. */
export function decimalOf({ amount, currency }: Money): string | undefined {
  const exponent = exponentOf(currency);
  if (exponent === undefined || !Number.isSafeInteger(amount)) return undefined;
  const digits = String(Math.abs(amount)).padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const sign = amount < 0 ? "-" : "";
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`;
}

const DECIMAL = /^(0|[1-9]\d{0,12})(?:\.(\d{1,32}))?$/;

/** `19.99`, `19.9`, `20` and `20.000` in USD. `undefined`: not a positive amount of whole minor units. */
export function moneyOfDecimal(text: string, currency: string): Money | undefined {
  const exponent = exponentOf(currency);
  const [, whole, fraction = ""] = DECIMAL.exec(text) ?? [];
  if (exponent === undefined || whole === undefined) return undefined;
  const digits = fraction.replace(/0+$/, "");
  const amount = Number(`${whole}${digits.padEnd(exponent, "0")}`);
  return digits.length <= exponent && isAmount(amount) ? { amount, currency } : undefined;
}

/** As people write it: `$25.50`, `HUF 1,234.00`, `KWD 2.550`. All digits of the minor unit are shown, whatever a country's habit. */
export function moneyText(money: Money): string {
  const { amount, currency } = money;
  const decimal = decimalOf(money);
  if (decimal === undefined) return `${currency} ${amount} (smallest units)`;
  const digits = exponentOf(currency) ?? 0;
  const style = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat("en", style).format(decimal as Intl.StringNumericLiteral);
}
