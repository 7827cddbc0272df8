import type { OrderView } from "../../../contract/answers/orders.ts";
import { ORDER_STATES } from "../../../core/orders/domain/order.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, Id, MerchantOf, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [
  { name: "status", label: "Status", options: ORDER_STATES },
  { name: "userId", label: "User" },
  BY_MERCHANT,
];

const COLUMNS: readonly Column<OrderView>[] = [
  { title: "Order", cell: ({ orderId }) => <span class="id">{orderId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Amount", cell: ({ amount }) => <Amount of={amount} />, isNumber: true },
  { title: "Order number", cell: ({ orderNo }) => <Text of={orderNo} /> },
  { title: "Kind", cell: ({ kind }) => kind.toLowerCase() },
  { title: "User", cell: ({ userId }) => <Text of={userId} /> },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function OrdersPage() {
  return (
    <ListPage<OrderView>
      title="Orders"
      path="/v1/orders"
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ orderId }) => orderId}
      linkOf={({ orderId }) => pathTo("orders", orderId)}
      empty="No order has these properties. An order number is found by the search above, or among the payments."
    />
  );
}

export function OrderPage({ id }: { id: string }) {
  return (
    <ThingPage<OrderView>
      title="Order"
      path={`/v1${pathTo("orders", id)}`}
      facts={(order) => [
        ["Order", <span class="id">{order.orderId}</span>],
        ["Status", <Status of={order.status} />],
        ["Amount", <Amount of={order.amount} />],
        ["Merchant", <MerchantOf id={order.orderId} />],
        ["Order number", <Text of={order.orderNo} />],
        ["Kind", order.kind.toLowerCase()],
        ["Payment", <Id of={order.paymentId} />],
        ["User", <Text of={order.userId} />],
        ["User's first order", order.isNew === null ? <Text of={null} /> : order.isNew ? "yes" : "no"],
        ["Offer", <Id of={order.offerId} />],
        ["Subscription", <Id of={order.subscriptionId} />],
        ["Reserved until (UTC)", <Time at={order.reservedUntil} />],
        ["Created (UTC)", <Time at={order.createdAt} />],
        ["Updated (UTC)", <Time at={order.updatedAt} />],
      ]}
    />
  );
}
