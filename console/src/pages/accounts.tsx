import type { AccountView } from "../../../contract/answers/redemptions.ts";
import { ACCOUNT_STATUSES } from "../../../core/redemptions/domain/account.ts";
import { Actions } from "../actions/actions.tsx";
import { accountActions } from "../domain/actions/other.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, Id, MerchantOf, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [{ name: "status", label: "Status", options: ACCOUNT_STATUSES }, BY_MERCHANT];

const COLUMNS: readonly Column<AccountView>[] = [
  { title: "Account", cell: ({ accountId }) => <span class="id">{accountId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Login", cell: ({ loginStatus }) => <Status of={loginStatus} /> },
  { title: "Balance", cell: ({ balance }) => <Amount of={balance} />, isNumber: true },
  { title: "Label", cell: ({ label }) => <Text of={label} /> },
  { title: "Leased by", cell: ({ lease }) => <Id of={lease?.redemptionId} /> },
  { title: "Updated (UTC)", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

export function AccountsPage() {
  return (
    <ListPage<AccountView>
      title="Accounts"
      path="/v1/accounts"
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ accountId }) => accountId}
      linkOf={({ accountId }) => pathTo("accounts", accountId)}
      empty="No account that gift cards are redeemed to has these properties. Take a filter away."
    />
  );
}

export function AccountPage({ id }: { id: string }) {
  return (
    <ThingPage<AccountView>
      title="Account"
      path={`/v1${pathTo("accounts", id)}`}
      facts={(account) => [
        ["Account", <span class="id">{account.accountId}</span>],
        ["Status", <Status of={account.status} />],
        ["Login", <Status of={account.loginStatus} />],
        ["Balance", <Amount of={account.balance} />],
        ["Merchant", <MerchantOf id={account.accountId} />],
        ["Label", <Text of={account.label} />],
        ["Country", account.country],
        ["Plan", <Id of={account.planId} />],
        ["Leased by", <Id of={account.lease?.redemptionId} />],
        ["Lease ends (UTC)", <Time at={account.lease?.leaseUntil} />],
        ["Fencing token", <Text of={account.lease?.fencingToken} />],
        ["Created (UTC)", <Time at={account.createdAt} />],
        ["Updated (UTC)", <Time at={account.updatedAt} />],
      ]}
      actions={(account, reload) => (
        <Actions actions={accountActions(account)} status={account.status} reload={reload} />
      )}
    />
  );
}
