import type { ACCESS_ANSWERS } from "../answers/access.ts";
import { AT, type Example, ID, pageOf, usd } from "./shared.ts";

const policy: Example<"WithdrawalPolicy"> = {
  merchantId: "acme",
  currency: "USD",
  approvals: [
    { above: usd(100_000), count: 1 },
    { above: usd(1_000_000), count: 2 },
  ],
  fee: { fixed: usd(25), basisPoints: 50 },
  dailyLimit: usd(5_000_000),
  coolingSeconds: 86_400,
  updatedAt: AT.setUp,
};
const merchant: Example<"Merchant"> = {
  merchantId: "acme",
  name: "Acme Ltd",
  country: "US",
  status: "ACTIVE",
  requestLimit: { requestsPerSecond: 100, burst: 500 },
  withdrawalPolicies: [policy],
  createdAt: AT.setUp,
  updatedAt: AT.setUp,
};
const apiKey: Example<"ApiKey"> = {
  keyId: ID.merchantKey,
  merchantId: "acme",
  scopes: ["payments", "withdrawals"],
  label: "Shop server",
  status: "ACTIVE",
  createdAt: AT.setUp,
  expiresAt: null,
  previousValidUntil: null,
  revokedAt: null,
  lastUsedAt: AT.hour,
};
const channelAccount: Example<"ChannelAccount"> = {
  channel: "stripe",
  configured: true,
  last4: "4eC3",
  updatedAt: AT.setUp,
};

export const ACCESS_EXAMPLES = {
  ChannelAccount: channelAccount,
  ChannelAccountList: { items: [channelAccount] },
  WithdrawalPolicy: policy,
  ApiKey: apiKey,
  ApiKeyList: pageOf(apiKey),
  ApiKeyShown: { ...apiKey, lastUsedAt: null, key: "tnd_E8CTGG5KH44A_<secret>" },
  Merchant: merchant,
  MerchantList: pageOf(merchant),
} satisfies { [N in keyof typeof ACCESS_ANSWERS]: Example<N> };
