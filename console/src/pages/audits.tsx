import type { AuditView } from "../../../contract/answers/platform.ts";
import type { CsvColumn } from "../format/csv.ts";
import { momentOf } from "../format/time.ts";
import { useRouter } from "../router/router.tsx";
import type { Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import { ProblemNote } from "../ui/notes.tsx";
import type { Column } from "../ui/table.tsx";
import { type CsvProgress, useCsv } from "../ui/use-csv.ts";
import { Id, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [
  { name: "by", label: "Key" },
  { name: "subjectId", label: "Done to", placeholder: "any id, merchant or number" },
  { name: "since", label: "Since (UTC)", placeholder: "2027-01-31 12:00", read: momentOf },
  { name: "until", label: "Until (UTC)", placeholder: "2027-02-01", read: momentOf },
];

const COLUMNS: readonly Column<AuditView>[] = [
  { title: "At (UTC)", cell: ({ at }) => <Time at={at} /> },
  { title: "Key", cell: ({ keyId }) => <span class="id whole">{keyId}</span> },
  { title: "Done", cell: ({ action }) => <Text of={action} /> },
  {
    title: "To",
    cell: ({ subjectId }) => (
      <span class="whole">
        <Id of={subjectId} />
      </span>
    ),
  },
  { title: "Reason", cell: ({ reason }) => <Text of={reason} /> },
];

const CSV: readonly CsvColumn<AuditView>[] = [
  { title: "auditId", text: ({ auditId }) => auditId },
  { title: "at", text: ({ at }) => at },
  { title: "keyId", text: ({ keyId }) => keyId },
  { title: "action", text: ({ action }) => action },
  { title: "subjectId", text: ({ subjectId }) => subjectId },
  { title: "reason", text: ({ reason }) => reason },
];

export function AuditsPage() {
  const { by, subjectId, since, until } = useRouter().place.query;
  const query = { by, subjectId, since, until };
  const { progress, start } = useCsv<AuditView>({ name: "audit", path: "/v1/audits", query, columns: CSV });
  return (
    <ListPage<AuditView>
      title="Audit"
      path="/v1/audits"
      filters={FILTERS}
      columns={COLUMNS}
      keyOf={({ auditId, subjectId: to }) => `${auditId} ${to}`}
      empty="Nothing with these properties was done by hand. Take a filter away, or turn to the next page if there is one."
      aside={
        <button type="button" onClick={() => void start()} disabled={progress.kind === "reading"}>
          {progress.kind === "reading" ? `Reading … ${progress.rows}` : "Download CSV"}
        </button>
      }
    >
      <Told progress={progress} />
    </ListPage>
  );
}

function Told({ progress }: { progress: CsvProgress }) {
  if (progress.kind === "failed") return <ProblemNote error={progress.error} />;
  if (progress.kind !== "done") return null;
  return (
    <p role="status">
      {`${progress.rows} lines are in the file. `}
      {!progress.isAll && "There are more: choose a shorter time, and download the rest by itself."}
    </p>
  );
}
