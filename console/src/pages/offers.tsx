import type { OfferView } from "../../../contract/answers/orders.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, MerchantOf, Status, Text, Time } from "../ui/values.tsx";

const periodText = ({ count, unit }: OfferView["period"]) => `${count} ${unit}${count === 1 ? "" : "s"}`;

const COLUMNS: readonly Column<OfferView>[] = [
  { title: "Offer", cell: ({ offerId }) => <span class="id">{offerId}</span> },
  { title: "Name", cell: ({ name }) => <Text of={name} /> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Price", cell: ({ price }) => <Amount of={price} />, isNumber: true },
  { title: "Period", cell: ({ period }) => periodText(period) },
  { title: "Free", cell: ({ stock }) => stock?.free ?? "unlimited", isNumber: true },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function OffersPage() {
  return (
    <ListPage<OfferView>
      title="Offers"
      path="/v1/offers"
      filters={[BY_MERCHANT]}
      columns={COLUMNS}
      keyOf={({ offerId }) => offerId}
      linkOf={({ offerId }) => pathTo("offers", offerId)}
      empty="No merchant, or not this one, has made an offer."
    />
  );
}

export function OfferPage({ id }: { id: string }) {
  return (
    <ThingPage<OfferView>
      title="Offer"
      path={`/v1${pathTo("offers", id)}`}
      facts={(offer) => [
        ["Offer", <span class="id">{offer.offerId}</span>],
        ["Status", <Status of={offer.status} />],
        ["Name", <Text of={offer.name} />],
        ["Price", <Amount of={offer.price} />],
        ["Merchant", <MerchantOf id={offer.offerId} />],
        ["Period", periodText(offer.period)],
        ["When it is taken again", offer.onRepeat],
        ["At most for each user", offer.perUserLimit ?? "unlimited"],
        ["Stock", offer.stock?.limit ?? "unlimited"],
        ["Free", offer.stock?.free ?? "unlimited"],
        ["Reserved", <Text of={offer.stock?.reserved} />],
        ["Used", <Text of={offer.stock?.used} />],
        ["Created (UTC)", <Time at={offer.createdAt} />],
        ["Updated (UTC)", <Time at={offer.updatedAt} />],
      ]}
    />
  );
}
