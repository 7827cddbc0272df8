import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { moneyOfYuan, yuanOf } from "../../../../core/foundation/providers/yuan.ts";

const fen = fc.integer({ min: 1, max: CONTRACT.amountMax });

describe("yuan", () => {
  test("an amount survives the way there and back, to the last fen", () => {
    fc.assert(
      fc.property(fen, (amount) => {
        expect(moneyOfYuan(yuanOf({ amount, currency: "CNY" }))).toEqual({ amount, currency: "CNY" });
      }),
    );
  });

  test("a number that JSON parsed is the amount that was written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000_000 }), (amount) => {
        const text = yuanOf({ amount, currency: "CNY" }) ?? "";
        expect(moneyOfYuan(JSON.parse(text))).toEqual({ amount, currency: "CNY" });
      }),
    );
  });

  test.each([
    [1, "0.01"],
    [10, "0.10"],
    [100, "1.00"],
    [1999, "19.99"],
    [CONTRACT.amountMax, "10000000000.00"],
  ])("%i fen are written %s", (amount, text) => {
    expect(yuanOf({ amount, currency: "CNY" })).toBe(text);
  });

  test.each([
    "0",
    "0.00",
    "-1.00",
    "+1",
    "1.",
    ".5",
    "1,00",
    "1e2",
    "01.00",
    " 1.00",
    "1.00\n",
    "0.001",
    "1.999",
    "",
    "NaN",
    "10000000000.01",
  ])("%j is not an amount", (text) => {
    expect(moneyOfYuan(text)).toBeUndefined();
  });

  test.each([Number.NaN, 1e21, -1, 0.001, null, undefined, {}, ["1.00"]])("%p is not an amount", (value) => {
    expect(moneyOfYuan(value)).toBeUndefined();
  });

  test.each([
    { amount: 100, currency: "USD" },
    { amount: 0, currency: "CNY" },
    { amount: 1.5, currency: "CNY" },
  ])("%o cannot be told in yuan", (money) => {
    expect(yuanOf(money)).toBeUndefined();
  });
});
