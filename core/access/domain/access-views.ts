import type { MerchantView } from "../../../contract/answers/access.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import { type Merchant, statusOf } from "./merchant.ts";

export function merchantView(merchant: Merchant): MerchantView {
  const { tenantId, name = null, country = null, createdAt, updatedAt } = merchant;
  return {
    merchantId: tenantId,
    name,
    country,
    status: statusOf(merchant),
    withdrawalPolicies: [],
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt ?? createdAt),
  };
}
