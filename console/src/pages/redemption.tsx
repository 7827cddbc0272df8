import type { AccountView, AttemptView, RedemptionView } from "../../../contract/answers/redemptions.ts";
import { Actions } from "../actions/actions.tsx";
import { LookUp } from "../actions/look-up.tsx";
import { useRead } from "../api/use-read.ts";
import { accountActions } from "../domain/actions/other.ts";
import { redemptionActions } from "../domain/actions/redemption.ts";
import { pathTo } from "../router/route.ts";
import { Section } from "../ui/facts.tsx";
import { ProblemNote } from "../ui/notes.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Amount, Id, Status, Text, Time } from "../ui/values.tsx";

type WithAttempts = RedemptionView & { attempts: AttemptView[] };

export function RedemptionPage({ id }: { id: string }) {
  const path = `/v1${pathTo("redemptions", id)}`;
  return (
    <ThingPage<WithAttempts>
      title="Redemption"
      path={path}
      timeline={`${path}/timeline`}
      facts={(redemption) => [
        [
          "Redemption",
          <span key="redemption" class="id">
            {redemption.redemptionId}
          </span>,
        ],
        ["Status", <Status key="status" of={redemption.status} />],
        ["Amount", <Amount key="amount" of={redemption.amount} />],
        ["Reason", <Text key="reason" of={redemption.reason} />],
        ["Card ends with", <Text key="card" of={redemption.last4} />],
        ["Attempt", redemption.attempt],
        ["Account", <Id key="account" of={redemption.accountId} />],
        ["Plan", <Id key="plan" of={redemption.planId} />],
        ["Batch", <Id key="batch" of={redemption.batchId} />],
        ["Reference", <Text key="reference" of={redemption.reference} />],
        ["Provider reference", <Text key="provider" of={redemption.providerReference} />],
        ["Accepted (UTC)", <Time key="accepted" at={redemption.acceptedAt} />],
        ["Updated (UTC)", <Time key="updated" at={redemption.updatedAt} />],
        ["Ended (UTC)", <Time key="ended" at={redemption.endedAt} />],
      ]}
      actions={(redemption, reload) => <RedemptionActions redemption={redemption} reload={reload} />}
    >
      {({ attempts }) => (
        <>
          <LookUp path={`${path}/look-up`} />
          <Section title="Attempts">
            <Table label="Attempts" columns={ATTEMPTS} rows={attempts} keyOf={({ attempt }) => String(attempt)} />
          </Section>
        </>
      )}
    </ThingPage>
  );
}

/** The card is worth what its account is kept in. An account whose lease was left behind can be released here, too. */
function RedemptionActions({ redemption, reload }: { redemption: RedemptionView; reload(): void }) {
  const { accountId, status } = redemption;
  const account = useRead<AccountView>(accountId === null ? undefined : `/v1${pathTo("accounts", accountId)}`);
  if (accountId !== null && !account.data)
    return account.error ? <ProblemNote error={account.error} onRetry={account.reload} /> : null;
  const isHeld = account.data?.lease?.redemptionId === redemption.redemptionId;
  const release = account.data && isHeld && redemption.endedAt !== null ? accountActions(account.data) : [];
  const both = () => {
    account.reload();
    reload();
  };
  return (
    <Actions
      actions={[...redemptionActions(redemption, account.data?.balance.currency), ...release]}
      status={status}
      reload={both}
    />
  );
}

const ATTEMPTS: readonly Column<AttemptView>[] = [
  { title: "Attempt", cell: ({ attempt }) => attempt },
  { title: "Outcome", cell: ({ outcome }) => <Status of={outcome} /> },
  { title: "Account", cell: ({ accountId }) => <Id of={accountId} /> },
  { title: "Provider key", cell: ({ providerKey }) => <Text of={providerKey} /> },
  { title: "Provider reference", cell: ({ providerReference }) => <Text of={providerReference} /> },
  { title: "Sends", cell: ({ sends }) => sends, isNumber: true },
  { title: "Batch", cell: ({ batchId }) => <Id of={batchId} /> },
  { title: "First sent (UTC)", cell: ({ firstSentAt }) => <Time at={firstSentAt} /> },
];
