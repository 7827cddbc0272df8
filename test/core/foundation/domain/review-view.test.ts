import { expect, test } from "@jest/globals";
import { reviewView } from "../../../../core/foundation/domain/review-view.ts";
import { inWords } from "../../../../core/foundation/domain/review-words.ts";

const UNIQUE = "01JZZZZZZZZZZZZZZZZZZZZZZZ";
const opened = (prefix: string) => ({
  tenantId: "acme",
  subjectId: `${prefix}_acme_${UNIQUE}`,
  why: "not-found",
  parkedAt: 0,
});

test.each([
  ["rdm", "redemption", "redemptionId"],
  ["pay", "payment", "paymentId"],
  ["ref", "refund", "refundId"],
  ["wdr", "withdrawal", "withdrawalId"],
  ["ntf", "notification", "notificationId"],
  ["whe", "webhook endpoint", "webhookEndpointId"],
])("a review of %s_ is about a %s and names it as its %s", (prefix, kind, field) => {
  const view = reviewView(opened(prefix));
  expect(view).toMatchObject({ kind, [field]: `${prefix}_acme_${UNIQUE}` });
  const ids = Object.entries(view).filter(([name, value]) => name !== "reviewId" && value === view.reviewId);
  expect(ids).toEqual([[field, view.reviewId]]);
});

test("a review of money that matches no payment names none of its own, but the payment that it came for", () => {
  expect(reviewView({ ...opened("rev"), paymentId: "pay_acme_1", trade: "t-1" })).toMatchObject({
    kind: "charge",
    paymentId: "pay_acme_1",
    trade: "t-1",
    withdrawalId: null,
    refundId: null,
  });
});

test("a review from before amount, channel and tries were kept tells none of them", () => {
  expect(reviewView(opened("ref"))).toMatchObject({
    amount: null,
    channel: null,
    tries: null,
    sagaId: null,
    orderNo: null,
  });
});

test("why is said in words, whether there is a sentence for it or not", () => {
  expect(inWords("not-found")).toBe("The vendor does not know the call, and it may not be sent again.");
  expect(inWords("card-expired")).toBe("Card expired.");
});
