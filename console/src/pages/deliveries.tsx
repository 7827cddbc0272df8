import type { WebhookDeliveryView } from "../../../contract/answers/events.ts";
import { DELIVERY_STATES } from "../../../core/events/domain/delivery.ts";
import { Actions } from "../actions/actions.tsx";
import { deliveryActions } from "../domain/actions/other.ts";
import { pathTo } from "../router/route.ts";
import { Section } from "../ui/facts.tsx";
import type { Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import { EmptyNote } from "../ui/notes.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Id, MerchantOf, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [
  { name: "status", label: "Status", options: DELIVERY_STATES },
  { name: "tenantId", label: "Merchant" },
  { name: "webhookEndpointId", label: "Endpoint", placeholder: "whe_…" },
  { name: "eventId", label: "Event", placeholder: "evt_…" },
];

const lastOf = ({ attempts }: WebhookDeliveryView) => attempts.at(-1);

export const DELIVERIES: readonly Column<WebhookDeliveryView>[] = [
  { title: "Delivery", cell: ({ deliveryId }) => <span class="id">{deliveryId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Event", cell: ({ eventType }) => <Text of={eventType} /> },
  { title: "Tries", cell: ({ attempts }) => attempts.length, isNumber: true },
  { title: "Last answer", cell: (delivery) => <Text of={lastOf(delivery)?.httpStatus ?? lastOf(delivery)?.error} /> },
  { title: "Last try (UTC)", cell: (delivery) => <Time at={lastOf(delivery)?.at} /> },
  { title: "Next try (UTC)", cell: ({ nextAttemptAt }) => <Time at={nextAttemptAt} /> },
];

export function DeliveriesPage() {
  return (
    <ListPage<WebhookDeliveryView>
      title="Webhook deliveries"
      path="/v1/webhook-deliveries"
      filters={FILTERS}
      columns={DELIVERIES}
      keyOf={({ deliveryId }) => deliveryId}
      linkOf={({ deliveryId }) => pathTo("deliveries", deliveryId)}
      empty="Nothing with these properties was sent in the last 30 days. Take a filter away."
    />
  );
}

const ATTEMPTS: readonly Column<WebhookDeliveryView["attempts"][number]>[] = [
  { title: "At (UTC)", cell: ({ at }) => <Time at={at} /> },
  { title: "Answer", cell: ({ httpStatus }) => <Text of={httpStatus} />, isNumber: true },
  { title: "Took", cell: ({ durationMs }) => <span class="num">{durationMs} ms</span>, isNumber: true },
  { title: "Error", cell: ({ error }) => <Text of={error} /> },
  { title: "What the receiver wrote", cell: ({ responseExcerpt }) => <Text of={responseExcerpt} /> },
];

export function DeliveryPage({ id }: { id: string }) {
  return (
    <ThingPage<WebhookDeliveryView>
      title="Webhook delivery"
      path={`/v1${pathTo("webhook-deliveries", id)}`}
      facts={(delivery) => [
        ["Delivery", <span class="id">{delivery.deliveryId}</span>],
        ["Status", <Status of={delivery.status} />],
        ["Merchant", <MerchantOf id={delivery.deliveryId} />],
        ["Endpoint", <Id of={delivery.webhookEndpointId} />],
        ["Event", <Id of={delivery.eventId} />],
        ["Type", <Text of={delivery.eventType} />],
        ["Next try (UTC)", <Time at={delivery.nextAttemptAt} />],
      ]}
      actions={(delivery, reload) => (
        <Actions actions={deliveryActions(delivery)} status={delivery.status} reload={reload} />
      )}
    >
      {({ attempts }) => (
        <Section title="Tries">
          {attempts.length === 0 ? (
            <EmptyNote title="It has not been tried yet" />
          ) : (
            <Table label="Tries" columns={ATTEMPTS} rows={attempts} keyOf={({ at }) => at} />
          )}
        </Section>
      )}
    </ThingPage>
  );
}
