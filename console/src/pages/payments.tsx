import type { PaymentView } from "../../../contract/answers/payments.ts";
import { PAYMENT_STATES } from "../../../core/payments/domain/payment.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { Amount, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [
  { name: "status", label: "Status", options: PAYMENT_STATES },
  { name: "orderNo", label: "Order number" },
  BY_MERCHANT,
];

const COLUMNS: readonly Column<PaymentView>[] = [
  { title: "Payment", cell: ({ paymentId }) => <span class="id">{paymentId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Amount", cell: ({ amount }) => <Amount of={amount} />, isNumber: true },
  { title: "Order number", cell: ({ orderNo }) => <Text of={orderNo} /> },
  { title: "Channel", cell: ({ channel }) => channel },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function PaymentsPage() {
  return (
    <ListPage<PaymentView>
      title="Payments"
      path="/v1/payments"
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ paymentId }) => paymentId}
      linkOf={({ paymentId }) => pathTo("payments", paymentId)}
      empty="No payment has these properties. Take a filter away, or look for another order number."
    />
  );
}
