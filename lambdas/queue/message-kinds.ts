import type { RefundJob, SagaJob, WebhookJob } from "../../core/domain/jobs.ts";
import type { Deps, RedemptionRef } from "../../core/services/deps.ts";
import { workRedemption } from "../../core/services/redemption-work.ts";
import { workRefund } from "../../core/services/refund-work.ts";
import { type SagaStartDeps, startExecution } from "../../core/services/saga-start.ts";
import { applyWebhook } from "../../core/services/webhook-work.ts";
import { REDEMPTION_POINTER, REFUND_POINTER, SAGA_POINTER, WEBHOOK_POINTER } from "../job-pointers.ts";
import type { MessageKind } from "./work-messages.ts";

/** Each queue's messages. Tests replace `work`. */

export const redemptionMessages: MessageKind<Deps, RedemptionRef> = {
  pointer: REDEMPTION_POINTER,
  work: workRedemption,
  send: (deps, ref, delaySeconds) => deps.queue.send([{ ref, delaySeconds }]),
};

export const refundMessages: MessageKind<Deps, RefundJob> = {
  pointer: REFUND_POINTER,
  work: workRefund,
  send: (deps, body, delaySeconds) => deps.jobs.send([{ job: { queue: "refunds", body }, delaySeconds }]),
};

export const webhookMessages: MessageKind<Deps, WebhookJob> = {
  pointer: WEBHOOK_POINTER,
  work: applyWebhook,
  send: (deps, body, delaySeconds) => deps.jobs.send([{ job: { queue: "webhooks", body }, delaySeconds }]),
};

export const sagaMessages: MessageKind<SagaStartDeps, SagaJob> = {
  pointer: SAGA_POINTER,
  work: startExecution,
  send: async () => {},
};
