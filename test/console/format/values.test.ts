import { describe, expect, test } from "@jest/globals";
import { amountText, typedAmountOf } from "../../../console/src/format/money.ts";
import { ageText, momentOf, spanText, utcText } from "../../../console/src/format/time.ts";

describe("money", () => {
  test.each([
    [123_450, "USD", "1,234.50 USD", "1234.50"],
    [5, "USD", "0.05 USD", "0.05"],
    [1999, "JPY", "1,999 JPY", "1999"],
    [2550, "KWD", "2.550 KWD", "2.550"],
    [0, "EUR", "0.00 EUR", "0.00"],
    [100_000_000_000_000, "USD", "1,000,000,000,000.00 USD", "1000000000000.00"],
    [12, "XXX", "12 XXX (smallest units)", "12"],
  ])("%d of %s is %s, typed %s", (amount, currency, shown, typed) => {
    expect(amountText({ amount, currency })).toBe(shown);
    expect(typedAmountOf({ amount, currency })).toBe(typed);
  });
});

describe("time", () => {
  test("is UTC, to the second", () => {
    expect(utcText("2026-11-27T06:33:10.123Z")).toBe("2026-11-27 06:33:10");
    expect(utcText("soon")).toBe("soon");
  });

  test.each([
    [0, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_600_000 * 5, "5 h"],
    [86_400_000 * 3, "3 d"],
    [-5, "0 s"],
  ])("%d ms are %s", (ms, text) => {
    expect(spanText(ms)).toBe(text);
  });

  test("an age is by the console's clock", () => {
    expect(ageText("2026-11-27T06:00:00.000Z", Date.parse("2026-11-27T08:10:00.000Z"))).toBe("2 h");
  });

  test.each([
    ["2027-01-31", "2027-01-31T00:00:00Z"],
    ["2027-01-31 09:30", "2027-01-31T09:30:00Z"],
    ["2027-01-31T09:30:59", "2027-01-31T09:30:59Z"],
    ["2027-01-31T09:30:59.000Z", "2027-01-31T09:30:59.000Z"],
    ["2027-01-31T09:30:00+02:00", "2027-01-31T09:30:00+02:00"],
    ["yesterday", "yesterday"],
    ["", ""],
  ])("%j that was typed is %j to the API", (typed, moment) => {
    expect(momentOf(typed)).toBe(moment);
  });
});
