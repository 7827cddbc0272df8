import { expect, test } from "@jest/globals";
import { isCountry } from "../../../core/domain/country.ts";
import { isAmount, isCurrency } from "../../../core/domain/money.ts";

test.each([1, 1999, 1_000_000_000_000])("%p minor units are an amount", (value) => {
  expect(isAmount(value)).toBe(true);
});

test.each([0, -1, 1.5, 1_000_000_000_001, Number.NaN, Number.POSITIVE_INFINITY, "10", null, undefined, 1e300])(
  "%p is no amount",
  (value) => {
    expect(isAmount(value)).toBe(false);
  },
);

test("a currency and a country are those of ISO, in upper case", () => {
  expect(["USD", "EUR", "JPY", "CNY"].every(isCurrency)).toBe(true);
  expect(["usd", "US", "ZZZ", "", "USDX"].some(isCurrency)).toBe(false);
  expect(["US", "DE", "CN"].every(isCountry)).toBe(true);
  expect(["us", "UK", "ZZ", "", "USA"].some(isCountry)).toBe(false);
});
