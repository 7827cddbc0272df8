import * as z from "zod";
import { SCOPES } from "../../core/access/domain/api-key.ts";
import { MERCHANT_STATUSES } from "../../core/access/domain/merchant.ts";
import { ACCOUNT_CHANNELS } from "../../core/payments/domain/channel.ts";
import { money } from "../fields.ts";
import { listOf, sum, time } from "./shared.ts";

const withdrawalPolicy = z.strictObject({
  merchantId: z.string(),
  currency: z.string(),
  approvals: z.array(z.strictObject({ above: money, count: z.int() })),
  fee: z.strictObject({ fixed: sum, basisPoints: z.int() }),
  dailyLimit: money.nullable(),
  coolingSeconds: z.int(),
  updatedAt: time,
});
export type WithdrawalPolicyView = z.infer<typeof withdrawalPolicy>;

const merchant = z.strictObject({
  merchantId: z.string(),
  /** Of a merchant whose first key was made from the command line, null. */
  name: z.string().nullable(),
  country: z.string().nullable(),
  status: z.enum(MERCHANT_STATUSES),
  requestLimit: z
    .strictObject({
      requestsPerSecond: z.int(),
      burst: z.int().meta({ description: "At once, after it has been quiet" }),
    })
    .meta({ description: "What comes beyond is answered 429 `rate-limited`" }),
  withdrawalPolicies: z.array(withdrawalPolicy).meta({ description: "One for each currency that has one" }),
  createdAt: time,
  updatedAt: time,
});
export type MerchantView = z.infer<typeof merchant>;

const apiKey = z.strictObject({
  keyId: z.string(),
  merchantId: z.string().nullable().meta({ description: "null: the platform's" }),
  scopes: z.array(z.enum(SCOPES)),
  label: z.string().nullable(),
  status: z.enum(["ACTIVE", "EXPIRED", "REVOKED"]),
  createdAt: time,
  expiresAt: time.nullable(),
  previousValidUntil: time.nullable().meta({ description: "Until when the secret before the last rotation opens" }),
  revokedAt: time.nullable(),
  lastUsedAt: time.nullable().meta({ description: "The hour in which it was used last" }),
});
export type ApiKeyView = z.infer<typeof apiKey>;

const shownApiKey = apiKey.extend({
  key: z
    .string()
    .meta({ description: "What to send as `Authorization: Bearer`. Shown in this answer and its replays alone" }),
});

const channelAccount = z.strictObject({
  channel: z.enum(ACCOUNT_CHANNELS),
  configured: z.boolean().meta({ description: "false: it was taken away" }),
  last4: z.string().nullable().meta({
    description:
      "The last four characters of Stripe's secret key, Alipay's app id or epay's pid; null where that has fewer than eight",
  }),
  updatedAt: time,
});
export type ChannelAccountView = z.infer<typeof channelAccount>;

const channelAccountList = z.strictObject({ items: z.array(channelAccount) });
export type ChannelAccountListView = z.infer<typeof channelAccountList>;

export const ACCESS_ANSWERS = {
  ChannelAccount: channelAccount,
  ChannelAccountList: channelAccountList,
  WithdrawalPolicy: withdrawalPolicy,
  ApiKey: apiKey,
  ApiKeyList: listOf(apiKey),
  ApiKeyShown: shownApiKey,
  Merchant: merchant,
  MerchantList: listOf(merchant),
};
