/** Amounts of the Chinese vendors: decimal text in yuan. Text to text, digit by digit: no fraction is ever a number here. */

import { isAmount, type Money } from "../../domain/money.ts";

const YUAN = /^(0|[1-9]\d{0,12})(?:\.(\d{1,2})0*)?$/;

/** `1999` fen is `19.99`. `undefined`: not an amount in CNY. */
export function yuanOf({ amount, currency }: Money): string | undefined {
  if (currency !== "CNY" || !isAmount(amount)) return undefined;
  const digits = String(amount).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `19.99`, `19.9`, `20`, `20.000`. A number is taken as its own shortest text. `undefined`: not a positive amount of whole fen. */
export function moneyOfYuan(yuan: unknown): Money | undefined {
  const text = typeof yuan === "number" ? String(yuan) : yuan;
  const match = typeof text === "string" ? YUAN.exec(text) : null;
  if (match === null) return undefined;
  const amount = Number(`${match[1]}${(match[2] ?? "").padEnd(2, "0")}`);
  return isAmount(amount) ? { amount, currency: "CNY" } : undefined;
}
