import type { SubscriptionView } from "../../../contract/answers/orders.ts";
import { pathTo } from "../router/route.ts";
import { useRouter } from "../router/router.tsx";
import { Section } from "../ui/facts.tsx";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Id, MerchantOf, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [
  { name: "userId", label: "User" },
  { ...BY_MERCHANT, placeholder: "whose user it is" },
];

const COLUMNS: readonly Column<SubscriptionView>[] = [
  { title: "Subscription", cell: ({ subscriptionId }) => <span class="id">{subscriptionId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Offer", cell: ({ offerId }) => <Id of={offerId} /> },
  { title: "Starts (UTC)", cell: ({ startsAt }) => <Time at={startsAt} /> },
  { title: "Ends (UTC)", cell: ({ endsAt }) => <Time at={endsAt} /> },
];

/** What a merchant calls its user tells users apart of that merchant alone. */
export function SubscriptionsPage() {
  const { userId, tenantId } = useRouter().place.query;
  return (
    <ListPage<SubscriptionView>
      title="Subscriptions"
      path={userId && tenantId ? "/v1/subscriptions" : undefined}
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ subscriptionId }) => subscriptionId}
      linkOf={({ subscriptionId }) => pathTo("subscriptions", subscriptionId)}
      empty={
        userId && tenantId
          ? "The user has no subscription, or the merchant calls it something else."
          : "Subscriptions are those of one user of one merchant: say which, by the merchant's own name for the user."
      }
    />
  );
}

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
