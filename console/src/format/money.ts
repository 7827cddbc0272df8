import { decimalOf, type Money } from "../../../core/foundation/domain/money.ts";

/** `1,234.50 USD`: all digits of the minor unit, the currency behind, so that a column lines up. */
export function amountText(money: Money): string {
  const decimal = decimalOf(money);
  if (decimal === undefined) return `${money.amount} ${money.currency} (smallest units)`;
  const [whole = "", fraction] = decimal.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${grouped}${fraction === undefined ? "" : `.${fraction}`} ${money.currency}`;
}

/** What has to be typed again before money moves: the number alone, without its groups. */
export function typedAmountOf(money: Money): string {
  return decimalOf(money) ?? String(money.amount);
}
