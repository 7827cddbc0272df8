import { expect, test } from "@jest/globals";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { tooOld } from "../../../tools/chaos/too-old.ts";

type Rows = Parameters<typeof tooOld>[0];
const { exchange, refund: refunds, orderExpiryMs } = LIMITS.demo;

function redemption(state: string, endedAt: number, event: string): Rows {
  const story = (attempt: number, at: number) => ({ attempt, acceptedAt: 1000, events: [{ at, event }] });
  return rows(
    { pk: "RDM#demo#r", sk: "HEAD", redemptionId: "r", attempt: 2, state },
    { pk: "RDM#demo#r", sk: "ATTEMPT#1", ...story(1, 1000 + exchange.ageMaxMs) },
    { pk: "RDM#demo#r", sk: "ATTEMPT#2", ...story(2, endedAt) },
  );
}

const rows = (...main: object[]) => main as unknown as Rows;

test.each([
  ["FAILED", "failed"],
  ["NEEDS_REVIEW", "parked"],
])("a redemption that is %s at its age limit is too old, one that ended before is not", (state, event) => {
  expect([...tooOld(redemption(state, 1000 + exchange.ageMaxMs, event))]).toEqual(["r"]);
  expect([...tooOld(redemption(state, 999 + exchange.ageMaxMs, event))]).toEqual([]);
});

test("what succeeded is never too old", () => {
  expect([...tooOld(redemption("SUCCEEDED", 1000 + exchange.ageMaxMs, "succeeded"))]).toEqual([]);
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
  expect([...tooOld(rows({ ...refund, updatedAt: refunds.ageMaxMs }))]).toEqual(["f", "p"]);
  expect([...tooOld(rows({ ...refund, updatedAt: 1 }))]).toEqual([]);
});
