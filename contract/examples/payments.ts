import type { PAYMENT_ANSWERS } from "../answers/payments.ts";
import { AT, type Example, ID, pageOf, usd } from "./shared.ts";

export const refund: Example<"Refund"> = {
  refundId: ID.refund,
  paymentId: ID.payment,
  amount: usd(500),
  status: "SUCCEEDED",
  reason: "one of four was broken",
  origin: "caller",
  providerReference: "sbx_R4K9W2",
  createdAt: AT.later,
  updatedAt: AT.later,
};
export const payment: Example<"Payment"> = {
  paymentId: ID.payment,
  sagaId: ID.saga,
  orderId: ID.order,
  orderNo: "A-1001",
  status: "SUCCEEDED",
  amount: usd(1999),
  channel: "sandbox",
  customerId: "customer-42",
  description: "Pro, one month",
  outcome: "succeeded",
  reason: null,
  paymentUrl: null,
  providerReference: "sbx_7Q2M4K",
  expiresAt: AT.later,
  cancelRequestedAt: null,
  refunded: usd(0),
  refundedAtChannel: null,
  dispute: null,
  refunds: [],
  createdAt: AT.asked,
  updatedAt: AT.ended,
};

const saga: Example<"SagaList">["items"][number] = {
  sagaId: ID.saga,
  paymentId: ID.payment,
  status: "NEEDS_REVIEW",
  cursor: "ChargePayment",
  parkedFrom: "RUNNING",
  resumes: 0,
  createdAt: AT.asked,
  updatedAt: AT.later,
};
type Step = Example<"Saga">["steps"][number];
const idle = {
  executeData: null,
  compensateData: null,
  result: null,
  callback: null,
  error: null,
  maxTries: null,
  lookups: 0,
  compensationTries: 0,
  nextRetryAt: null,
} satisfies Partial<Step>;
const steps: Step[] = [
  {
    ...idle,
    step: "CreateOrder",
    order: 0,
    kind: "compensatable",
    compensation: "CancelOrder",
    status: "SUCCEEDED",
    executeData: { orderId: ID.order, orderNo: "A-1001" },
    compensateData: { orderId: ID.order },
    tries: 1,
    updatedAt: AT.sent,
  },
  {
    ...idle,
    step: "ChargePayment",
    order: 1,
    kind: "pivot",
    compensation: "CancelCharge",
    status: "UNKNOWN",
    error: "timeout",
    tries: 4,
    maxTries: 4,
    lookups: 5,
    updatedAt: AT.later,
  },
];
const entry = { by: "worker" as const, keyId: null, detail: null };

export const PAYMENT_EXAMPLES = {
  AcceptedPayment: { paymentId: ID.payment, sagaId: ID.saga, orderId: ID.order, status: "PROCESSING" },
  Payment: payment,
  PaymentList: pageOf(payment),
  PaymentTimeline: {
    paymentId: ID.payment,
    items: [
      { ...entry, at: AT.asked, event: "accepted", by: "caller", keyId: ID.merchantKey, detail: "A-1001" },
      { ...entry, at: AT.sent, event: "ChargePayment: sent" },
      { ...entry, at: AT.ended, event: "ChargePayment: succeeded" },
    ],
  },
  Refund: refund,
  RefundList: pageOf(refund),
  Saga: {
    ...saga,
    version: 1,
    epoch: 1,
    openSteps: 1,
    deadline: AT.later,
    executions: [ID.saga],
    steps,
    payment: { orderNo: "A-1001", status: "NEEDS_REVIEW", amount: usd(1999) },
  },
  SagaList: pageOf(saga),
  SagaAction: { sagaId: ID.saga, paymentId: ID.payment, status: "ACCEPTED", action: "step resolved SUCCEEDED" },
} satisfies { [N in keyof typeof PAYMENT_ANSWERS]: Example<N> };
