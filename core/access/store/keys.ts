import { createHash } from "node:crypto";
import { uniqueAt } from "../../foundation/domain/ids.ts";
import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

/** Where something stands in a list, newest first: by its creation, and each time at the same place. */
export const placeAt = (id: string, createdAt: number): string =>
  uniqueAt(createdAt, createHash("sha256").update(id).digest());

/** Apart from the key's own row, which every request's process reads again and again. */
export const keyUseKey = (keyId: string): Key => head(`KEYUSE#${keyId}`);

/** All policies of one merchant in one partition, so that one query reads them; what operators did with them stands beside. */
export const policyPartition = (tenantId: string): string => `POLICY#${tenantId}`;
export const OF_CURRENCY = "CURRENCY#";
export const policyKey = (tenantId: string, currency: string): Key => ({
  pk: policyPartition(tenantId),
  sk: `${OF_CURRENCY}${currency}`,
});

/** In `transient`: how far a merchant's requests have used up what it may ask for. */
export const requestRateKey = (tenantId: string): Key => head(`RATE#${tenantId}`);
