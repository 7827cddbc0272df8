import type { SagaSummaryView } from "../../../contract/answers/payments.ts";
import { SAGA_STATES } from "../../../core/payments/domain/saga.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { Id, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [
  { name: "status", label: "Status", options: SAGA_STATES },
  { name: "paymentId", label: "Payment", placeholder: "pay_…" },
  BY_MERCHANT,
];

const COLUMNS: readonly Column<SagaSummaryView>[] = [
  { title: "Saga", cell: ({ sagaId }) => <span class="id">{sagaId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Step", cell: ({ cursor }) => <Text of={cursor} /> },
  { title: "Payment", cell: ({ paymentId }) => <Id of={paymentId} /> },
  { title: "Resumed", cell: ({ resumes }) => resumes, isNumber: true },
  { title: "Updated (UTC)", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

export function SagasPage() {
  return (
    <ListPage<SagaSummaryView>
      title="Sagas"
      path="/v1/sagas"
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ sagaId }) => sagaId}
      linkOf={({ sagaId }) => pathTo("sagas", sagaId)}
      empty="No saga has these properties. Each payment has one: take a filter away."
    />
  );
}
