import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { CURRENCIES } from "../../../../core/foundation/domain/currencies.ts";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { moneyOf, stripeAmountOf } from "../../../../core/foundation/providers/stripe-amount.ts";

const money = fc.record({
  amount: fc.integer({ min: 1, max: CONTRACT.amountMax }),
  currency: fc.constantFrom(...CURRENCIES),
});

test("what can be told to Stripe comes back as it was, in every currency", () => {
  fc.assert(
    fc.property(money, (paid) => {
      const told = stripeAmountOf(paid);
      fc.pre(told !== undefined);
      expect(moneyOf(told)).toEqual(paid);
    }),
  );
});

test("two amounts are never told alike", () => {
  fc.assert(
    fc.property(money, fc.integer({ min: 1, max: 1000 }), ({ amount, currency }, more) => {
      const [one, other] = [amount, amount + more].map((each) => stripeAmountOf({ amount: each, currency }));
      fc.pre(one !== undefined && other !== undefined);
      expect(one.amount).toBeLessThan(other.amount);
    }),
  );
});

test.each([
  [{ amount: 550, currency: "isk" }, undefined],
  [
    { amount: 500, currency: "isk" },
    { amount: 5, currency: "ISK" },
  ],
  [
    { amount: 5, currency: "mga" },
    { amount: 500, currency: "MGA" },
  ],
  [{ amount: 5, currency: "xau" }, undefined],
  [{ amount: 0, currency: "usd" }, undefined],
])("what Stripe calls %j is %j", (told, ours) => {
  expect(moneyOf(told)).toEqual(ours);
});
