import { type Forget, forgetRows, rowsOf } from "../../foundation/services/forgetting.ts";
import { hasEnded, type Notification } from "../domain/notification.ts";
import { notificationsTo } from "../store/keys.ts";
import { forgetNotification } from "../store/notification-store.ts";

/** What was meant for the person, under the addresses that were given. What it said is gone since it ended. */
export const forgetNotifications: Forget = (deps, { tenantId, receiverMarks }) =>
  forgetRows(
    deps,
    rowsOf<Notification>(
      deps,
      receiverMarks.map((mark) => ({ index: "receiver", partition: ["receiverPk", notificationsTo(tenantId, mark)] })),
    ),
    (notification) => {
      // The index lags: a later attempt may be meant for somebody else.
      const { notificationId: id, receiverMark = "", state } = notification;
      if (!receiverMarks.includes(receiverMark)) return undefined;
      return hasEnded(state) ? { id, write: forgetNotification(notification) } : { id, why: "under-way" };
    },
  );
