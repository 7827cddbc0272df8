import type { TombstoneView, WithdrawalView } from "../../../contract/answers/withdrawals.ts";
import { WITHDRAWAL_STATES } from "../../../core/withdrawals/domain/withdrawal.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { Amount, None, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [
  { name: "status", label: "Status", options: WITHDRAWAL_STATES },
  { name: "withdrawalNo", label: "Withdrawal number" },
  BY_MERCHANT,
];

/** A number that was cancelled before it was tried stands for no withdrawal. */
type Row = WithdrawalView | TombstoneView;
const isWithdrawal = (row: Row): row is WithdrawalView => row.withdrawalId !== null;

const COLUMNS: readonly Column<Row>[] = [
  {
    title: "Withdrawal",
    cell: ({ withdrawalId }) =>
      withdrawalId === null ? (
        <span class="quiet">cancelled before it came</span>
      ) : (
        <span class="id">{withdrawalId}</span>
      ),
  },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Amount", cell: (row) => (isWithdrawal(row) ? <Amount of={row.amount} /> : <None />), isNumber: true },
  { title: "Paid out", cell: (row) => (isWithdrawal(row) ? <Amount of={row.net} /> : <None />), isNumber: true },
  { title: "Number", cell: ({ withdrawalNo }) => <Text of={withdrawalNo} /> },
  {
    title: "Approvals",
    cell: (row) =>
      isWithdrawal(row) && row.approvalsNeeded > 0 ? `${row.approvals.length} of ${row.approvalsNeeded}` : <None />,
  },
  { title: "Provider", cell: (row) => (isWithdrawal(row) ? row.provider : <None />) },
  { title: "Created (UTC)", cell: (row) => <Time at={isWithdrawal(row) ? row.createdAt : null} /> },
];

export function WithdrawalsPage() {
  return (
    <ListPage<Row>
      title="Withdrawals"
      path="/v1/withdrawals"
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ withdrawalId, withdrawalNo }) => withdrawalId ?? withdrawalNo}
      linkOf={({ withdrawalId }) => (withdrawalId === null ? undefined : pathTo("withdrawals", withdrawalId))}
      empty="No withdrawal has these properties. Take a filter away, or look for another number."
    />
  );
}
