import type { PaymentView, RefundView } from "../../../contract/answers/payments.ts";
import { useRead } from "../api/use-read.ts";
import { pathTo } from "../router/route.ts";
import { Facts, Section } from "../ui/facts.tsx";
import { EmptyNote, ProblemNote, Skeleton } from "../ui/notes.tsx";
import { Page } from "../ui/page.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { type Entry, Timeline } from "../ui/timeline.tsx";
import { Amount, Id, Status, Text, Time } from "../ui/values.tsx";

const REFUNDS: readonly Column<RefundView>[] = [
  { title: "Refund", cell: ({ refundId }) => <span class="id">{refundId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Amount", cell: ({ amount }) => <Amount of={amount} />, isNumber: true },
  { title: "Origin", cell: ({ origin }) => origin },
  { title: "Reason", cell: ({ reason }) => <Text of={reason} /> },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function PaymentPage({ id }: { id: string }) {
  const payment = useRead<PaymentView>(`/v1${pathTo("payments", id)}`);
  const timeline = useRead<{ items: Entry[] }>(`/v1${pathTo("payments", id, "timeline")}`);
  const reload = () => {
    payment.reload();
    timeline.reload();
  };
  return (
    <Page
      title="Payment"
      aside={
        <button type="button" onClick={reload} disabled={payment.isLoading}>
          Refresh
        </button>
      }
    >
      {payment.error && <ProblemNote error={payment.error} onRetry={reload} />}
      {!payment.data && payment.isLoading && <Skeleton lines={10} />}
      {payment.data && <PaymentFacts of={payment.data} />}
      {payment.data && (
        <Section title="Refunds">
          {payment.data.refunds.length === 0 ? (
            <EmptyNote title="None" />
          ) : (
            <Table
              label="Refunds"
              columns={REFUNDS}
              rows={payment.data.refunds}
              keyOf={({ refundId }) => refundId}
              linkOf={({ refundId }) => pathTo("refunds", refundId)}
            />
          )}
        </Section>
      )}
      <Section title="Timeline">
        {timeline.error && <ProblemNote error={timeline.error} onRetry={timeline.reload} />}
        {timeline.data ? <Timeline items={timeline.data.items} /> : timeline.isLoading && <Skeleton />}
      </Section>
    </Page>
  );
}

function PaymentFacts({ of: payment }: { of: PaymentView }) {
  return (
    <Facts
      of={[
        ["Payment", <span class="id">{payment.paymentId}</span>],
        ["Status", <Status of={payment.status} />],
        ["Amount", <Amount of={payment.amount} />],
        ["Refunded", <Amount of={payment.refunded} />],
        ["Outcome", <Text of={payment.outcome} />],
        ["Reason", <Text of={payment.reason} />],
        ["Order", <Id of={payment.orderId} />],
        ["Order number", <Text of={payment.orderNo} />],
        ["Saga", <Id of={payment.sagaId} />],
        ["Channel", payment.channel],
        ["Provider reference", <Text of={payment.providerReference} />],
        ["Customer", <Text of={payment.customerId} />],
        ["Description", <Text of={payment.description} />],
        ["Given back at the channel", <Amount of={payment.refundedAtChannel} />],
        [
          "Dispute",
          payment.dispute ? <Text of={`${payment.dispute.status} ${payment.dispute.reference}`} /> : <Text of={null} />,
        ],
        ["Expires (UTC)", <Time at={payment.expiresAt} />],
        ["Cancel requested (UTC)", <Time at={payment.cancelRequestedAt} />],
        ["Created (UTC)", <Time at={payment.createdAt} />],
        ["Updated (UTC)", <Time at={payment.updatedAt} />],
      ]}
    />
  );
}
