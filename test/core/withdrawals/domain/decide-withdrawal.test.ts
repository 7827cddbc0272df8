import { expect, test } from "@jest/globals";
import type { WithdrawalPolicy } from "../../../../core/access/domain/withdrawal-policy.ts";
import { decideWithdrawal, type WithdrawalFacts } from "../../../../core/withdrawals/domain/decide-withdrawal.ts";
import type { PayoutDestination } from "../../../../core/withdrawals/domain/payout-destination.ts";

const NOW = 1000;
const amount = { amount: 100, currency: "USD" };
const destination = { provider: "sandbox", usableFrom: NOW } as PayoutDestination;
const policy = { approvals: [], feeFixed: 10, feeBasisPoints: 100, dailyLimit: 300 } as unknown as WithdrawalPolicy;
const good: WithdrawalFacts = { policy, destination, available: 100, used: 200 };

const verdictOf = (facts: Partial<WithdrawalFacts>, money = amount) =>
  decideWithdrawal({ ...good, ...facts }, money, NOW).verdict;

test("what just fits is allowed: the last of the day, the last of the wallet, a destination that has just cooled", () => {
  expect(decideWithdrawal(good, amount, NOW)).toEqual({ verdict: "ok", fee: 11, net: 89, approvalsNeeded: 0 });
});

test.each<[string, string, Partial<WithdrawalFacts>]>([
  ["withdrawal-exists", "a number that is taken", { number: { withdrawalId: "wdr" } }],
  ["withdrawal-cancelled", "a number that is buried", { number: {} }],
  ["destination-not-found", "no destination", { destination: undefined }],
  ["destination-not-found", "one that is out of use", { destination: { ...destination, endedAt: 1 } }],
  [
    "currency-not-supported",
    "one that takes another currency",
    { destination: { ...destination, provider: "alipay" } },
  ],
  ["destination-cooling", "one that is new", { destination: { ...destination, usableFrom: NOW + 1 } }],
  ["amount-below-fee", "a fee that takes all", { policy: { ...policy, feeFixed: 99 } }],
  ["limit-exceeded", "one minor unit over the day's limit", { used: 201 }],
  ["insufficient-balance", "one minor unit less in the wallet", { available: 99 }],
])("%s: %s", (verdict, _what, facts) => {
  expect(verdictOf(facts)).toBe(verdict);
});

test("a number goes before all other reasons: who asks again is told of the first", () => {
  const nothing = { number: { withdrawalId: "wdr" }, destination: undefined, available: 0, used: 10 ** 12 };
  expect(decideWithdrawal({ policy, ...nothing }, amount, NOW)).toEqual({
    verdict: "withdrawal-exists",
    withdrawalId: "wdr",
  });
});

test("what nobody has looked at stands in nobody's way, but a limit that one withdrawal exceeds does", () => {
  expect(decideWithdrawal({ policy, destination }, amount, NOW).verdict).toBe("ok");
  expect(decideWithdrawal({ policy, destination }, { amount: 301, currency: "USD" }, NOW).verdict).toBe(
    "limit-exceeded",
  );
  expect(decideWithdrawal({ policy: undefined, destination }, { amount: 10 ** 12, currency: "USD" }, NOW)).toEqual({
    verdict: "ok",
    fee: 0,
    net: 10 ** 12,
    approvalsNeeded: 0,
  });
});
