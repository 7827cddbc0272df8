import type { WebhookEndpointView } from "../../../contract/answers/events.ts";
import { pathTo } from "../router/route.ts";
import { Link } from "../router/router.tsx";
import { BY_MERCHANT } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import { Related } from "../ui/related.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Age, MerchantOf, Status, Text, Time } from "../ui/values.tsx";
import { DELIVERIES } from "./deliveries.tsx";

const COLUMNS: readonly Column<WebhookEndpointView>[] = [
  { title: "Endpoint", cell: ({ webhookEndpointId }) => <span class="id">{webhookEndpointId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Disabled", cell: ({ disabledReason }) => <Text of={disabledReason} /> },
  { title: "URL", cell: ({ url }) => <Text of={url} /> },
  { title: "Failing for", cell: ({ failingSince }) => <Age at={failingSince} />, isNumber: true },
  { title: "Last success (UTC)", cell: ({ lastSuccessAt }) => <Time at={lastSuccessAt} /> },
];

export function WebhookEndpointsPage() {
  return (
    <ListPage<WebhookEndpointView>
      title="Webhook endpoints"
      path="/v1/webhook-endpoints"
      filters={[BY_MERCHANT]}
      columns={COLUMNS}
      keyOf={({ webhookEndpointId }) => webhookEndpointId}
      linkOf={({ webhookEndpointId }) => pathTo("webhook-endpoints", webhookEndpointId)}
      empty="No merchant, or not this one, has told us where to send events."
    />
  );
}

export function WebhookEndpointPage({ id }: { id: string }) {
  return (
    <ThingPage<WebhookEndpointView>
      title="Webhook endpoint"
      path={`/v1${pathTo("webhook-endpoints", id)}`}
      facts={(endpoint) => [
        ["Endpoint", <span class="id">{endpoint.webhookEndpointId}</span>],
        ["Status", <Status of={endpoint.status} />],
        ["Why it is disabled", <Text of={endpoint.disabledReason} />],
        ["Merchant", <MerchantOf id={endpoint.webhookEndpointId} />],
        ["URL", <Text of={endpoint.url} />],
        ["Description", <Text of={endpoint.description} />],
        ["Events", <Text of={endpoint.eventTypes.join(", ")} />],
        ["Failing since (UTC)", <Time at={endpoint.failingSince} />],
        ["Last success (UTC)", <Time at={endpoint.lastSuccessAt} />],
        ["Created (UTC)", <Time at={endpoint.createdAt} />],
        ["Updated (UTC)", <Time at={endpoint.updatedAt} />],
      ]}
    >
      {() => (
        <Related
          title="Deliveries"
          path="/v1/webhook-deliveries"
          query={{ webhookEndpointId: id }}
          columns={DELIVERIES}
          keyOf={({ deliveryId }) => deliveryId}
          linkOf={({ deliveryId }) => pathTo("deliveries", deliveryId)}
          empty="Nothing was sent there in the last 30 days"
          all={
            <Link to="/deliveries" query={{ webhookEndpointId: id }}>
              All deliveries
            </Link>
          }
        />
      )}
    </ThingPage>
  );
}
