import * as z from "zod/mini";
import { money } from "../fields/money.ts";
import { listOf, sum, time } from "./shared.ts";

const key = { providerKey: z.string() };
const lookup = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("succeeded"),
    ...key,
    amount: money,
    reference: z.string(),
    accountId: z.optional(z.string()),
  }),
  z.strictObject({ status: z.literal("declined"), ...key, reason: z.string() }),
  z.strictObject({ status: z.literal("not_found"), ...key }),
]);

const paymentId = z.string();
const trade = { paymentId, amount: money, reference: z.string() };
const charge = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("succeeded"), ...trade }),
  z.strictObject({ status: z.literal("requires_action"), ...trade, paymentUrl: z.string() }),
  z.strictObject({ status: z.literal("declined"), paymentId, reason: z.string() }),
  z.strictObject({ status: z.literal("not_found"), paymentId }),
]);
const refundId = z.string();
const effect = z.strictObject({ amount: z.int(), currency: z.string(), ...key, at: time });

const withdrawalId = z.string();
const payout = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("paid"), withdrawalId, amount: money, reference: z.string() }),
  z.strictObject({ status: z.literal("pending"), withdrawalId }),
  z.strictObject({ status: z.literal("declined"), withdrawalId, reason: z.string() }),
  z.strictObject({ status: z.literal("not_found"), withdrawalId }),
]);

export const SANDBOX_ANSWERS = {
  SandboxRedemption: lookup,
  SandboxRedemptionEffects: listOf(z.extend(effect, { code: z.string() })),
  SandboxRedemptionStatement: listOf(z.strictObject({ ...key, amount: money, at: time })),
  SandboxCharge: charge,
  SandboxCancel: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("cancelled"), paymentId, amount: sum }),
    z.strictObject({ status: z.literal("not_found"), paymentId }),
  ]),
  SandboxRefund: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("succeeded"), refundId, ...trade }),
    z.strictObject({ status: z.literal("declined"), refundId, reason: z.string() }),
    z.strictObject({ status: z.literal("not_found"), refundId }),
  ]),
  SandboxDelivery: z.strictObject({ paymentId, delivered: z.boolean() }),
  SandboxClick: z.strictObject({ paymentId, status: z.enum(["open", "paid", "declined"]) }),
  SandboxMove: z.strictObject({ paymentId, move: z.string() }),
  SandboxPaymentStatement: listOf(
    z.strictObject({
      ...trade,
      orderNo: z.string(),
      voided: z.int(),
      refunded: z.int(),
      refunds: z.array(z.strictObject({ refundId, amount: z.int() })),
    }),
  ),
  SandboxPayout: payout,
  SandboxPayoutStatement: listOf(
    z.strictObject({
      withdrawalId,
      amount: money,
      reference: z.string(),
      returns: z.array(z.strictObject({ reference: z.string(), amount: money })),
    }),
  ),
  SandboxPayoutDelivery: z.strictObject({ eventId: z.string(), delivered: z.boolean() }),
  SandboxPayoutEffects: listOf(
    z.extend(effect, { kind: z.enum(["payout", "return"]), withdrawalId, withdrawalNo: z.string() }),
  ),
  SandboxNotification: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("sent"), ...key, reference: z.string() }),
    z.strictObject({ status: z.literal("pending"), ...key }),
    z.strictObject({ status: z.literal("bounced"), ...key, reason: z.string() }),
    z.strictObject({ status: z.literal("not_found"), ...key }),
  ]),
  SandboxNotificationEffects: listOf(
    z.strictObject({
      notificationId: z.string(),
      key: z.string(),
      receiver: z.string(),
      channel: z.enum(["email", "sms"]),
      body: z.string(),
      at: time,
    }),
  ),
  SandboxPaymentEffects: listOf(
    z.extend(effect, { kind: z.enum(["charge", "void", "refund", "outside"]), paymentId, orderNo: z.string() }),
  ),
};
