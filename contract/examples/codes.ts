import type { CODE_ANSWERS } from "../answers/codes.ts";
import type { JOB_ANSWERS } from "../answers/jobs.ts";
import { AT, type Example, ID, pageOf } from "./shared.ts";

const campaign: Example<"Campaign"> = {
  campaignId: ID.campaign,
  name: "Spring",
  offerId: ID.offer,
  usesPerCode: 1,
  startsAt: null,
  endsAt: "2027-06-30T23:59:59.000Z",
  codePrefix: "SPRING",
  status: "ACTIVE",
  codesIssued: 1000,
  createdAt: AT.setUp,
  updatedAt: AT.setUp,
};
const code: Example<"Code"> = { codeId: ID.code, last4: "CTFR", status: "ACTIVE", uses: 0, usesMax: 1 };
export const codeRedemption: Example<"CodeRedemption"> = {
  codeRedemptionId: ID.codeRedemption,
  status: "SUCCEEDED",
  orderId: ID.codeOrder,
  subscriptionId: ID.subscription,
  offerId: ID.offer,
  campaignId: ID.campaign,
  userId: "user-17",
  reference: null,
  isNew: true,
  startsAt: AT.ended,
  endsAt: AT.nextMonth,
  last4: "CTFR",
  reversedAt: null,
  createdAt: AT.ended,
};

export const CODE_EXAMPLES = {
  Campaign: campaign,
  CampaignList: pageOf(campaign),
  Code: code,
  CodeList: pageOf(code),
  CodeWithCampaign: { ...code, campaign },
  CodeRedemption: codeRedemption,
  CodeRedemptionList: pageOf(codeRedemption),
  CodeRedemptionPreview: { verdict: "ok", offerId: ID.offer, startsAt: AT.ended, endsAt: AT.nextMonth },
} satisfies { [N in keyof typeof CODE_ANSWERS]: Example<N> };

export const JOB_EXAMPLES = {
  Job: { jobId: ID.job, kind: "code-generation", status: "RUNNING", done: 400, total: 1000, errors: [] },
  JobAccepted: { jobId: ID.job },
} satisfies { [N in keyof typeof JOB_ANSWERS]: Example<N> };
