import * as z from "zod/mini";
import { CHANNELS } from "../../core/payments/domain/channel.ts";
import { PAYMENT_STATES, REFUND_STATES } from "../../core/payments/domain/payment.ts";
import { PAYMENT_SAGA, type PaymentStep, STEP_STATES } from "../../core/payments/domain/payment-saga.ts";
import { SAGA_STATES } from "../../core/payments/domain/saga.ts";
import { money } from "../fields/money.ts";
import { listOf, sum, time, timelineEntry } from "./shared.ts";

const refund = z.strictObject({
  refundId: z.string(),
  paymentId: z.string(),
  amount: money,
  status: z.enum(REFUND_STATES),
  reason: z.string(),
  origin: z.enum(["caller", "late-success", "channel", "dispute"]),
  providerReference: z.nullable(z.string()),
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
  customerId: z.nullable(z.string()),
  description: z.nullable(z.string()),
  outcome: z.nullable(z.enum(["succeeded", "declined", "cancelled"])),
  reason: z.nullable(z.string()),
  paymentUrl: z.nullable(z.string()),
  providerReference: z.nullable(z.string()),
  expiresAt: z.nullable(time),
  cancelRequestedAt: z.nullable(time),
  refunded: sum,
  refundedAtChannel: z.nullable(sum),
  dispute: z.nullable(dispute),
  refunds: z.array(refund),
  createdAt: time,
  updatedAt: time,
});
export type PaymentView = z.infer<typeof payment>;

const sagaSummary = z.strictObject({
  sagaId: z.string(),
  paymentId: z.string(),
  status: z.enum(SAGA_STATES),
  cursor: z.nullable(z.string()),
  parkedFrom: z.nullable(z.enum(["RUNNING", "COMPENSATING"])),
  resumes: z.int(),
  createdAt: time,
  updatedAt: time,
});
export type SagaSummaryView = z.infer<typeof sagaSummary>;

const data = z.nullable(z.record(z.string(), z.unknown()));
const step = z.strictObject({
  step: z.enum(PAYMENT_SAGA.map((row) => row.step) as [PaymentStep, ...PaymentStep[]]),
  order: z.int(),
  kind: z.enum(["compensatable", "pivot", "retriable"]),
  compensation: z.nullable(z.string()),
  status: z.enum(STEP_STATES),
  executeData: data,
  compensateData: data,
  result: z.nullable(
    z.partial(
      z.strictObject({
        providerReference: z.string(),
        paymentUrl: z.string(),
        amount: money,
        declined: z.string(),
        givenBack: sum,
      }),
    ),
  ),
  callback: z.nullable(
    z.strictObject({
      type: z.enum(["paid", "declined"]),
      eventId: z.string(),
      amount: z.optional(sum),
      providerReference: z.optional(z.string()),
      afterSend: z.optional(z.boolean()),
      at: time,
    }),
  ),
  error: z.nullable(z.string()),
  tries: z.int(),
  maxTries: z.nullable(z.int()),
  lookups: z.int(),
  compensationTries: z.int(),
  nextRetryAt: z.nullable(time),
  updatedAt: z.nullable(time),
});

const saga = z.extend(sagaSummary, {
  version: z.int(),
  epoch: z.int(),
  openSteps: z.int(),
  deadline: time,
  executions: z.array(z.string()),
  steps: z.array(step),
  payment: z.pick(payment, { orderNo: true, status: true, amount: true }),
});
export type SagaView = z.infer<typeof saga>;

export const PAYMENT_ANSWERS = {
  AcceptedPayment: z.pick(payment, { paymentId: true, sagaId: true, orderId: true, status: true }),
  Payment: payment,
  PaymentList: listOf(payment),
  PaymentTimeline: z.strictObject({ paymentId: z.string(), items: z.array(z.omit(timelineEntry, { attempt: true })) }),
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
