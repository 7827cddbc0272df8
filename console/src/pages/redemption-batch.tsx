import type { BatchMemberView, BatchView } from "../../../contract/answers/redemptions.ts";
import { pathTo } from "../router/route.ts";
import { Facts } from "../ui/facts.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { Amount, Id, MerchantOf, Status, Text, Time } from "../ui/values.tsx";

const COLUMNS: readonly Column<BatchMemberView>[] = [
  { title: "Redemption", cell: ({ redemptionId }) => <span class="id">{redemptionId}</span> },
  { title: "No.", cell: ({ index }) => <Text of={index} />, isNumber: true },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Amount", cell: ({ amount }) => <Amount of={amount} />, isNumber: true },
  { title: "Card ends in", cell: ({ last4 }) => <Text of={last4} /> },
  { title: "Reference", cell: ({ reference }) => <Text of={reference} /> },
  { title: "Reason", cell: ({ reason }) => <Text of={reason} /> },
  { title: "Updated (UTC)", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

export function RedemptionBatchPage({ id }: { id: string }) {
  return (
    <ListPage<BatchMemberView, BatchView>
      title="Batch of gift cards"
      path={`/v1${pathTo("redemption-batches", id)}`}
      filters={[]}
      columns={COLUMNS}
      keyOf={({ redemptionId }) => redemptionId}
      linkOf={({ redemptionId }) => pathTo("redemptions", redemptionId)}
      empty="Each of its cards was refused, or has been submitted again in another batch."
      about={(batch) => (
        <Facts
          of={[
            ["Batch", <span class="id">{batch.batchId}</span>],
            ["Merchant", <MerchantOf id={batch.batchId} />],
            ["Plan", <Id of={batch.planId} />],
            ["Accepted", <Text of={batch.mode} />],
            ["Created (UTC)", <Time at={batch.createdAt} />],
          ]}
        />
      )}
    />
  );
}
