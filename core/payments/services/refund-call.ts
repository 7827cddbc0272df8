import type { RefundCall } from "../domain/channel.ts";
import type { Payment } from "../domain/payment.ts";
import type { Refund } from "../domain/refund.ts";

/** What a channel is sent of a refund, and asked with: the same each time. */
export function refundCallOf(refund: Refund, payment: Payment, timeoutMs: number): RefundCall {
  const { refundId, paymentId, amount, tradeReference } = refund;
  return {
    providerKey: refundId,
    refundId,
    paymentId,
    orderNo: payment.orderNo,
    amount,
    chargeAmount: payment.amount,
    providerReference: tradeReference ?? payment.providerReference,
    timeoutMs,
  };
}
