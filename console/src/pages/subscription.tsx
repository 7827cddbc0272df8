import type { SubscriptionView } from "../../../contract/answers/orders.ts";
import { pathTo } from "../router/route.ts";
import { Section } from "../ui/facts.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Id, MerchantOf, Status, Text, Time } from "../ui/values.tsx";

const GRANTS: readonly Column<SubscriptionView["grants"][number]>[] = [
  { title: "Order", cell: ({ orderId }) => <Id of={orderId} /> },
  { title: "At (UTC)", cell: ({ at }) => <Time at={at} /> },
  { title: "From (UTC)", cell: ({ from }) => <Time at={from} /> },
  { title: "To (UTC)", cell: ({ to }) => <Time at={to} /> },
];

export function SubscriptionPage({ id }: { id: string }) {
  return (
    <ThingPage<SubscriptionView>
      title="Subscription"
      path={`/v1${pathTo("subscriptions", id)}`}
      facts={(subscription) => [
        ["Subscription", <span class="id">{subscription.subscriptionId}</span>],
        ["Status", <Status of={subscription.status} />],
        ["Merchant", <MerchantOf id={subscription.subscriptionId} />],
        ["User", <Text of={subscription.userId} />],
        ["Offer", <Id of={subscription.offerId} />],
        ["Starts (UTC)", <Time at={subscription.startsAt} />],
        ["Ends (UTC)", <Time at={subscription.endsAt} />],
        ["Version", subscription.version],
      ]}
    >
      {({ grants }) =>
        grants.length > 0 && (
          <Section title="Granted by">
            <Table label="Granted by" columns={GRANTS} rows={grants} keyOf={({ orderId }) => orderId} />
          </Section>
        )
      }
    </ThingPage>
  );
}
