import type { JobView } from "../../../contract/answers/jobs.ts";
import { pathTo } from "../router/route.ts";
import { Section } from "../ui/facts.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { MerchantOf, Status } from "../ui/values.tsx";

const ERRORS: readonly Column<JobView["errors"][number]>[] = [
  { title: "Line", cell: ({ index }) => index, isNumber: true },
  { title: "Ends in", cell: ({ last4 }) => <span class="id">…{last4}</span> },
  { title: "Refused", cell: ({ code }) => <code>{code}</code> },
];

/** Jobs have no list: whoever has started one was told its id. */
export function JobPage({ id }: { id: string }) {
  return (
    <ThingPage<JobView>
      title="Job"
      path={`/v1${pathTo("jobs", id)}`}
      facts={(job) => [
        ["Job", <span class="id">{job.jobId}</span>],
        ["Status", <Status of={job.status} />],
        ["Kind", job.kind.replaceAll("-", " ")],
        ["Merchant", <MerchantOf id={job.jobId} />],
        ["Done", <span class="num">{job.total === null ? job.done : `${job.done} of ${job.total}`}</span>],
      ]}
    >
      {({ errors }) =>
        errors.length > 0 && (
          <Section title="Refused">
            <Table label="Refused" columns={ERRORS} rows={errors} keyOf={({ index }) => String(index)} />
          </Section>
        )
      }
    </ThingPage>
  );
}
