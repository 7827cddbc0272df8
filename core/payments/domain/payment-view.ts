import type { PaymentView, RefundView, SagaSummaryView, SagaView } from "../../../contract/answers/payments.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { Dispute, Payment, Refund } from "./payment.ts";
import { PAYMENT_SAGA } from "./payment-saga.ts";
import { executionNameOf, type Saga, type SagaStep } from "./saga.ts";

export function paymentView(payment: Payment, refunds: readonly Refund[]): PaymentView {
  return {
    paymentId: payment.paymentId,
    sagaId: payment.sagaId,
    orderId: payment.orderId,
    orderNo: payment.orderNo,
    status: payment.state,
    amount: payment.amount,
    channel: payment.channel,
    customerId: payment.customerId ?? null,
    description: payment.description ?? null,
    outcome: payment.outcome ?? null,
    reason: payment.reason ?? null,
    paymentUrl: payment.state === "REQUIRES_ACTION" ? (payment.paymentUrl ?? null) : null,
    providerReference: payment.providerReference ?? null,
    expiresAt: iso(payment.deadline),
    cancelRequestedAt: iso(payment.cancelRequestedAt),
    refunded: { amount: payment.refunded, currency: payment.amount.currency },
    refundedAtChannel:
      payment.channelRefunded === undefined
        ? null
        : { amount: payment.channelRefunded, currency: payment.amount.currency },
    dispute: payment.dispute ? disputeView(payment.dispute) : null,
    refunds: refunds.map(refundView),
    createdAt: iso(payment.createdAt),
    updatedAt: iso(payment.updatedAt),
  };
}

function disputeView({ others: _, at, ...shown }: Dispute): PaymentView["dispute"] {
  return { ...shown, at: iso(at) };
}

export function refundView(refund: Refund): RefundView {
  return {
    refundId: refund.refundId,
    paymentId: refund.paymentId,
    amount: refund.amount,
    status: refund.state,
    reason: refund.reason,
    origin: refund.origin,
    providerReference: refund.providerReference ?? null,
    createdAt: iso(refund.createdAt),
    updatedAt: iso(refund.updatedAt),
  };
}

/** For operators: the instance, and each step of the table with what is on record of it. */
export function sagaView(saga: Saga, steps: ReadonlyMap<string, SagaStep>): Omit<SagaView, "payment"> {
  return {
    ...sagaSummary(saga),
    version: saga.version,
    epoch: saga.epoch,
    openSteps: saga.openSteps,
    deadline: iso(saga.deadline),
    executions: Array.from({ length: saga.resumes + 1 }, (_, resumes) =>
      executionNameOf({ sagaId: saga.sagaId, resumes }),
    ),
    steps: PAYMENT_SAGA.map((row, order) => {
      const step = steps.get(row.step);
      return {
        step: row.step,
        order,
        kind: row.kind,
        compensation: row.compensation,
        status: step?.state ?? "PENDING",
        executeData: step?.executeData ?? null,
        compensateData: step?.compensateData ?? null,
        result: step?.result ?? null,
        callback: step?.callback ? { ...step.callback, at: iso(step.callback.at) } : null,
        error: step?.reason ?? null,
        tries: step?.tries ?? 0,
        maxTries: step?.maxTries ?? null,
        lookups: step?.lookups ?? 0,
        compensationTries: step?.cancels ?? 0,
        nextRetryAt: iso(step?.nextRetryAt),
        updatedAt: iso(step?.updatedAt),
      };
    }),
  };
}

export function sagaSummary(saga: Saga): SagaSummaryView {
  return {
    sagaId: saga.sagaId,
    paymentId: saga.paymentId,
    status: saga.state,
    cursor: PAYMENT_SAGA[saga.cursor]?.step ?? null,
    parkedFrom: saga.parkedFrom ?? null,
    resumes: saga.resumes,
    createdAt: iso(saga.createdAt),
    updatedAt: iso(saga.updatedAt),
  };
}
