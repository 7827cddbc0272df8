import type { EventView } from "../../../contract/answers/events.ts";
import { EVENT_TYPES } from "../../../core/foundation/domain/events.ts";
import { pathTo } from "../router/route.ts";
import { Section } from "../ui/facts.tsx";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import { Related } from "../ui/related.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Id, MerchantOf, Text, Time } from "../ui/values.tsx";
import { DELIVERIES } from "./deliveries.tsx";

const FILTERS: readonly Filter[] = [
  { name: "type", label: "Type", options: EVENT_TYPES },
  { name: "resourceId", label: "About", placeholder: "any id" },
  BY_MERCHANT,
];

const COLUMNS: readonly Column<EventView>[] = [
  { title: "Event", cell: ({ eventId }) => <span class="id">{eventId}</span> },
  { title: "Type", cell: ({ type }) => <Text of={type} /> },
  { title: "About", cell: ({ resourceId }) => <Id of={resourceId} /> },
  { title: "Version", cell: ({ resourceVersion }) => resourceVersion, isNumber: true },
  { title: "At (UTC)", cell: ({ at }) => <Time at={at} /> },
];

export function EventsPage() {
  return (
    <ListPage<EventView>
      title="Events"
      path="/v1/events"
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ eventId }) => eventId}
      linkOf={({ eventId }) => pathTo("events", eventId)}
      empty="Nothing with these properties has happened in the last 30 days. Take a filter away."
    />
  );
}

export function EventPage({ id }: { id: string }) {
  return (
    <ThingPage<EventView>
      title="Event"
      path={`/v1${pathTo("events", id)}`}
      facts={(event) => [
        ["Event", <span class="id">{event.eventId}</span>],
        ["Type", <Text of={event.type} />],
        ["About", <Id of={event.resourceId} />],
        ["Version", event.resourceVersion],
        ["Merchant", <MerchantOf id={event.eventId} />],
        ["At (UTC)", <Time at={event.at} />],
      ]}
    >
      {({ data }) => (
        <>
          <Section title="What was told">
            <pre class="data">{JSON.stringify(data, null, 2)}</pre>
          </Section>
          <Related
            title="Deliveries"
            path="/v1/webhook-deliveries"
            query={{ eventId: id }}
            columns={DELIVERIES}
            keyOf={({ deliveryId }) => deliveryId}
            linkOf={({ deliveryId }) => pathTo("deliveries", deliveryId)}
            empty="No endpoint was to be told"
          />
        </>
      )}
    </ThingPage>
  );
}
