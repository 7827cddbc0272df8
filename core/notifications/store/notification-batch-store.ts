import { absent, anyOf, equals, Keep } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import { notificationBatchItemKey, notificationBatchKey } from "./keys.ts";

export interface NotificationBatchHead {
  tenantId: string;
  batchId: string;
  mode: "partial" | "atomic";
  createdAt: number;
}

/** The batch as first submitted; a later submission to the same batch leaves it as it is, and means the same. */
export function openNotificationBatch({ tenantId, batchId, mode, createdAt }: NotificationBatchHead): Write {
  return update("notification-batch.open", notificationBatchKey(tenantId, batchId), {
    set: { batchId, mode: new Keep(mode), createdAt: new Keep(createdAt) },
    only: { sameMode: anyOf(absent("mode"), equals("mode", mode)) },
  });
}

export function readNotificationBatchHead(tables: Tables, tenantId: string, batchId: string) {
  return tables.get("main", notificationBatchKey(tenantId, batchId)) as Promise<NotificationBatchHead | undefined>;
}

export interface NotificationBatchItem {
  tenantId: string;
  batchId: string;
  notificationId: string;
  key: string;
  index?: number | undefined;
}

/** Membership of a notification in a batch; the notification's own row has the state. */
export function addNotificationToBatch(item: NotificationBatchItem, nowMs: number): Write {
  const { tenantId, batchId, notificationId, key, index } = item;
  return update("notification-batch.add-item", notificationBatchItemKey(tenantId, batchId, notificationId), {
    set: { notificationId, key, index, addedAt: new Keep(nowMs) },
    only: {},
  });
}
