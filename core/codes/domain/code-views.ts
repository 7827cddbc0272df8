import type { CampaignView, CodeRedemptionView, CodeView } from "../../../contract/answers/codes.ts";
import type { JobView } from "../../../contract/answers/jobs.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { Campaign } from "./campaign.ts";
import type { Code } from "./code.ts";
import type { CodeUse } from "./code-use.ts";
import type { CodeJob } from "./job.ts";

export function campaignView(campaign: Campaign): CampaignView {
  return {
    campaignId: campaign.campaignId,
    name: campaign.name,
    offerId: campaign.terms.offerId,
    usesPerCode: campaign.usesPerCode,
    startsAt: iso(campaign.startsAt),
    endsAt: iso(campaign.endsAt),
    codePrefix: campaign.codePrefix ?? null,
    status: campaign.status,
    codesIssued: campaign.codesIssued,
    createdAt: iso(campaign.createdAt),
    updatedAt: iso(campaign.updatedAt),
  };
}

/** `left`: uses that are free, over all slots. */
export function codeStatus(code: Pick<Code, "isDisabled" | "endsAt">, left: number, nowMs: number): CodeView["status"] {
  if (code.isDisabled) return "DISABLED";
  if (code.endsAt !== undefined && nowMs >= code.endsAt) return "EXPIRED";
  return left > 0 ? "ACTIVE" : "EXHAUSTED";
}

/** Never the code itself. */
export function codeView(code: Code, left: number, nowMs: number): CodeView {
  return {
    codeId: code.codeId,
    last4: code.last4,
    status: codeStatus(code, left, nowMs),
    uses: code.usesPerCode - left,
    usesMax: code.usesPerCode,
  };
}

export function jobView(job: CodeJob): JobView {
  return {
    jobId: job.jobId,
    kind: job.own ? ("own-codes" as const) : ("code-generation" as const),
    status: job.state,
    done: job.cursor,
    total: job.total,
    errors: job.errors,
  };
}

export function codeUseView(use: CodeUse): CodeRedemptionView {
  return {
    codeRedemptionId: use.codeRedemptionId,
    status: use.state,
    orderId: use.orderId,
    subscriptionId: use.subscriptionId,
    offerId: use.offerId,
    campaignId: use.campaignId,
    userId: use.userId ?? null,
    reference: use.reference ?? null,
    isNew: use.isNew,
    startsAt: iso(use.startsAt),
    endsAt: iso(use.endsAt),
    last4: use.last4,
    reversedAt: iso(use.reversedAt),
    createdAt: iso(use.createdAt),
  };
}
