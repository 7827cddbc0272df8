import type { WebhookJob } from "../../core/foundation/domain/jobs.ts";
import type { WorkResult } from "../../core/foundation/services/work-result.ts";
import type { SagaDeps } from "../../core/payments/services/deps.ts";
import { applyWebhook } from "../../core/payments/services/webhook-work.ts";
import { payoutProviderOf } from "../../core/withdrawals/domain/payout-provider.ts";
import { applyPayoutEvent } from "../../core/withdrawals/services/payout-event-work.ts";

/** One inbox has what all vendors tell: of money that came in, and of money that went out. */
export function applyReceived(deps: SagaDeps, job: WebhookJob, remainingMs: () => number): Promise<WorkResult> {
  return payoutProviderOf(job.channel) === undefined
    ? applyWebhook(deps, job, remainingMs)
    : applyPayoutEvent(deps, job);
}
