import { EmptyNote } from "./notes.tsx";
import { None, Text, Time } from "./values.tsx";

export interface Entry {
  at: string;
  event: string;
  by: string;
  keyId: string | null;
  detail: string | null;
  attempt?: number | null;
}

/** What has happened, in order, whoever did it. */
export function Timeline({ items }: { items: readonly Entry[] }) {
  if (items.length === 0) return <EmptyNote title="Nothing has happened yet" />;
  return (
    <ol class="timeline" aria-label="Timeline">
      {items.map(({ at, event, by, keyId, detail, attempt }, index) => (
        <li key={index} class={`by-${by}`}>
          <Time at={at} />
          <span class="event">
            <Text of={event} />
            {typeof attempt === "number" && <span class="quiet"> attempt {attempt}</span>}
          </span>
          <span class="quiet">
            {by}
            {keyId && (
              <>
                {" "}
                <span class="id">{keyId}</span>
              </>
            )}
          </span>
          <span class="detail">{detail ? <Text of={detail} /> : <None />}</span>
        </li>
      ))}
    </ol>
  );
}
