import type {
  NotificationBatchView,
  NotificationMemberView,
  NotificationView,
} from "../../../contract/answers/notifications.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { tenantOf } from "../../foundation/domain/ids.ts";
import { iso } from "../../foundation/domain/iso-time.ts";
import { readBatchPage } from "../../foundation/services/batch-pages.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { tenantsOf } from "../../foundation/services/list-parts.ts";
import { listByStatus, type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import type { Notification, NotificationState } from "../domain/notification.ts";
import { notificationTimeline } from "../domain/notification-timeline.ts";
import { notificationView } from "../domain/notification-view.ts";
import {
  listOfNotifications,
  notificationBatchPartition,
  notificationKey,
  notificationsOfBatch,
} from "../store/keys.ts";
import type { NotificationBatchHead, NotificationBatchItem } from "../store/notification-batch-store.ts";
import { readNotification, readNotificationStory } from "../store/notification-store.ts";

export async function getNotification(deps: Deps, caller: Caller, notificationId: string): Promise<NotificationView> {
  const tenantId = tenantOf(caller, "ntf", notificationId);
  const notification = await readNotification(deps.tables, { tenantId, notificationId });
  if (!notification) throw notFound();
  return notificationView(notification);
}

export async function getNotificationTimeline(deps: Deps, caller: Caller, notificationId: string) {
  const tenantId = tenantOf(caller, "ntf", notificationId);
  const { notification, audits } = await readNotificationStory(deps.tables, { tenantId, notificationId });
  if (!notification) throw notFound();
  return { notificationId, items: notificationTimeline(notification, audits) };
}

interface Wanted {
  status?: NotificationState | undefined;
  batchId?: string | undefined;
}

/** With `batchId`: those that this batch was the last to submit. */
export async function listNotifications(
  deps: Deps,
  caller: Caller,
  page: Page & Wanted,
): Promise<PageOf<NotificationView>> {
  const { batchId, status } = page;
  if (batchId === undefined) {
    return listByStatus(deps, caller, page, {
      kind: "NTF",
      partitionOf: listOfNotifications,
      statusOf: ({ state }: Notification) => state,
      view: notificationView,
    });
  }
  const tenants = await tenantsOf(deps, caller, page);
  return pageOf<Notification, NotificationView>(deps, page, {
    parts: { index: "owner", partitions: tenants.map((tenantId) => notificationsOfBatch(tenantId, batchId)) },
    // The index lags behind: one that another batch has submitted since is that one's.
    keep: (row) => row.batchId === batchId && (status === undefined || row.state === status),
    view: notificationView,
  });
}

/** The batch as it stands now, a page of its items. */
export async function getNotificationBatch(
  deps: Deps,
  caller: Caller,
  batchId: string,
  page: Page,
): Promise<NotificationBatchView> {
  const { head, items, rows, nextCursor } = await readBatchPage<NotificationBatchHead, Notification>(
    deps,
    caller,
    batchId,
    page,
    {
      batchPrefix: "ntb",
      itemPrefix: "ntf",
      partitionOf: notificationBatchPartition,
      idOf: ({ notificationId }) => String(notificationId),
      keyOf: (tenantId, notificationId) => notificationKey({ tenantId, notificationId }),
    },
  );
  const views = items.map((item, position) =>
    memberView(item as unknown as NotificationBatchItem, batchId, rows[position]),
  );
  views.sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  return { batchId, mode: head?.mode ?? null, createdAt: iso(head?.createdAt), items: views, nextCursor };
}

/** One that failed here and was tried again in another batch stays failed here. */
function memberView(
  { index, key, notificationId }: NotificationBatchItem,
  batchId: string,
  row: Notification | undefined,
): NotificationMemberView {
  const isHere = row?.batchId === batchId;
  return {
    index: index ?? null,
    key,
    notificationId,
    status: isHere ? row.state : "FAILED",
    reason: isHere ? (row.reason ?? null) : null,
    updatedAt: iso(row?.updatedAt),
  };
}

function notFound(): TerminalError {
  return new TerminalError("not-found", "there is no notification with this id");
}
