import type { ApiKeyView, MerchantView } from "../../../contract/answers/access.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import type { RequestLimit } from "../../foundation/domain/limits.ts";
import { type ApiKeyRecord, keyStatus } from "./api-key.ts";
import { type Merchant, statusOf } from "./merchant.ts";
import { policyView, type WithdrawalPolicy } from "./withdrawal-policy.ts";

/** `usual`: the limit of a merchant that was given none. */
export function merchantView(
  merchant: Merchant,
  usual: RequestLimit,
  policies: readonly WithdrawalPolicy[] = [],
): MerchantView {
  const { tenantId, name = null, country = null, requestLimit = usual, createdAt, updatedAt } = merchant;
  return {
    merchantId: tenantId,
    name,
    country,
    status: statusOf(merchant),
    requestLimit,
    withdrawalPolicies: policies.map(policyView),
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt ?? createdAt),
  };
}

/** Never a secret, nor what it is recognised by. `lastUsedAt`: to the hour. */
export function apiKeyView(record: ApiKeyRecord, nowMs: number, lastUsedAt?: number | undefined): ApiKeyView {
  return {
    keyId: record.keyId,
    merchantId: record.tenantId ?? null,
    scopes: record.scopes,
    label: record.label ?? null,
    status: keyStatus(record, nowMs),
    createdAt: iso(record.createdAt),
    expiresAt: iso(record.expiresAt),
    previousValidUntil: iso(record.previousValidUntil),
    revokedAt: iso(record.revokedAt),
    lastUsedAt: iso(lastUsedAt),
  };
}
