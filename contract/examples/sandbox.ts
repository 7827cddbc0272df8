import type { SANDBOX_ANSWERS } from "../answers/sandbox.ts";
import { AT, type Example, ID, pageOf, usd } from "./shared.ts";

const providerKey = `${ID.redemption}#1`;
const effect = { ...usd(1999), at: AT.ended };
const trade = { paymentId: ID.payment, amount: usd(1999), reference: "sbx_7Q2M4K" };

export const SANDBOX_EXAMPLES = {
  SandboxRedemption: { status: "succeeded", providerKey, amount: usd(2500), reference: "sbx_8R1N5T" },
  SandboxRedemptionEffects: pageOf({ ...effect, amount: 2500, providerKey, code: "TEST-OK-2500-7KQ2" }),
  SandboxRedemptionStatement: pageOf({ providerKey, amount: usd(2500), at: AT.ended }),
  SandboxPaymentStatement: pageOf({
    ...{ ...trade, orderNo: "A-1001", voided: 0, refunded: 500 },
    refunds: [{ refundId: ID.refund, amount: 500 }],
  }),
  SandboxPayoutStatement: pageOf({
    ...{ withdrawalId: ID.withdrawal, amount: usd(198_975), reference: "sbx_P6T3XZ" },
    returns: [],
  }),
  SandboxCharge: { status: "succeeded", ...trade },
  SandboxCancel: { status: "cancelled", paymentId: ID.payment, amount: usd(0) },
  SandboxRefund: { status: "succeeded", refundId: ID.refund, ...trade, amount: usd(500) },
  SandboxDelivery: { paymentId: ID.payment, delivered: true },
  SandboxClick: { paymentId: ID.payment, status: "paid" },
  SandboxMove: { paymentId: ID.payment, move: "refund" },
  SandboxPayout: { status: "paid", withdrawalId: ID.withdrawal, amount: usd(198_975), reference: "sbx_P6T3XZ" },
  SandboxPayoutDelivery: { eventId: `payout-${ID.withdrawal}`, delivered: true },
  SandboxPayoutEffects: pageOf({
    ...effect,
    amount: 198_975,
    providerKey: ID.withdrawal,
    kind: "payout" as const,
    withdrawalId: ID.withdrawal,
    withdrawalNo: "W-1001",
  }),
  SandboxNotification: { status: "sent", providerKey: `${ID.notification}#1`, reference: "sbx_N2V8QD" },
  SandboxNotificationEffects: pageOf({
    notificationId: ID.notification,
    key: "order-1001",
    receiver: "reader@shop.example",
    channel: "email" as const,
    body: "Your code is SPRING-7KQ2.",
    at: AT.ended,
  }),
  SandboxPaymentEffects: pageOf({
    ...effect,
    providerKey: ID.payment,
    kind: "charge" as const,
    paymentId: ID.payment,
    orderNo: "A-1001",
  }),
} satisfies { [N in keyof typeof SANDBOX_ANSWERS]: Example<N> };
