import type { NotificationBatchView, NotificationMemberView } from "../../../contract/answers/notifications.ts";
import { pathTo } from "../router/route.ts";
import { Facts } from "../ui/facts.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { MerchantOf, Status, Text, Time } from "../ui/values.tsx";
import { toneWord } from "./notifications.tsx";

const COLUMNS: readonly Column<NotificationMemberView>[] = [
  { title: "Notification", cell: ({ notificationId }) => <span class="id">{notificationId}</span> },
  { title: "No.", cell: ({ index }) => <Text of={index} />, isNumber: true },
  { title: "Status", cell: ({ status }) => <Status of={status} as={toneWord(status)} /> },
  { title: "Key", cell: ({ key }) => <Text of={key} /> },
  { title: "Reason", cell: ({ reason }) => <Text of={reason} /> },
  { title: "Updated (UTC)", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

export function NotificationBatchPage({ id }: { id: string }) {
  return (
    <ListPage<NotificationMemberView, NotificationBatchView>
      title="Batch of notifications"
      path={`/v1${pathTo("notification-batches", id)}`}
      filters={[]}
      columns={COLUMNS}
      keyOf={({ notificationId }) => notificationId}
      linkOf={({ notificationId }) => pathTo("notifications", notificationId)}
      empty="Each of its notifications was refused, or has been submitted again in another batch."
      about={(batch) => (
        <Facts
          of={[
            ["Batch", <span class="id">{batch.batchId}</span>],
            ["Merchant", <MerchantOf id={batch.batchId} />],
            ["Accepted", <Text of={batch.mode} />],
            ["Created (UTC)", <Time at={batch.createdAt} />],
          ]}
        />
      )}
    />
  );
}
