import { useState } from "preact/hooks";
import type { CodeView } from "../../../contract/answers/codes.ts";
import type { PaymentView } from "../../../contract/answers/payments.ts";
import type { TombstoneView, WithdrawalView } from "../../../contract/answers/withdrawals.ts";
import { ApiError } from "../api/problem.ts";
import { useRead } from "../api/use-read.ts";
import { useApp } from "../app-context.ts";
import { pathTo } from "../router/route.ts";
import { Link, useRouter } from "../router/router.tsx";
import { isSurelyCode } from "../router/search.ts";
import { Facts, Section } from "../ui/facts.tsx";
import { EmptyNote, ProblemNote } from "../ui/notes.tsx";
import { Page } from "../ui/page.tsx";
import { Related } from "../ui/related.tsx";
import { Amount, Status, Text, Time } from "../ui/values.tsx";

/** A text that is no id: an order's number, a withdrawal's, or, when one says so, a code. */
export function SearchPage() {
  const { sought } = useRouter();
  if (sought === "")
    return (
      <Page title="Search">
        <EmptyNote title="Nothing to look for">Press / and type an id, a number or a code.</EmptyNote>
      </Page>
    );
  return (
    <Page title="Search">
      {!isSurelyCode(sought) && <Numbered key={sought} text={sought} />}
      <CodeSearch key={`code ${sought}`} text={sought} />
    </Page>
  );
}

function Numbered({ text }: { text: string }) {
  return (
    <>
      <Related<PaymentView>
        title={`Payments with the order number ${text}`}
        path="/v1/payments"
        query={{ orderNo: text }}
        empty="No payment has this order number"
        columns={[
          { title: "Payment", cell: ({ paymentId }) => <span class="id">{paymentId}</span> },
          { title: "Status", cell: ({ status }) => <Status of={status} /> },
          { title: "Amount", cell: ({ amount }) => <Amount of={amount} />, isNumber: true },
          { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
        keyOf={({ paymentId }) => paymentId}
        linkOf={({ paymentId }) => pathTo("payments", paymentId)}
      />
      <Related<WithdrawalView | TombstoneView>
        title={`Withdrawals with the number ${text}`}
        path="/v1/withdrawals"
        query={{ withdrawalNo: text }}
        empty="No withdrawal has this number"
        columns={[
          {
            title: "Withdrawal",
            cell: (row) => <span class="id">{row.withdrawalId ?? "cancelled before it was tried"}</span>,
          },
          { title: "Status", cell: ({ status }) => <Status of={status} /> },
          { title: "Amount", cell: (row) => <Amount of={"amount" in row ? row.amount : null} />, isNumber: true },
        ]}
        keyOf={({ withdrawalId, withdrawalNo }) => withdrawalId ?? withdrawalNo}
        linkOf={({ withdrawalId }) => (withdrawalId === null ? undefined : pathTo("withdrawals", withdrawalId))}
      />
    </>
  );
}

type Found = CodeView & { campaign: { campaignId: string; name: string } };

/**
 * A code is a secret: it is typed here and nowhere else, sent in a body, and stands in no address. Its text says nothing of whose
 * it is, so the merchant is asked, too.
 */
function CodeSearch({ text }: { text: string }) {
  const { client } = useApp();
  const merchants = useRead<{ items: { merchantId: string; name: string | null }[] }>("/v1/merchants", {
    limit: "100",
  });
  const [code, setCode] = useState(text);
  const [merchantId, setMerchant] = useState("");
  const [state, setState] = useState<{ found?: Found; error?: ApiError; isAsking?: true }>({});
  const ask = async () => {
    if (code.trim() === "" || merchantId.trim() === "") return;
    setState({ isAsking: true });
    try {
      setState({
        found: await client.send<Found>("POST", "/v1/codes/lookup", { code, merchantId: merchantId.trim() }),
      });
    } catch (error) {
      setState({ error: error instanceof ApiError ? error : new ApiError(String(error)) });
    }
  };
  const { found, error } = state;
  return (
    <Section title="A redemption code">
      <form
        class="filters"
        aria-label="A redemption code"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <p>
          <label for="code">Code</label>
          <input
            id="code"
            value={code}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </p>
        <p>
          <label for="code-merchant">Merchant</label>
          <input
            id="code-merchant"
            list="code-merchants"
            value={merchantId}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setMerchant(event.currentTarget.value)}
          />
          <datalist id="code-merchants">
            {merchants.data?.items.map(({ merchantId: id, name }) => (
              <option key={id} value={id}>
                {name ?? id}
              </option>
            ))}
          </datalist>
        </p>
        <button type="submit" disabled={state.isAsking === true}>
          Look it up
        </button>
      </form>
      {error && <ProblemNote error={error} onRetry={ask} />}
      {found && (
        <Facts
          of={[
            [
              "Code",
              <span key="code" class="id">
                {found.codeId}
              </span>,
            ],
            ["Ends with", <Text key="last4" of={found.last4} />],
            ["Status", <Status key="status" of={found.status} />],
            ["Uses", `${found.uses} of ${found.usesMax}`],
            [
              "Campaign",
              <Link key="campaign" to={pathTo("campaigns", found.campaign.campaignId)}>
                <Text of={found.campaign.name} />
              </Link>,
            ],
          ]}
        />
      )}
      {!found && !error && <p class="quiet">Looking a code up changes nothing, and is audited.</p>}
    </Section>
  );
}
