import type { PayoutDestinationView } from "../../../contract/answers/withdrawals.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { MerchantOf, Status, Text, Time } from "../ui/values.tsx";

/** The end of the vendor's account: more of it is nobody's to read here. */
const Ending = ({ last4 }: Pick<PayoutDestinationView, "last4">) => <span class="id">{`…${last4}`}</span>;

const COLUMNS: readonly Column<PayoutDestinationView>[] = [
  { title: "Destination", cell: ({ destinationId }) => <span class="id">{destinationId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Provider", cell: ({ provider }) => provider },
  { title: "Ends in", cell: ({ last4 }) => <Ending last4={last4} /> },
  { title: "Label", cell: ({ label }) => <Text of={label} /> },
  { title: "Usable from (UTC)", cell: ({ usableFrom }) => <Time at={usableFrom} /> },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function PayoutDestinationsPage() {
  return (
    <ListPage<PayoutDestinationView>
      title="Payout destinations"
      path="/v1/payout-destinations"
      filters={[BY_MERCHANT]}
      columns={COLUMNS}
      keyOf={({ destinationId }) => destinationId}
      linkOf={({ destinationId }) => pathTo("payout-destinations", destinationId)}
      empty="No merchant, or not this one, has said where withdrawals are to be paid out."
    />
  );
}

export function PayoutDestinationPage({ id }: { id: string }) {
  return (
    <ThingPage<PayoutDestinationView>
      title="Payout destination"
      path={`/v1${pathTo("payout-destinations", id)}`}
      facts={(destination) => [
        ["Destination", <span class="id">{destination.destinationId}</span>],
        ["Status", <Status of={destination.status} />],
        ["Merchant", <MerchantOf id={destination.destinationId} />],
        ["Provider", destination.provider],
        ["Ends in", <Ending last4={destination.last4} />],
        ["Label", <Text of={destination.label} />],
        ["Usable from (UTC)", <Time at={destination.usableFrom} />],
        ["Created (UTC)", <Time at={destination.createdAt} />],
      ]}
    />
  );
}
