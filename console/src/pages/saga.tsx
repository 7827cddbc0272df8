import type { PaymentView, SagaView } from "../../../contract/answers/payments.ts";
import { tenantIn } from "../../../core/foundation/domain/ids.ts";
import { Actions } from "../actions/actions.tsx";
import { useRead } from "../api/use-read.ts";
import { sagaActions } from "../domain/actions/saga.ts";
import { pathTo } from "../router/route.ts";
import { Section } from "../ui/facts.tsx";
import { ProblemNote } from "../ui/notes.tsx";
import { SagaGraph } from "../ui/saga-graph.tsx";
import { SagaSteps } from "../ui/saga-steps.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, Id, None, Status, Text, Time } from "../ui/values.tsx";

export function SagaPage({ id }: { id: string }) {
  return (
    <ThingPage<SagaView>
      title="Saga"
      path={`/v1${pathTo("sagas", id)}`}
      facts={(saga) => [
        [
          "Saga",
          <span key="saga" class="id">
            {saga.sagaId}
          </span>,
        ],
        ["Status", <Status key="status" of={saga.status} />],
        ["Parked from", <Text key="parked" of={saga.parkedFrom} />],
        ["Payment", <Id key="payment" of={saga.paymentId} />],
        ["Payment's status", <Status key="its" of={saga.payment.status} />],
        ["Amount", <Amount key="amount" of={saga.payment.amount} />],
        ["Order number", <Text key="order" of={saga.payment.orderNo} />],
        ["Stands at", <Text key="cursor" of={saga.cursor} />],
        ["Executions", <Executions key="executions" of={saga.executions} />],
        ["Resumes", saga.resumes],
        ["Epoch", saga.epoch],
        ["Compensations open", saga.openSteps],
        ["Deadline (UTC)", <Time key="deadline" at={saga.deadline} />],
        ["Created (UTC)", <Time key="created" at={saga.createdAt} />],
        ["Updated (UTC)", <Time key="updated" at={saga.updatedAt} />],
      ]}
      actions={(saga, reload) => <SagaActions saga={saga} reload={reload} />}
    >
      {(saga) => <SagaParts saga={saga} />}
    </ThingPage>
  );
}

/** What was driven by which execution: the newest last. */
function Executions({ of }: { of: readonly string[] }) {
  if (of.length === 0) return <None />;
  return (
    <>
      {of.map((name) => (
        <div key={name} class="id">
          {name}
        </div>
      ))}
    </>
  );
}

export function SagaParts({ saga }: { saga: SagaView }) {
  return (
    <>
      <Section title="Steps of the saga">
        <SagaGraph saga={saga} />
      </Section>
      <Section title="What each step knows">
        <SagaSteps saga={saga} />
      </Section>
    </>
  );
}

/** Of a parked saga, or one before its pivot. What would be posted needs the payment's channel, which is read along. */
export function SagaActions({ saga, channel, reload }: { saga: SagaView; channel?: string; reload(): void }) {
  const payment = useRead<PaymentView>(channel === undefined ? `/v1${pathTo("payments", saga.paymentId)}` : undefined);
  const known = channel ?? payment.data?.channel;
  if (known === undefined) return payment.error ? <ProblemNote error={payment.error} onRetry={payment.reload} /> : null;
  return (
    <Actions
      actions={sagaActions(saga, known)}
      status={saga.status}
      merchantId={tenantIn(saga.sagaId)}
      reload={reload}
    />
  );
}
