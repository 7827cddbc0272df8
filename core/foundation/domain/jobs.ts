/** Messages between our own functions: pointers only. Any of them may be lost, repeated or late. */

import type { RedemptionRef } from "./ids.ts";
import type { LongJobRef } from "./long-job.ts";

/** SQS delays a message by so much at most. */
export const DELAY_MAX_SECONDS = 900;

export interface SagaJob {
  tenantId: string;
  sagaId: string;
  /** Which execution should drive it. */
  executionName: string;
  /** An execution that has to stop first: its saga has been turned round. */
  stopName?: string;
}

export interface RefundJob {
  tenantId: string;
  paymentId: string;
  refundId: string;
}

export interface WebhookJob {
  tenantId: string;
  channel: string;
  eventId: string;
}

export interface CodeJobRef {
  tenantId: string;
  jobId: string;
}

export interface WithdrawalJob {
  tenantId: string;
  withdrawalId: string;
}

export interface NotificationJob {
  tenantId: string;
  notificationId: string;
}

export interface OrderJobRef {
  tenantId: string;
  orderId: string;
}

export interface DeliveryJob {
  tenantId: string;
  deliveryId: string;
  eventId: string;
  webhookEndpointId: string;
}

/** What a message of each queue points to. */
export interface JobBodies {
  redemptions: RedemptionRef;
  sagas: SagaJob;
  refunds: RefundJob;
  webhooks: WebhookJob;
  codes: CodeJobRef;
  withdrawals: WithdrawalJob;
  orders: OrderJobRef;
  notifications: NotificationJob;
  deliveries: DeliveryJob;
  replays: LongJobRef;
}

/** Whose messages are taken in turns with each other's: a merchant, or an endpoint, that has many of them holds up nobody else's. */
export function turnOf({ queue, body }: Job): string {
  return queue === "deliveries" ? body.webhookEndpointId : body.tenantId;
}

export type JobQueue = keyof JobBodies;
export type Job = { [Queue in JobQueue]: { queue: Queue; body: JobBodies[Queue] } }[JobQueue];
export const JOB_QUEUES = [
  "redemptions",
  "sagas",
  "refunds",
  "webhooks",
  "codes",
  "withdrawals",
  "orders",
  "notifications",
  "deliveries",
  "replays",
] as const satisfies readonly JobQueue[];
