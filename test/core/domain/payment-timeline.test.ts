import { expect, test } from "@jest/globals";
import type { Payment, Refund } from "../../../core/domain/payment.ts";
import { paymentTimeline } from "../../../core/domain/payment-timeline.ts";

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

test("a refund is ended by its worker, or by the operator who resolved it", () => {
  const refund = { createdAt: 2000, updatedAt: 3000, state: "FAILED", origin: "caller", refundId: "ref_1" } as Refund;
  const ends = (one: Refund) => paymentTimeline(PAYMENT, [], [one], []).at(-1);
  expect(ends(refund)).toMatchObject({ event: "refund failed", by: "worker" });
  expect(ends({ ...refund, resolvedAt: 3000 })).toMatchObject({ event: "refund failed", by: "operator" });
});
