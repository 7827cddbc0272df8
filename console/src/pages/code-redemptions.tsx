import type { CodeRedemptionView } from "../../../contract/answers/codes.ts";
import { Actions } from "../actions/actions.tsx";
import { codeRedemptionActions } from "../domain/actions/other.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Id, MerchantOf, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [
  { name: "userId", label: "User" },
  { name: "campaignId", label: "Campaign", placeholder: "cam_…" },
  BY_MERCHANT,
];

export const USES: readonly Column<CodeRedemptionView>[] = [
  { title: "Use", cell: ({ codeRedemptionId }) => <span class="id">{codeRedemptionId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Code", cell: ({ last4 }) => <span class="id">…{last4}</span> },
  { title: "User", cell: ({ userId }) => <Text of={userId} /> },
  { title: "Reference", cell: ({ reference }) => <Text of={reference} /> },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function CodeRedemptionsPage() {
  return (
    <ListPage<CodeRedemptionView>
      title="Uses of codes"
      path="/v1/code-redemptions"
      filters={FILTERS}
      columns={USES}
      keyOf={({ codeRedemptionId }) => codeRedemptionId}
      linkOf={({ codeRedemptionId }) => pathTo("code-redemptions", codeRedemptionId)}
      empty="No use of a code has these properties. Take a filter away."
    />
  );
}

export function CodeRedemptionPage({ id }: { id: string }) {
  return (
    <ThingPage<CodeRedemptionView>
      title="Use of a code"
      path={`/v1${pathTo("code-redemptions", id)}`}
      facts={(use) => [
        ["Use", <span class="id">{use.codeRedemptionId}</span>],
        ["Status", <Status of={use.status} />],
        ["Code", <span class="id">…{use.last4}</span>],
        ["Merchant", <MerchantOf id={use.codeRedemptionId} />],
        ["User", <Text of={use.userId} />],
        ["User's first order", use.isNew ? "yes" : "no"],
        ["Reference", <Text of={use.reference} />],
        ["Campaign", <Id of={use.campaignId} />],
        ["Offer", <Id of={use.offerId} />],
        ["Order", <Id of={use.orderId} />],
        ["Subscription", <Id of={use.subscriptionId} />],
        ["Subscription starts (UTC)", <Time at={use.startsAt} />],
        ["Subscription ends (UTC)", <Time at={use.endsAt} />],
        ["Created (UTC)", <Time at={use.createdAt} />],
        ["Reversed (UTC)", <Time at={use.reversedAt} />],
      ]}
      actions={(use, reload) => <Actions actions={codeRedemptionActions(use)} status={use.status} reload={reload} />}
    />
  );
}
