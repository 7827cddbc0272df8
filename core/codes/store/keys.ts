import { head, longJobKey } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

export const campaignKey = (tenantId: string, campaignId: string): Key => head(`CAMPAIGN#${tenantId}#${campaignId}`);
/** `slot` 0 is the code's own row. Each in a partition of its own: together they take what one could not. */
export const codeKey = (tenantId: string, codeId: string, slot = 0): Key =>
  slot === 0 ? head(`CODE#${tenantId}#${codeId}`) : head(`CODESLOT#${tenantId}#${codeId}#${slot}`);
export const codeUseKey = (tenantId: string, codeRedemptionId: string): Key =>
  head(`CODEUSE#${tenantId}#${codeRedemptionId}`);
export const codeJobKey = (tenantId: string, jobId: string): Key => longJobKey("code-job", { tenantId, jobId });
/** In `transient`. */
export const triesKey = (tenantId: string, userMark: string): Key => head(`TRY#${tenantId}#${userMark}`);

export const listOfCodes = (tenantId: string, campaignId: string, shard: number): string =>
  `CODE#${tenantId}#${campaignId}#${shard}`;
export const listOfUses = (tenantId: string, campaignId: string, shard: number): string =>
  `CODEUSE#${tenantId}#${campaignId}#${shard}`;
/** `owner` index: what one user has, newest first; what was forgotten is not in it. */
export const usesOfUser = (tenantId: string, userMark: string): string => `CODEUSE#${tenantId}#${userMark}`;
