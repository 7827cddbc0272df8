import { batchItemSk } from "../../foundation/store/batch-rows.ts";
import { head } from "../../foundation/store/keys.ts";
import type { Key } from "../../foundation/store/table.ts";

export const templateKey = (tenantId: string, templateId: string): Key => head(`TPL#${tenantId}#${templateId}`);
export const notificationPartition = (ref: { tenantId: string; notificationId: string }): string =>
  `NTF#${ref.tenantId}#${ref.notificationId}`;
export const notificationKey = (ref: { tenantId: string; notificationId: string }): Key =>
  head(notificationPartition(ref));
export const notificationBatchPartition = (tenantId: string, batchId: string): string => `NTB#${tenantId}#${batchId}`;
export const notificationBatchKey = (tenantId: string, batchId: string): Key =>
  head(notificationBatchPartition(tenantId, batchId));
export const notificationBatchItemKey = (tenantId: string, batchId: string, notificationId: string): Key => ({
  pk: notificationBatchPartition(tenantId, batchId),
  sk: batchItemSk(notificationId),
});

export const listOfNotifications = (tenantId: string, state: string, shard: number): string =>
  `NTF#${tenantId}#${state}#${shard}`;
/** `receiver` index: what was meant for one receiver, until that is forgotten. */
export const notificationsTo = (tenantId: string, receiverMark: string): string => `NTF#${tenantId}#${receiverMark}`;
/** `owner` index: what a batch was the last to submit, newest first. */
export const notificationsOfBatch = (tenantId: string, batchId: string): string => `NTB#${tenantId}#${batchId}`;
