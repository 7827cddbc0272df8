import { expect, test } from "@jest/globals";
import type { Payment, Refund } from "../../../../core/payments/domain/payment.ts";
import { paymentTimeline } from "../../../../core/payments/domain/payment-timeline.ts";

const PAYMENT = { createdAt: 1000, orderNo: "SO-1" } as Payment;

test("a cancel is its merchant's or the operator's, as who asked for it", () => {
  const asked = { action: "cancel requested", reason: "sold out" };
  const story = paymentTimeline(
    PAYMENT,
    [],
    [],
    [
      { ...asked, at: 3000 },
      { ...asked, at: 2000, byMerchant: true },
    ],
  );
  expect(story.map(({ event, by }) => `${event} by ${by}`)).toEqual([
    "accepted by caller",
    "cancel requested by caller",
    "cancel requested by operator",
  ]);
});

test("each act of a merchant or an operator names the API key that did it, and no act of ours names one", () => {
  const asked = { origin: "caller", refundId: "ref_1", createdAt: 2000, updatedAt: 5000 } as Refund;
  const refunds = [
    { ...asked, keyId: "KEY2", state: "PENDING" },
    { ...asked, keyId: "KEY3", byOperator: true, createdAt: 3000, state: "SUCCEEDED" },
    {
      ...asked,
      createdAt: 4000,
      state: "FAILED",
      origin: "late-success",
      resolvedAt: 6000,
      resolvedBy: "KEY5",
      updatedAt: 6000,
    },
  ] as Refund[];
  const audits = [{ at: 7000, by: "KEY6", action: "saga retried", reason: "mended" }];
  const story = paymentTimeline({ ...PAYMENT, keyId: "KEY1" }, [], refunds, audits);
  expect(story.map(({ event, by, keyId }) => `${event} by ${by} ${keyId}`)).toEqual([
    "accepted by caller KEY1",
    "refund accepted by caller KEY2",
    "refund accepted by operator KEY3",
    "refund accepted by worker null",
    "refund succeeded by worker null",
    "refund failed by operator KEY5",
    "saga retried by operator KEY6",
  ]);
});

test("what moved at the vendor by itself is told as that, and ends by an operator's word alone", () => {
  const refund = {
    createdAt: 2000,
    updatedAt: 2000,
    state: "SUCCEEDED",
    origin: "channel",
    refundId: "ref_1",
  } as Refund;
  const story = (one: Refund) => paymentTimeline(PAYMENT, [], [one], []).map(({ event, by }) => `${event} by ${by}`);
  expect(story(refund).slice(1)).toEqual(["refunded at the channel by worker"]);
  const dispute: Refund = { ...refund, origin: "dispute", state: "NEEDS_REVIEW" };
  expect(story(dispute).slice(1)).toEqual(["disputed by worker"]);
  const decided: Refund = { ...dispute, state: "FAILED", updatedAt: 3000, resolvedAt: 3000 };
  expect(story(decided).slice(1)).toEqual(["disputed by worker", "refund failed by operator"]);
});

test("a refund is ended by its worker, or by the operator who resolved it", () => {
  const refund = { createdAt: 2000, updatedAt: 3000, state: "FAILED", origin: "caller", refundId: "ref_1" } as Refund;
  const ends = (one: Refund) => paymentTimeline(PAYMENT, [], [one], []).at(-1);
  expect(ends(refund)).toMatchObject({ event: "refund failed", by: "worker" });
  expect(ends({ ...refund, resolvedAt: 3000 })).toMatchObject({ event: "refund failed", by: "operator" });
});
