import type { WalletEntry } from "../../../contract/answers/money.ts";
import { pathTo } from "../router/route.ts";
import { Link } from "../router/router.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { Amount, Id, Time } from "../ui/values.tsx";

const COLUMNS: readonly Column<WalletEntry>[] = [
  { title: "At (UTC)", cell: ({ at }) => <Time at={at} /> },
  { title: "Kind", cell: ({ kind }) => kind },
  { title: "Direction", cell: ({ direction }) => direction },
  { title: "Amount", cell: ({ amount }) => <Amount of={amount} />, isNumber: true },
  { title: "About", cell: ({ subjectId }) => <Id of={subjectId} /> },
];

/** What has moved in one merchant's wallet of one currency. */
export function WalletPage({ id, currency }: { id: string; currency: string }) {
  return (
    <ListPage<WalletEntry>
      title={`Wallet in ${currency}`}
      path={`/v1${pathTo("wallets", currency, "entries")}`}
      fixed={{ merchantId: id }}
      filters={[]}
      columns={COLUMNS}
      keyOf={({ entryId }) => entryId}
      empty="No money has moved in it."
      aside={<Link to={pathTo("merchants", id)}>The merchant</Link>}
    />
  );
}
