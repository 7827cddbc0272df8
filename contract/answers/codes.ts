import * as z from "zod";
import { CAMPAIGN_STATUSES } from "../../core/codes/domain/campaign.ts";
import { listOf, time } from "./shared.ts";

const campaign = z.strictObject({
  campaignId: z.string(),
  name: z.string(),
  offerId: z.string(),
  usesPerCode: z.int(),
  startsAt: time.nullable(),
  endsAt: time.nullable(),
  codePrefix: z.string().nullable(),
  status: z.enum(CAMPAIGN_STATUSES),
  codesIssued: z.int(),
  createdAt: time,
  updatedAt: time,
});
export type CampaignView = z.infer<typeof campaign>;

const code = z.strictObject({
  codeId: z.string(),
  last4: z.string().meta({ description: "The last four characters; of a short code fewer" }),
  status: z.enum(["ACTIVE", "EXHAUSTED", "DISABLED", "EXPIRED"]),
  uses: z.int(),
  usesMax: z.int(),
});
export type CodeView = z.infer<typeof code>;

const codeRedemption = z.strictObject({
  codeRedemptionId: z.string(),
  status: z.enum(["SUCCEEDED", "REVERSED"]),
  orderId: z.string(),
  subscriptionId: z.string(),
  offerId: z.string(),
  campaignId: z.string(),
  userId: z.string().nullable().meta({ description: "null: the user was forgotten" }),
  reference: z.string().nullable(),
  isNew: z.boolean().meta({ description: "The user's first order of any of the merchant's offers" }),
  startsAt: time,
  endsAt: time.meta({ description: "Of the subscription, as this use left it" }),
  last4: z.string(),
  reversedAt: time.nullable(),
  createdAt: time,
});
export type CodeRedemptionView = z.infer<typeof codeRedemption>;

const VERDICTS = ["ok", "already-used", "code-invalid", "offer-inactive", "quota-exceeded", "out-of-stock"] as const;

const preview = z.strictObject({
  verdict: z.enum(VERDICTS),
  offerId: z.string().exactOptional(),
  startsAt: time.exactOptional(),
  endsAt: time.exactOptional(),
});
export type CodeRedemptionPreview = z.infer<typeof preview>;

export const CODE_ANSWERS = {
  Campaign: campaign,
  CampaignList: listOf(campaign),
  Code: code,
  CodeList: listOf(code),
  CodeWithCampaign: code.extend({ campaign }),
  CodeRedemption: codeRedemption,
  CodeRedemptionList: listOf(codeRedemption),
  CodeRedemptionPreview: preview,
};
