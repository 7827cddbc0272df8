import { expect, test } from "@jest/globals";
import {
  approvalsNeeded,
  coolingMs,
  feeOf,
  type WithdrawalPolicy,
} from "../../../../core/access/domain/withdrawal-policy.ts";

const policy: WithdrawalPolicy = {
  tenantId: "acme",
  currency: "USD",
  approvals: [
    { above: 1000, count: 2 },
    { above: 100, count: 1 },
  ],
  feeFixed: 25,
  feeBasisPoints: 150,
  coolingSeconds: 3600,
  version: 1,
  updatedAt: 0,
};

test("the highest threshold that an amount exceeds says how many have to agree, in whatever order they are written", () => {
  expect([1, 100, 101, 1000, 1001].map((amount) => approvalsNeeded(policy, amount))).toEqual([0, 0, 1, 1, 2]);
  expect(approvalsNeeded({ ...policy, approvals: [{ above: 0, count: 1 }] }, 1)).toBe(1);
  expect(approvalsNeeded(undefined, 10 ** 12)).toBe(0);
});

test("a fee is a fixed part and a share that is rounded down, exact for the largest amount", () => {
  expect([1, 66, 67, 10_000].map((amount) => feeOf(policy, amount))).toEqual([25, 25, 26, 175]);
  expect(feeOf({ ...policy, feeBasisPoints: 1000 }, 10 ** 12)).toBe(10 ** 11 + 25);
  expect(feeOf(undefined, 10 ** 12)).toBe(0);
});

test("a new destination waits as long as the most careful policy says", () => {
  expect(coolingMs([policy, { ...policy, coolingSeconds: 10 }])).toBe(3_600_000);
  expect(coolingMs([])).toBe(0);
});
