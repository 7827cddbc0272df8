import type { PaymentView, RefundView } from "../../../contract/answers/payments.ts";
import { tenantIn } from "../../../core/foundation/domain/ids.ts";
import { Actions } from "../actions/actions.tsx";
import { LookUp } from "../actions/look-up.tsx";
import { useRead } from "../api/use-read.ts";
import { refundActions } from "../domain/actions/refund.ts";
import { pathTo } from "../router/route.ts";
import { ProblemNote } from "../ui/notes.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, Id, Status, Text, Time } from "../ui/values.tsx";

export function RefundPage({ id }: { id: string }) {
  const path = `/v1${pathTo("refunds", id)}`;
  return (
    <ThingPage<RefundView>
      title="Refund"
      path={path}
      facts={(refund) => [
        [
          "Refund",
          <span key="refund" class="id">
            {refund.refundId}
          </span>,
        ],
        ["Status", <Status key="status" of={refund.status} />],
        ["Amount", <Amount key="amount" of={refund.amount} />],
        ["Payment", <Id key="payment" of={refund.paymentId} />],
        ["Origin", refund.origin],
        ["Reason", <Text key="reason" of={refund.reason} />],
        ["Provider reference", <Text key="reference" of={refund.providerReference} />],
        ["Created (UTC)", <Time key="created" at={refund.createdAt} />],
        ["Updated (UTC)", <Time key="updated" at={refund.updatedAt} />],
      ]}
      actions={(refund, reload) => <RefundActions refund={refund} reload={reload} />}
    >
      {() => <LookUp path={`${path}/look-up`} />}
    </ThingPage>
  );
}

/** What would be posted needs the payment's channel. */
function RefundActions({ refund, reload }: { refund: RefundView; reload(): void }) {
  const payment = useRead<PaymentView>(`/v1${pathTo("payments", refund.paymentId)}`);
  if (!payment.data) return payment.error ? <ProblemNote error={payment.error} onRetry={payment.reload} /> : null;
  const { refundId, status } = refund;
  const actions = refundActions(refund, payment.data.channel);
  return <Actions actions={actions} status={status} merchantId={tenantIn(refundId)} reload={reload} />;
}
