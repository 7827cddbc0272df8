import type { WithdrawalView } from "../../../contract/answers/withdrawals.ts";
import { tenantIn } from "../../../core/foundation/domain/ids.ts";
import { Actions } from "../actions/actions.tsx";
import { LookUp } from "../actions/look-up.tsx";
import { withdrawalActions } from "../domain/actions/withdrawal.ts";
import { pathTo } from "../router/route.ts";
import { Section } from "../ui/facts.tsx";
import { EmptyNote } from "../ui/notes.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, Id, Status, Text, Time } from "../ui/values.tsx";

type Approval = WithdrawalView["approvals"][number];

export function WithdrawalPage({ id }: { id: string }) {
  const path = `/v1${pathTo("withdrawals", id)}`;
  return (
    <ThingPage<WithdrawalView>
      title="Withdrawal"
      path={path}
      timeline={`${path}/timeline`}
      facts={(withdrawal) => [
        [
          "Withdrawal",
          <span key="withdrawal" class="id">
            {withdrawal.withdrawalId}
          </span>,
        ],
        ["Status", <Status key="status" of={withdrawal.status} />],
        ["Amount", <Amount key="amount" of={withdrawal.amount} />],
        ["Fee", <Amount key="fee" of={withdrawal.fee} />],
        ["Is paid out", <Amount key="net" of={withdrawal.net} />],
        ["Has come back", <Amount key="returned" of={withdrawal.returned} />],
        ["Withdrawal number", <Text key="number" of={withdrawal.withdrawalNo} />],
        ["Reason", <Text key="reason" of={withdrawal.reason} />],
        ["Provider", withdrawal.provider],
        ["Destination", <Id key="destination" of={withdrawal.destinationId} />],
        ["Provider reference", <Text key="reference" of={withdrawal.providerReference} />],
        ["Approvals", `${withdrawal.approvals.length} of ${withdrawal.approvalsNeeded}`],
        ["Expires (UTC)", <Time key="expires" at={withdrawal.expiresAt} />],
        ["Created (UTC)", <Time key="created" at={withdrawal.createdAt} />],
        ["Updated (UTC)", <Time key="updated" at={withdrawal.updatedAt} />],
      ]}
      actions={(withdrawal, reload) => (
        <Actions
          actions={withdrawalActions(withdrawal)}
          status={withdrawal.status}
          merchantId={tenantIn(withdrawal.withdrawalId)}
          reload={reload}
        />
      )}
    >
      {({ approvals, approvalsNeeded }) => (
        <>
          <LookUp path={`${path}/look-up`} />
          {approvalsNeeded > 0 && (
            <Section title="Approvals">
              {approvals.length === 0 ? (
                <EmptyNote title="Nobody has agreed yet">
                  {approvalsNeeded} {approvalsNeeded === 1 ? "approval is" : "approvals are"} needed, each of another
                  key.
                </EmptyNote>
              ) : (
                <Table label="Approvals" columns={APPROVALS} rows={approvals} keyOf={({ keyId }) => keyId} />
              )}
            </Section>
          )}
        </>
      )}
    </ThingPage>
  );
}

const APPROVALS: readonly Column<Approval>[] = [
  { title: "Key", cell: ({ keyId }) => <span class="id">{keyId}</span> },
  { title: "Reason", cell: ({ reason }) => <Text of={reason} /> },
  { title: "At (UTC)", cell: ({ at }) => <Time at={at} /> },
];
