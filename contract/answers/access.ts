import * as z from "zod/mini";
import { SCOPES } from "../../core/access/domain/api-key.ts";
import { MERCHANT_STATUSES } from "../../core/access/domain/merchant.ts";
import { ACCOUNT_CHANNELS } from "../../core/payments/domain/channel.ts";
import { money } from "../fields/money.ts";
import { listOf, sum, time } from "./shared.ts";

const withdrawalPolicy = z.strictObject({
  merchantId: z.string(),
  currency: z.string(),
  approvals: z.array(z.strictObject({ above: money, count: z.int() })),
  fee: z.strictObject({ fixed: sum, basisPoints: z.int() }),
  dailyLimit: z.nullable(money),
  coolingSeconds: z.int(),
  updatedAt: time,
});
export type WithdrawalPolicyView = z.infer<typeof withdrawalPolicy>;

const merchant = z.strictObject({
  merchantId: z.string(),
  /** Of a merchant whose first key was made from the command line, null. */
  name: z.nullable(z.string()),
  country: z.nullable(z.string()),
  status: z.enum(MERCHANT_STATUSES),
  requestLimit: z
    .strictObject({
      requestsPerSecond: z.int(),
      burst: z.int().check(z.meta({ description: "At once, after it has been quiet" })),
    })
    .check(z.meta({ description: "What comes beyond is answered 429 `rate-limited`" })),
  withdrawalPolicies: z.array(withdrawalPolicy).check(z.meta({ description: "One for each currency that has one" })),
  createdAt: time,
  updatedAt: time,
});
export type MerchantView = z.infer<typeof merchant>;

const apiKey = z.strictObject({
  keyId: z.string(),
  merchantId: z.nullable(z.string()).check(z.meta({ description: "null: the platform's" })),
  scopes: z.array(z.enum(SCOPES)),
  label: z.nullable(z.string()),
  status: z.enum(["ACTIVE", "EXPIRED", "REVOKED"]),
  createdAt: time,
  expiresAt: z.nullable(time),
  previousValidUntil: z
    .nullable(time)
    .check(z.meta({ description: "Until when the secret before the last rotation opens" })),
  revokedAt: z.nullable(time),
  lastUsedAt: z.nullable(time).check(z.meta({ description: "The hour in which it was used last" })),
});
export type ApiKeyView = z.infer<typeof apiKey>;

const shownApiKey = z.extend(apiKey, {
  key: z
    .string()
    .check(
      z.meta({ description: "What to send as `Authorization: Bearer`. Shown in this answer and its replays alone" }),
    ),
});

const channelAccount = z.strictObject({
  channel: z.enum(ACCOUNT_CHANNELS),
  configured: z.boolean().check(z.meta({ description: "false: it was taken away" })),
  last4: z.nullable(z.string()).check(
    z.meta({
      description:
        "The last four characters of Stripe's secret key, Alipay's app id or epay's pid; null where that has fewer than eight",
    }),
  ),
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
