import type { PlanView } from "../../../contract/answers/redemptions.ts";
import { pathTo } from "../router/route.ts";
import { BY_MERCHANT } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, MerchantOf, Text, Time } from "../ui/values.tsx";

const COLUMNS: readonly Column<PlanView>[] = [
  { title: "Plan", cell: ({ planId }) => <span class="id">{planId}</span> },
  { title: "Name", cell: ({ name }) => <Text of={name} /> },
  { title: "Country", cell: ({ country }) => country },
  { title: "Target", cell: ({ target }) => <Amount of={target} />, isNumber: true },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function PlansPage() {
  return (
    <ListPage<PlanView>
      title="Plans"
      path="/v1/plans"
      filters={[BY_MERCHANT]}
      columns={COLUMNS}
      keyOf={({ planId }) => planId}
      linkOf={({ planId }) => pathTo("plans", planId)}
      empty="No merchant, or not this one, has a plan by which gift cards are redeemed."
    />
  );
}

export function PlanPage({ id }: { id: string }) {
  return (
    <ThingPage<PlanView>
      title="Plan"
      path={`/v1${pathTo("plans", id)}`}
      facts={(plan) => [
        ["Plan", <span class="id">{plan.planId}</span>],
        ["Name", <Text of={plan.name} />],
        ["Merchant", <MerchantOf id={plan.planId} />],
        ["Country", plan.country],
        ["Target of an account", <Amount of={plan.target} />],
        ["Created (UTC)", <Time at={plan.createdAt} />],
      ]}
    />
  );
}
