import { expect, test } from "@jest/globals";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { tooOld } from "../../../tools/chaos/too-old.ts";

type Judged = Parameters<typeof tooOld>[0];
const { redemptionAgeMaxMs, refundAgeMaxMs, orderExpiryMs } = LIMITS.demo;

function redemption(state: string, endedAt: number, event: string) {
  const heads = new Map([["r", { redemptionId: "r", attempt: 2, state }]]);
  const story = (attempt: number, at: number) => ({ attempt, acceptedAt: 1000, events: [{ at, event }] });
  const attempts = new Map([["r", [story(1, 1000 + redemptionAgeMaxMs), story(2, endedAt)]]]);
  return { heads, attempts, snapshot: { main: [] } } as unknown as Judged;
}

const rows = (...main: object[]) =>
  ({ heads: new Map(), attempts: new Map(), snapshot: { main } }) as unknown as Judged;

test.each([
  ["FAILED", "failed"],
  ["NEEDS_REVIEW", "parked"],
])("a redemption that is %s at its age limit is too old, one that ended before is not", (state, event) => {
  expect([...tooOld(redemption(state, 1000 + redemptionAgeMaxMs, event))]).toEqual(["r"]);
  expect([...tooOld(redemption(state, 999 + redemptionAgeMaxMs, event))]).toEqual([]);
});

test("what succeeded is never too old", () => {
  expect([...tooOld(redemption("SUCCEEDED", 1000 + redemptionAgeMaxMs, "succeeded"))]).toEqual([]);
});

test("a payment is, when it was cancelled after its order had expired", () => {
  const payment = { pk: "PAY#demo#p", sk: "HEAD", paymentId: "p", createdAt: 0, updatedAt: orderExpiryMs };
  expect([...tooOld(rows({ ...payment, state: "CANCELLED" }))]).toEqual(["p"]);
  expect([...tooOld(rows({ ...payment, state: "DECLINED" }))]).toEqual([]);
  expect([...tooOld(rows({ ...payment, state: "CANCELLED", updatedAt: orderExpiryMs - 1 }))]).toEqual([]);
});

test("a refund that is parked for its age takes its payment along", () => {
  const refund = {
    pk: "PAY#demo#p",
    sk: "REFUND#f",
    refundId: "f",
    paymentId: "p",
    state: "NEEDS_REVIEW",
    createdAt: 0,
  };
  expect([...tooOld(rows({ ...refund, updatedAt: refundAgeMaxMs }))]).toEqual(["f", "p"]);
  expect([...tooOld(rows({ ...refund, updatedAt: 1 }))]).toEqual([]);
});
