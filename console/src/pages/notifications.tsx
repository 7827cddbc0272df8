import type { NotificationView } from "../../../contract/answers/notifications.ts";
import { NOTIFICATION_STATES } from "../../../core/notifications/domain/notification.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Id, MerchantOf, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [
  { name: "status", label: "Status", options: NOTIFICATION_STATES },
  { name: "batchId", label: "Batch", placeholder: "ntb_…" },
  BY_MERCHANT,
];

/** Of a notification it is the end; of a refund, SENT is not. */
export const toneWord = (status: string) => (status === "SENT" ? "SENT_OUT" : status);

const COLUMNS: readonly Column<NotificationView>[] = [
  { title: "Notification", cell: ({ notificationId }) => <span class="id">{notificationId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} as={toneWord(status)} /> },
  { title: "By", cell: ({ channel }) => channel },
  { title: "Receiver", cell: ({ receiver }) => <Text of={receiver} /> },
  { title: "Key", cell: ({ key }) => <Text of={key} /> },
  { title: "Reason", cell: ({ reason }) => <Text of={reason} /> },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function NotificationsPage() {
  return (
    <ListPage<NotificationView>
      title="Notifications"
      path="/v1/notifications"
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ notificationId }) => notificationId}
      linkOf={({ notificationId }) => pathTo("notifications", notificationId)}
      empty="No notification has these properties. Take a filter away."
    />
  );
}

export function NotificationPage({ id }: { id: string }) {
  const path = `/v1${pathTo("notifications", id)}`;
  return (
    <ThingPage<NotificationView>
      title="Notification"
      path={path}
      timeline={`${path}/timeline`}
      facts={(notification) => [
        ["Notification", <span class="id">{notification.notificationId}</span>],
        ["Status", <Status of={notification.status} as={toneWord(notification.status)} />],
        ["Reason", <Text of={notification.reason} />],
        ["Merchant", <MerchantOf id={notification.notificationId} />],
        ["By", notification.channel],
        ["Receiver", <Text of={notification.receiver} />],
        ["Key", <Text of={notification.key} />],
        ["Batch", <Id of={notification.batchId} />],
        ["Template", <Id of={notification.templateId} />],
        ["Attempt", notification.attempt],
        ["Provider reference", <Text of={notification.providerReference} />],
        ["Created (UTC)", <Time at={notification.createdAt} />],
        ["Accepted (UTC)", <Time at={notification.acceptedAt} />],
        ["Updated (UTC)", <Time at={notification.updatedAt} />],
        ["Ended (UTC)", <Time at={notification.endedAt} />],
      ]}
    />
  );
}
