import * as z from "zod/mini";
import { CAMPAIGN_STATUSES } from "../../core/codes/domain/campaign.ts";
import { listOf, time } from "./shared.ts";

const campaign = z.strictObject({
  campaignId: z.string(),
  name: z.string(),
  offerId: z.string(),
  usesPerCode: z.int(),
  startsAt: z.nullable(time),
  endsAt: z.nullable(time),
  codePrefix: z.nullable(z.string()),
  status: z.enum(CAMPAIGN_STATUSES),
  codesIssued: z.int(),
  createdAt: time,
  updatedAt: time,
});
export type CampaignView = z.infer<typeof campaign>;

const code = z.strictObject({
  codeId: z.string(),
  last4: z.string().check(z.meta({ description: "The last four characters; of a short code fewer" })),
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
  userId: z.nullable(z.string()).check(z.meta({ description: "null: the user was forgotten" })),
  reference: z.nullable(z.string()),
  isNew: z.boolean().check(z.meta({ description: "The user's first order of any of the merchant's offers" })),
  startsAt: time,
  endsAt: time.check(z.meta({ description: "Of the subscription, as this use left it" })),
  last4: z.string(),
  reversedAt: z.nullable(time),
  createdAt: time,
});
export type CodeRedemptionView = z.infer<typeof codeRedemption>;

const VERDICTS = ["ok", "already-used", "code-invalid", "offer-inactive", "quota-exceeded", "out-of-stock"] as const;

const preview = z.strictObject({
  verdict: z.enum(VERDICTS),
  offerId: z.exactOptional(z.string()),
  startsAt: z.exactOptional(time),
  endsAt: z.exactOptional(time),
});
export type CodeRedemptionPreview = z.infer<typeof preview>;

export const CODE_ANSWERS = {
  Campaign: campaign,
  CampaignList: listOf(campaign),
  Code: code,
  CodeList: listOf(code),
  CodeWithCampaign: z.extend(code, { campaign }),
  CodeRedemption: codeRedemption,
  CodeRedemptionList: listOf(codeRedemption),
  CodeRedemptionPreview: preview,
};
