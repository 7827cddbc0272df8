import { useState } from "preact/hooks";
import type { LookUpView } from "../../../contract/answers/platform.ts";
import { ApiError } from "../api/problem.ts";
import { useApp } from "../app-context.ts";
import { Facts, Section } from "../ui/facts.tsx";
import { ProblemNote, Skeleton } from "../ui/notes.tsx";
import { Amount, Text, Time } from "../ui/values.tsx";

const MEANS: Record<LookUpView["answer"], string> = {
  succeeded: "It took effect there.",
  declined: "It was refused there, and had no effect.",
  "not-found": "They do not know it. That proves nothing while a call may still be on its way.",
  unknown: "They do not say how it ended.",
};

/** Asks the vendor now. It changes nothing, so it asks no reason; that it was asked stands in the audit. */
export function LookUp({ path }: { path: string }) {
  const { client } = useApp();
  const [state, setState] = useState<{ isAsking?: true; answer?: LookUpView; error?: ApiError }>({});
  const ask = async () => {
    setState({ isAsking: true });
    try {
      setState({ answer: await client.send<LookUpView>("POST", path) });
    } catch (error) {
      setState({ error: error instanceof ApiError ? error : new ApiError(String(error)) });
    }
  };
  const { isAsking, answer, error } = state;
  return (
    <Section
      title="The vendor's word"
      aside={
        <button type="button" onClick={ask} disabled={isAsking === true}>
          Ask the vendor now
        </button>
      }
    >
      {isAsking && <Skeleton lines={2} />}
      {error && <ProblemNote error={error} onRetry={ask} />}
      {answer && (
        <Facts
          of={[
            ["Answer", MEANS[answer.answer] ?? answer.answer],
            ["Provider reference", <Text key="reference" of={answer.providerReference} />],
            ["Amount", <Amount key="amount" of={answer.amount} />],
            ["Asked", <Text key="asked" of={`${answer.asked.provider}, key ${answer.asked.key}`} />],
            ["At (UTC)", <Time key="at" at={answer.at} />],
          ]}
        />
      )}
      {!answer && !isAsking && !error && <p class="quiet">Not asked yet. Asking changes nothing, and is audited.</p>}
    </Section>
  );
}
