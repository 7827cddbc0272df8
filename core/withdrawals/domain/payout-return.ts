import { createHash } from "node:crypto";
import { makeId, uniqueFrom } from "../../foundation/domain/ids.ts";
import type { PayoutProviderName } from "./payout-provider.ts";

/** The same for the same return, whoever tells of it and how often. */
export function returnIdOf(tenantId: string, provider: PayoutProviderName, reference: string): string {
  return makeId("ret", tenantId, uniqueFrom(createHash("sha256").update(`${provider}\n${reference}`).digest()));
}
