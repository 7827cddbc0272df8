import { beforeAll, describe, expect, test } from "@jest/globals";
import { findViolations } from "../../../invariants/find-violations.ts";
import { expectLocalAgreement } from "../local-agreement.ts";
import {
  NAMES,
  SpoiltWithdrawals,
  WITHDRAWAL_PLANTS,
  type WithdrawalHistory,
  withdrawalHistory,
} from "./planted-withdrawal-violations.ts";

let history: WithdrawalHistory;
beforeAll(async () => {
  history = await withdrawalHistory();
});

test("finds nothing in a history of withdrawals that were paid, refused, returned, taken back, parked and decided", () => {
  const world = new SpoiltWithdrawals(history);
  expect(Object.fromEntries(NAMES.map((name) => [name, world.withdrawal(name).state]))).toEqual({
    paid: "CONFIRMED",
    approved: "CONFIRMED",
    declined: "CANCELLED",
    returned: "CONFIRMED",
    cancelled: "CANCELLED",
    parked: "NEEDS_REVIEW",
    resolved: "CONFIRMED",
    tried: "TRIED",
    waiting: "AWAITING_APPROVAL",
  });
  expect(findViolations(world.snapshot)).toEqual([]);
});

describe.each(Object.entries(WITHDRAWAL_PLANTS))("%s", (invariant, plants) => {
  test.each(plants)("finds %s", async (_what, plant) => {
    const world = new SpoiltWithdrawals(history);
    plant(world);
    await expectLocalAgreement(world.snapshot.main);
    expect(findViolations(world.snapshot).map((violation) => violation.invariant)).toContain(invariant);
  });
});

test("I19 finds those that never end, and a parked one that could have been decided", () => {
  const stuck = (mayNeedReview: boolean) =>
    findViolations(new SpoiltWithdrawals(history).snapshot, { settled: { mayNeedReview: () => mayNeedReview } })
      .filter(({ invariant }) => invariant === "I19")
      .map(({ subject }) => subject)
      .sort();
  expect(stuck(true)).toEqual([history.ids.tried, history.ids.waiting].sort());
  expect(stuck(false)).toEqual([history.ids.tried, history.ids.waiting, history.ids.parked].sort());
});
