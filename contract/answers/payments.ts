import * as z from "zod";
import { CHANNELS } from "../../core/payments/domain/channel.ts";
import { PAYMENT_STATES, REFUND_STATES } from "../../core/payments/domain/payment.ts";
import { PAYMENT_SAGA, type PaymentStep, STEP_STATES } from "../../core/payments/domain/payment-saga.ts";
import { SAGA_STATES } from "../../core/payments/domain/saga.ts";
import { money } from "../fields.ts";
import { listOf, sum, time, timelineEntry } from "./shared.ts";

const refund = z.strictObject({
  refundId: z.string(),
  paymentId: z.string(),
  amount: money,
  status: z.enum(REFUND_STATES),
  reason: z.string(),
  origin: z.enum(["caller", "late-success", "channel", "dispute"]),
  providerReference: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
});
export type RefundView = z.infer<typeof refund>;

const dispute = z.strictObject({ reference: z.string(), status: z.string(), amount: sum, at: time });

export const payment = z.strictObject({
  paymentId: z.string(),
  sagaId: z.string(),
  orderId: z.string(),
  orderNo: z.string(),
  status: z.enum(PAYMENT_STATES),
  amount: money,
  channel: z.enum(CHANNELS),
  customerId: z.string().nullable(),
  description: z.string().nullable(),
  outcome: z.enum(["succeeded", "declined", "cancelled"]).nullable(),
  reason: z.string().nullable(),
  paymentUrl: z.string().nullable(),
  providerReference: z.string().nullable(),
  expiresAt: time.nullable(),
  cancelRequestedAt: time.nullable(),
  refunded: sum,
  refundedAtChannel: sum.nullable(),
  dispute: dispute.nullable(),
  refunds: z.array(refund),
  createdAt: time,
  updatedAt: time,
});
export type PaymentView = z.infer<typeof payment>;

const sagaSummary = z.strictObject({
  sagaId: z.string(),
  paymentId: z.string(),
  status: z.enum(SAGA_STATES),
  cursor: z.string().nullable(),
  parkedFrom: z.enum(["RUNNING", "COMPENSATING"]).nullable(),
  resumes: z.int(),
  createdAt: time,
  updatedAt: time,
});
export type SagaSummaryView = z.infer<typeof sagaSummary>;

const data = z.record(z.string(), z.unknown()).nullable();
const step = z.strictObject({
  step: z.enum(PAYMENT_SAGA.map((row) => row.step) as [PaymentStep, ...PaymentStep[]]),
  order: z.int(),
  kind: z.enum(["compensatable", "pivot", "retriable"]),
  compensation: z.string().nullable(),
  status: z.enum(STEP_STATES),
  executeData: data,
  compensateData: data,
  result: z
    .strictObject({
      providerReference: z.string(),
      paymentUrl: z.string(),
      amount: money,
      declined: z.string(),
      givenBack: sum,
    })
    .partial()
    .nullable(),
  callback: z
    .strictObject({
      type: z.enum(["paid", "declined"]),
      eventId: z.string(),
      amount: sum.optional(),
      providerReference: z.string().optional(),
      afterSend: z.boolean().optional(),
      at: time,
    })
    .nullable(),
  error: z.string().nullable(),
  tries: z.int(),
  maxTries: z.int().nullable(),
  lookups: z.int(),
  compensationTries: z.int(),
  nextRetryAt: time.nullable(),
  updatedAt: time.nullable(),
});

const saga = sagaSummary.extend({
  version: z.int(),
  epoch: z.int(),
  openSteps: z.int(),
  deadline: time,
  executions: z.array(z.string()),
  steps: z.array(step),
  payment: payment.pick({ orderNo: true, status: true, amount: true }),
});
export type SagaView = z.infer<typeof saga>;

export const PAYMENT_ANSWERS = {
  AcceptedPayment: payment.pick({ paymentId: true, sagaId: true, orderId: true, status: true }),
  Payment: payment,
  PaymentList: listOf(payment),
  PaymentTimeline: z.strictObject({ paymentId: z.string(), items: z.array(timelineEntry.omit({ attempt: true })) }),
  Refund: refund,
  RefundList: listOf(refund),
  Saga: saga,
  SagaList: listOf(sagaSummary),
  SagaAction: z.strictObject({
    sagaId: z.string(),
    paymentId: z.string(),
    status: z.literal("ACCEPTED"),
    action: z.string(),
  }),
};
