import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

export const withdrawalPartition = (tenantId: string, withdrawalId: string): string => `WD#${tenantId}#${withdrawalId}`;
export const withdrawalKey = (tenantId: string, withdrawalId: string): Key =>
  head(withdrawalPartition(tenantId, withdrawalId));
/** One vote of one key, beside what it is about. */
export const approvalKey = (tenantId: string, withdrawalId: string, keyId: string): Key => ({
  pk: withdrawalPartition(tenantId, withdrawalId),
  sk: `APPROVAL#${keyId}`,
});
/** From the merchant's number to its withdrawal, or to the word that there will be none. */
export const withdrawalNoKey = (tenantId: string, withdrawalNo: string): Key =>
  head(`WDNO#${tenantId}#${withdrawalNo}`);
export const destinationKey = (tenantId: string, destinationId: string): Key =>
  head(`DEST#${tenantId}#${destinationId}`);
/** What has been tried on one day, by UTC, in one currency. */
export const dayKey = (tenantId: string, currency: string, day: string): Key =>
  head(`WDDAY#${tenantId}#${currency}#${day}`);
/** Money that came back: once for each number that its provider gives. */
export const returnKey = (tenantId: string, returnId: string): Key => head(`RETURN#${tenantId}#${returnId}`);

export const listOfWithdrawals = (tenantId: string, state: string, shard: number): string =>
  `WD#${tenantId}#${state}#${shard}`;
