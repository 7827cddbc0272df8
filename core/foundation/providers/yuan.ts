/** Amounts of the Chinese vendors: decimal text in yuan. */

import { decimalOf, isAmount, type Money, moneyOfDecimal } from "../domain/money.ts";

/** `1999` fen is `19.99`. `undefined`: not an amount in CNY. */
export function yuanOf(money: Money): string | undefined {
  return money.currency === "CNY" && isAmount(money.amount) ? decimalOf(money) : undefined;
}

/** `19.99`, `19.9`, `20`, `20.000`. A number is taken as its own shortest text. `undefined`: not a positive amount of whole fen. */
export function moneyOfYuan(yuan: unknown): Money | undefined {
  const text = typeof yuan === "number" ? String(yuan) : yuan;
  return typeof text === "string" ? moneyOfDecimal(text, "CNY") : undefined;
}
