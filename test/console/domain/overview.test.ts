import { expect, test } from "@jest/globals";
import { DUE_WORK, isLate, waitingKinds } from "../../../console/src/domain/overview.ts";
import { DUE_KINDS } from "../../../core/foundation/domain/due-kinds.ts";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";

const NONE = {
  redemption: 0,
  payment: 0,
  refund: 0,
  withdrawal: 0,
  "webhook endpoint": 0,
  notification: 0,
  charge: 0,
  violation: 0,
};

test("kinds of which nothing waits are not shown, and the most stand first", () => {
  expect(
    waitingKinds({ count: 12, oldestAt: null, byKind: { ...NONE, refund: 2, payment: 9, "webhook endpoint": 1 } }),
  ).toEqual([
    { kind: "payment", count: 9 },
    { kind: "refund", count: 2 },
    { kind: "webhook endpoint", count: 1 },
  ]);
  expect(waitingKinds({ count: 0, oldestAt: null, byKind: NONE })).toEqual([]);
});

test("what a sweep has not come for yet is not late; what two have passed by is", () => {
  const nowMs = Date.parse("2027-01-31T12:00:00.000Z");
  const dueFor = (ms: number) => isLate(new Date(nowMs - ms).toISOString(), nowMs);
  const { sweepGraceMs, sweepHorizonMs } = LIMITS.production;
  expect(dueFor(sweepGraceMs + sweepHorizonMs)).toBe(false);
  expect(dueFor(sweepGraceMs + 3 * sweepHorizonMs)).toBe(true);
});

test("each kind of work that the API knows has words", () => {
  expect(Object.keys(DUE_WORK)).toEqual(Object.keys(DUE_KINDS));
});
