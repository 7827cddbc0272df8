import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isCountry } from "../../../../core/foundation/domain/country.ts";
import { CURRENCIES, exponentOf } from "../../../../core/foundation/domain/currencies.ts";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { decimalOf, isAmount, moneyOfDecimal, moneyText } from "../../../../core/foundation/domain/money.ts";

test.each([1, 1999, 1_000_000_000_000])("%p minor units are an amount", (value) => {
  expect(isAmount(value)).toBe(true);
});

test.each([0, -1, 1.5, 1_000_000_000_001, Number.NaN, Number.POSITIVE_INFINITY, "10", null, undefined, 1e300])(
  "%p is no amount",
  (value) => {
    expect(isAmount(value)).toBe(false);
  },
);

test("a country is one of ISO 3166, in upper case", () => {
  expect(["US", "DE", "CN"].every(isCountry)).toBe(true);
  expect(["us", "UK", "ZZ", "", "USA"].some(isCountry)).toBe(false);
});

const money = fc.record({
  amount: fc.integer({ min: 1, max: CONTRACT.amountMax }),
  currency: fc.constantFrom(...CURRENCIES),
});

describe("an amount as decimal text", () => {
  test.each([
    [{ amount: 1, currency: "USD" }, "0.01"],
    [{ amount: 1999, currency: "USD" }, "19.99"],
    [{ amount: 1999, currency: "JPY" }, "1999"],
    [{ amount: 1999, currency: "KWD" }, "1.999"],
    [{ amount: 123_400, currency: "HUF" }, "1234.00"],
    [{ amount: 0, currency: "USD" }, "0.00"],
    [{ amount: -5, currency: "USD" }, "-0.05"],
    [{ amount: -5, currency: "JPY" }, "-5"],
  ])("%j is %s", (amount, text) => {
    expect(decimalOf(amount)).toBe(text);
  });

  test("is read back to the last minor unit, in every currency", () => {
    fc.assert(
      fc.property(money, (paid) => {
        expect(moneyOfDecimal(decimalOf(paid) ?? "", paid.currency)).toEqual(paid);
      }),
    );
  });

  test.each([
    ["20", "USD", 2000],
    ["20.000", "USD", 2000],
    ["20.0", "JPY", 20],
    ["1.5", "KWD", 1500],
  ])("%s %s is %i minor units", (text, currency, amount) => {
    expect(moneyOfDecimal(text, currency)).toEqual({ amount, currency });
  });

  test.each([
    ["0.001", "USD"],
    ["0.5", "JPY"],
    ["1.0001", "KWD"],
    ["1.00", "XAU"],
    ["10000000000.01", "USD"],
    ["1e2", "USD"],
    ["-1", "USD"],
  ])("%s %s is no amount", (text, currency) => {
    expect(moneyOfDecimal(text, currency)).toBeUndefined();
  });

  test("there is none of a fraction or of what is no currency", () => {
    expect(decimalOf({ amount: 1.5, currency: "USD" })).toBeUndefined();
    expect(decimalOf({ amount: 1, currency: "XAU" })).toBeUndefined();
  });
});

describe("an amount as people read it", () => {
  test.each([
    [{ amount: 2550, currency: "USD" }, "$25.50"],
    [{ amount: 2550, currency: "JPY" }, "¥2,550"],
    [{ amount: 2550, currency: "KWD" }, "KWD\u00a02.550"],
    [{ amount: 123_400, currency: "HUF" }, "HUF\u00a01,234.00"],
    [{ amount: 1500, currency: "IQD" }, "IQD\u00a01.500"],
    [{ amount: 100, currency: "HRK" }, "HRK\u00a01.00"],
    [{ amount: 1_000_000_000_000, currency: "EUR" }, "€10,000,000,000.00"],
    [{ amount: 7, currency: "XAU" }, "XAU 7 (smallest units)"],
  ])("%j is written %s", (amount, text) => {
    expect(moneyText(amount)).toBe(text);
  });

  test("has the digits of its decimal text, in every currency", () => {
    fc.assert(
      fc.property(money, (paid) => {
        expect(moneyText(paid).replace(/[^\d.]|\.(?!\d)/g, "")).toBe(decimalOf(paid));
        expect(exponentOf(paid.currency)).toBeDefined();
      }),
    );
  });
});
