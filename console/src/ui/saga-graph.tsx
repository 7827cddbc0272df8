import type { SagaView } from "../../../contract/answers/payments.ts";
import { graphOf, type Node } from "../domain/saga-graph.ts";
import { Status, Text, Time } from "./values.tsx";

/** The saga's table as a way: steps forward above, what undoes them below. */
export function SagaGraph({ saga }: { saga: SagaView }) {
  return (
    <ol class="saga" aria-label="Steps of the saga">
      {graphOf(saga).map((node) => (
        <Step key={node.step} node={node} />
      ))}
    </ol>
  );
}

function Step({ node }: { node: Node }) {
  const { step, kind, does, compensation, status, isCurrent, tries, maxTries, lookups, compensationTries, error } =
    node;
  const counts = [
    tries > 0 && `${tries}${maxTries === null ? "" : ` of ${maxTries}`} tries`,
    lookups > 0 && `${lookups} look-ups`,
    compensationTries > 0 && `${compensationTries} tries to undo`,
  ].filter((each) => each !== false);
  return (
    <li class={`${kind}${isCurrent ? " current" : ""}`} {...(isCurrent ? { "aria-current": "step" as const } : {})}>
      <div class="step">
        <strong title={does}>{step}</strong>
        <Status of={status} />
        {counts.length > 0 && <span class="quiet">{counts.join(", ")}</span>}
        {error && (
          <span class="error">
            <Text of={error} />
          </span>
        )}
        {node.nextRetryAt && (
          <span class="quiet">
            next <Time at={node.nextRetryAt} />
          </span>
        )}
      </div>
      <span class="undo">{compensation === null ? "only forward" : `undone by ${compensation}`}</span>
    </li>
  );
}
