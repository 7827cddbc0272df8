import type { WebhookJob } from "../../core/foundation/domain/jobs.ts";
import type { JobDeps } from "../../core/foundation/services/deps.ts";
import type { SagaDeps } from "../../core/payments/services/deps.ts";
import { applyWebhook } from "../../core/payments/services/webhook-work.ts";
import { WEBHOOK_POINTER } from "../runtime/job-pointers.ts";
import type { MessageKind } from "./work-messages.ts";

export const webhookMessages: MessageKind<SagaDeps & JobDeps, WebhookJob> = {
  pointer: WEBHOOK_POINTER,
  work: applyWebhook,
  send: (deps, body, delaySeconds) => deps.jobs.send([{ job: { queue: "webhooks", body }, delaySeconds }]),
};
