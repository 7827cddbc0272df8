import type { SagaView } from "../../../contract/answers/payments.ts";
import { type Column, Table } from "./table.tsx";
import { Amount, None, Status, Text, Time } from "./values.tsx";

type Step = SagaView["steps"][number];

const COLUMNS: readonly Column<Step>[] = [
  { title: "Step", cell: ({ step }) => step },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Called with", cell: ({ executeData }) => <Fields of={executeData} /> },
  { title: "Undone with", cell: ({ compensateData }) => <Fields of={compensateData} /> },
  { title: "Result", cell: ({ result }) => <Result of={result} /> },
  {
    title: "Told by webhook",
    cell: ({ callback }) => <Text of={callback ? `${callback.type}, ${callback.eventId}` : null} />,
  },
  { title: "Updated (UTC)", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
];

export function SagaSteps({ saga: { steps } }: { saga: SagaView }) {
  return <Table label="What each step knows" columns={COLUMNS} rows={steps} keyOf={({ step }) => step} />;
}

/** Ids, amounts and provider keys by their names, as they are on record. */
function Fields({ of }: { of: Record<string, unknown> | null }) {
  // A map of the database has no order of its own.
  const entries = Object.entries(of ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  if (entries.length === 0) return <None />;
  return (
    <ul class="fields">
      {entries.map(([name, value]) => (
        <li key={name}>
          <span class="quiet">{name}</span> <Text of={typeof value === "string" ? value : JSON.stringify(value)} />
        </li>
      ))}
    </ul>
  );
}

function Result({ of }: { of: Step["result"] }) {
  if (of === null) return <None />;
  const { amount, givenBack, providerReference, declined } = of;
  return (
    <ul class="fields">
      {amount && (
        <li>
          <Amount of={amount} />
        </li>
      )}
      {providerReference && (
        <li>
          <Text of={providerReference} />
        </li>
      )}
      {declined && (
        <li>
          declined: <Text of={declined} />
        </li>
      )}
      {givenBack && (
        <li>
          given back: <Amount of={givenBack} />
        </li>
      )}
    </ul>
  );
}
