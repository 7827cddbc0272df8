import type { ChannelAccountView, MerchantView, WithdrawalPolicyView } from "../../../contract/answers/access.ts";
import type { WalletList } from "../../../contract/answers/money.ts";
import { Actions } from "../actions/actions.tsx";
import { merchantActions } from "../domain/actions/access.ts";
import { amountText } from "../format/money.ts";
import { pathTo } from "../router/route.ts";
import { Link } from "../router/router.tsx";
import { Section } from "../ui/facts.tsx";
import { ListPage } from "../ui/list-page.tsx";
import { EmptyNote } from "../ui/notes.tsx";
import { Related } from "../ui/related.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, Status, Text, Time } from "../ui/values.tsx";
import { API_KEYS } from "./api-keys.tsx";

const COLUMNS: readonly Column<MerchantView>[] = [
  { title: "Merchant", cell: ({ merchantId }) => <span class="id">{merchantId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Name", cell: ({ name }) => <Text of={name} /> },
  { title: "Country", cell: ({ country }) => <Text of={country} /> },
  {
    title: "Withdrawal policies",
    cell: ({ withdrawalPolicies }) => <Text of={withdrawalPolicies.map(({ currency }) => currency).join(", ")} />,
  },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function MerchantsPage() {
  return (
    <ListPage<MerchantView>
      title="Merchants"
      path="/v1/merchants"
      filters={[]}
      columns={COLUMNS}
      keyOf={({ merchantId }) => merchantId}
      linkOf={({ merchantId }) => pathTo("merchants", merchantId)}
      empty="There is no merchant yet. POST /v1/merchants makes one."
    />
  );
}

const POLICIES: readonly Column<WithdrawalPolicyView>[] = [
  { title: "Currency", cell: ({ currency }) => currency },
  { title: "Approvals", cell: ({ approvals }) => approvals.map(approvalText).join(", ") || "none" },
  {
    title: "Fee",
    cell: ({ fee }) => <span class="num">{`${amountText(fee.fixed)} + ${fee.basisPoints / 100} %`}</span>,
    isNumber: true,
  },
  { title: "Daily limit", cell: ({ dailyLimit }) => <Amount of={dailyLimit} />, isNumber: true },
  { title: "Cooling", cell: ({ coolingSeconds }) => <span class="num">{coolingSeconds} s</span>, isNumber: true },
  { title: "Updated (UTC)", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

function approvalText({ above, count }: WithdrawalPolicyView["approvals"][number]): string {
  return `${count} above ${amountText(above)}`;
}

function limitText({ requestsPerSecond, burst }: MerchantView["requestLimit"]): string {
  return `${requestsPerSecond} a second, ${burst} at once`;
}

const WALLETS: readonly Column<WalletList["items"][number]>[] = [
  { title: "Currency", cell: ({ currency }) => currency },
  { title: "Available", cell: ({ available }) => <Amount of={available} />, isNumber: true },
  { title: "Frozen", cell: ({ frozen }) => <Amount of={frozen} />, isNumber: true },
];

const CHANNELS: readonly Column<ChannelAccountView>[] = [
  { title: "Channel", cell: ({ channel }) => channel },
  { title: "Configured", cell: ({ configured }) => (configured ? "yes" : "taken away") },
  { title: "Account ends in", cell: ({ last4 }) => <Text of={last4 && `…${last4}`} /> },
  { title: "Updated (UTC)", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

export function MerchantPage({ id }: { id: string }) {
  const path = `/v1${pathTo("merchants", id)}`;
  return (
    <ThingPage<MerchantView>
      title="Merchant"
      path={path}
      facts={(merchant) => [
        ["Merchant", <span class="id">{merchant.merchantId}</span>],
        ["Status", <Status of={merchant.status} />],
        ["Name", <Text of={merchant.name} />],
        ["Country", <Text of={merchant.country} />],
        ["Requests", limitText(merchant.requestLimit)],
        ["Created (UTC)", <Time at={merchant.createdAt} />],
        ["Updated (UTC)", <Time at={merchant.updatedAt} />],
      ]}
      actions={(merchant, reload) => (
        <Actions actions={merchantActions(merchant)} status={merchant.status} reload={reload} />
      )}
    >
      {({ withdrawalPolicies }) => (
        <>
          <Related
            title="Wallets"
            path="/v1/wallets"
            query={{ merchantId: id }}
            columns={WALLETS}
            keyOf={({ currency }) => currency}
            linkOf={({ currency }) => pathTo("merchants", id, "wallets", currency)}
            empty="No money has come in yet"
          />
          <Section title="Withdrawal policies">
            {withdrawalPolicies.length === 0 ? (
              <EmptyNote title="No currency has a policy" />
            ) : (
              <Table
                label="Withdrawal policies"
                columns={POLICIES}
                rows={withdrawalPolicies}
                keyOf={({ currency }) => currency}
              />
            )}
          </Section>
          <Related
            title="Accounts at payment channels"
            path={`${path}/channels`}
            columns={CHANNELS}
            keyOf={({ channel }) => channel}
            empty="None was brought over the API"
          />
          <Related
            title="API keys"
            path="/v1/api-keys"
            query={{ merchantId: id }}
            columns={API_KEYS}
            keyOf={({ keyId }) => keyId}
            empty="It has no key: it cannot call the API"
            all={
              <Link to="/api-keys" query={{ merchantId: id }}>
                All keys
              </Link>
            }
          />
        </>
      )}
    </ThingPage>
  );
}
