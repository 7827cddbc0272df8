/** Messages between our own functions: pointers only. Any of them may be lost, repeated or late. */

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

export type Job =
  | { queue: "sagas"; body: SagaJob }
  | { queue: "refunds"; body: RefundJob }
  | { queue: "webhooks"; body: WebhookJob };
export type JobQueue = Job["queue"];
export const JOB_QUEUES = ["sagas", "refunds", "webhooks"] as const satisfies readonly JobQueue[];
