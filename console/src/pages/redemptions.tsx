import type { RedemptionView } from "../../../contract/answers/redemptions.ts";
import { REDEMPTION_STATES } from "../../../core/redemptions/domain/redemption.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { Amount, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [{ name: "status", label: "Status", options: REDEMPTION_STATES }, BY_MERCHANT];

const COLUMNS: readonly Column<RedemptionView>[] = [
  { title: "Redemption", cell: ({ redemptionId }) => <span class="id">{redemptionId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Amount", cell: ({ amount }) => <Amount of={amount} />, isNumber: true },
  { title: "Card", cell: ({ last4 }) => <span class="num">…{last4}</span> },
  { title: "Reference", cell: ({ reference }) => <Text of={reference} /> },
  { title: "Attempt", cell: ({ attempt }) => attempt, isNumber: true },
  { title: "Reason", cell: ({ reason }) => <Text of={reason} /> },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function RedemptionsPage() {
  return (
    <ListPage<RedemptionView>
      title="Redemptions"
      path="/v1/redemptions"
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ redemptionId }) => redemptionId}
      linkOf={({ redemptionId }) => pathTo("redemptions", redemptionId)}
      empty="No redemption has these properties. Take a filter away."
    />
  );
}
