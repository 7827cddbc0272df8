import type { PaymentView, RefundView, SagaView } from "../../../contract/answers/payments.ts";
import { LookUp } from "../actions/look-up.tsx";
import { useRead } from "../api/use-read.ts";
import { pathTo } from "../router/route.ts";
import { Section } from "../ui/facts.tsx";
import { EmptyNote, ProblemNote, Skeleton } from "../ui/notes.tsx";
import { SagaGraph } from "../ui/saga-graph.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, Id, Outside, Status, Text, Time } from "../ui/values.tsx";
import { SagaActions } from "./saga.tsx";

export function PaymentPage({ id }: { id: string }) {
  const path = `/v1${pathTo("payments", id)}`;
  return (
    <ThingPage<PaymentView> title="Payment" path={path} timeline={`${path}/timeline`} facts={factsOf}>
      {(payment, reload) => (
        <>
          <ItsSaga payment={payment} reload={reload} />
          <LookUp path={`${path}/look-up`} />
          <Refunds of={payment.refunds} />
        </>
      )}
    </ThingPage>
  );
}

function factsOf(payment: PaymentView) {
  const { dispute } = payment;
  return [
    [
      "Payment",
      <span key="payment" class="id">
        {payment.paymentId}
      </span>,
    ],
    ["Status", <Status key="status" of={payment.status} />],
    ["Amount", <Amount key="amount" of={payment.amount} />],
    ["Refunded", <Amount key="refunded" of={payment.refunded} />],
    ["Outcome", <Text key="outcome" of={payment.outcome} />],
    ["Reason", <Text key="reason" of={payment.reason} />],
    ["Order", <Id key="order" of={payment.orderId} />],
    ["Order number", <Text key="number" of={payment.orderNo} />],
    ["Saga", <Id key="saga" of={payment.sagaId} />],
    ["Channel", payment.channel],
    ["Provider reference", <Text key="reference" of={payment.providerReference} />],
    ["Customer's page", <Outside key="url" to={payment.paymentUrl} />],
    ["Customer", <Text key="customer" of={payment.customerId} />],
    ["Description", <Text key="description" of={payment.description} />],
    ["Given back at the channel", <Amount key="given" of={payment.refundedAtChannel} />],
    ["Dispute", <Text key="dispute" of={dispute && `${dispute.status}, ${dispute.reference}`} />],
    ["Expires (UTC)", <Time key="expires" at={payment.expiresAt} />],
    ["Cancel requested (UTC)", <Time key="cancel" at={payment.cancelRequestedAt} />],
    ["Created (UTC)", <Time key="created" at={payment.createdAt} />],
    ["Updated (UTC)", <Time key="updated" at={payment.updatedAt} />],
  ] as const;
}

/** Where the payment stands in its way, and what can be done about it. Read again whenever the payment was. */
function ItsSaga({ payment, reload }: { payment: PaymentView; reload(): void }) {
  const { sagaId, updatedAt, channel } = payment;
  const saga = useRead<SagaView>(`/v1${pathTo("sagas", sagaId)}`, {}, updatedAt);
  const both = () => {
    saga.reload();
    reload();
  };
  return (
    <Section
      title="Steps of the saga"
      aside={<div class="actions">{saga.data && <SagaActions saga={saga.data} channel={channel} reload={both} />}</div>}
    >
      {saga.error && <ProblemNote error={saga.error} onRetry={saga.reload} />}
      {saga.data ? <SagaGraph saga={saga.data} /> : !saga.error && <Skeleton lines={3} />}
    </Section>
  );
}

const REFUNDS: readonly Column<RefundView>[] = [
  { title: "Refund", cell: ({ refundId }) => <span class="id">{refundId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Amount", cell: ({ amount }) => <Amount of={amount} />, isNumber: true },
  { title: "Origin", cell: ({ origin }) => origin },
  { title: "Reason", cell: ({ reason }) => <Text of={reason} /> },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

function Refunds({ of }: { of: readonly RefundView[] }) {
  return (
    <Section title="Refunds">
      {of.length === 0 ? (
        <EmptyNote title="No refunds" />
      ) : (
        <Table
          label="Refunds"
          columns={REFUNDS}
          rows={of}
          keyOf={({ refundId }) => refundId}
          linkOf={({ refundId }) => pathTo("refunds", refundId)}
        />
      )}
    </Section>
  );
}
