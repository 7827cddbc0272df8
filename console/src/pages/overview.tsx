import type { OverviewView } from "../../../contract/answers/platform.ts";
import { JOB_QUEUES } from "../../../core/foundation/domain/jobs.ts";
import { useRead } from "../api/use-read.ts";
import { useApp } from "../app-context.ts";
import { DUE_WORK, isLate, waitingKinds } from "../domain/overview.ts";
import { adviceOn } from "../domain/review-advice.ts";
import { pathWith } from "../router/route.ts";
import { Link } from "../router/router.tsx";
import { DayPlot } from "../ui/day-plot.tsx";
import { Facts, Section } from "../ui/facts.tsx";
import { EmptyNote, ProblemNote, Skeleton } from "../ui/notes.tsx";
import { Page } from "../ui/page.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Age, Count, Status, Text } from "../ui/values.tsx";

/** How it stands over all merchants: one read, and again when it is asked for. */
export function OverviewPage() {
  const { data, error, isLoading, reload } = useRead<OverviewView>("/v1/overview");
  return (
    <Page
      title="Overview"
      aside={
        <button type="button" onClick={reload} disabled={isLoading}>
          Refresh
        </button>
      }
    >
      {error && <ProblemNote error={error} onRetry={reload} />}
      {!data && isLoading && <Skeleton lines={16} />}
      {data && <Overview of={data} />}
    </Page>
  );
}

function Overview({ of: overview }: { of: OverviewView }) {
  return (
    <>
      <Sums of={overview} />
      <div class="columns">
        <div>
          <Reviews of={overview.reviews} />
          <Due of={overview.due} />
        </div>
        <Section title="Queues">
          <Queues of={overview.queues} />
        </Section>
      </div>
      <Day hours={overview.hours} />
    </>
  );
}

function Sums({ of: { reviews, due, queues, failingEndpoints } }: { of: OverviewView }) {
  const { clock } = useApp();
  const deadLetters = queues.reduce((sum, queue) => sum + queue.deadLetters, 0);
  const late = due.filter(({ oldestDueAt }) => isLate(oldestDueAt, clock())).length;
  return (
    <Facts
      of={[
        [
          "Wait for a person",
          <>
            <Count of={reviews.count} tone="person" />{" "}
            {reviews.oldestAt && (
              <span class="quiet">
                the oldest for <Age at={reviews.oldestAt} />
              </span>
            )}
          </>,
        ],
        ["Kinds of work that are late", <Count of={late} tone="bad" />],
        ["Dead letters", <Count of={deadLetters} tone="bad" />],
        [
          "Webhook endpoints failing",
          <Link to="/webhook-endpoints">
            <Count of={failingEndpoints} tone="doubt" />
          </Link>,
        ],
      ]}
    />
  );
}

type Waiting = ReturnType<typeof waitingKinds>[number];
const REVIEWS: readonly Column<Waiting>[] = [
  { title: "Kind", cell: ({ kind }) => kind },
  { title: "Waiting", cell: ({ count }) => <Count of={count} />, isNumber: true },
  { title: "What to do", cell: ({ kind }) => adviceOn(kind) },
];

function Reviews({ of: reviews }: { of: OverviewView["reviews"] }) {
  return (
    <Section title="Waits for a person" aside={<Link to="/reviews">All reviews, oldest first</Link>}>
      {reviews.count === 0 ? (
        <EmptyNote title="Nobody is waited for">
          What rules cannot end by themselves comes here: a payment, say, of which its channel says nothing.
        </EmptyNote>
      ) : (
        <Table
          label="Waits for a person"
          columns={REVIEWS}
          rows={waitingKinds(reviews)}
          keyOf={({ kind }) => kind}
          linkOf={({ kind }) => pathWith("/reviews", { kind })}
        />
      )}
    </Section>
  );
}

function Due({ of: due }: { of: OverviewView["due"] }) {
  const { clock } = useApp();
  const columns: readonly Column<OverviewView["due"][number]>[] = [
    { title: "Kind", cell: ({ kind }) => kind },
    { title: "Oldest, due for", cell: ({ oldestDueAt }) => <Age at={oldestDueAt} />, isNumber: true },
    {
      title: "State",
      cell: ({ oldestDueAt }) =>
        isLate(oldestDueAt, clock()) ? <Status of="LATE" as="FAILED" /> : <Status of="IN_TIME" />,
    },
    { title: "What is to be done", cell: ({ kind }) => <Text of={DUE_WORK[kind]?.does} /> },
  ];
  return (
    <Section title="Due now">
      {due.length === 0 ? (
        <EmptyNote title="Nothing is due">All work that should have been done by now is done.</EmptyNote>
      ) : (
        <Table
          label="Due now"
          columns={columns}
          rows={due}
          keyOf={({ kind }) => kind}
          linkOf={({ kind }) => DUE_WORK[kind]?.place}
        />
      )}
    </Section>
  );
}

const QUEUES: readonly Column<OverviewView["queues"][number]>[] = [
  { title: "Queue", cell: ({ name }) => name },
  { title: "Waiting", cell: ({ visible }) => <Count of={visible} />, isNumber: true },
  { title: "At workers", cell: ({ inFlight }) => <Count of={inFlight} />, isNumber: true },
  { title: "Dead letters", cell: ({ deadLetters }) => <Count of={deadLetters} tone="bad" />, isNumber: true },
];

function Queues({ of: queues }: { of: OverviewView["queues"] }) {
  const missing = JOB_QUEUES.filter((name) => queues.every((queue) => queue.name !== name));
  return (
    <>
      <Table label="Queues" columns={QUEUES} rows={queues} keyOf={({ name }) => name} isCompact />
      {missing.length > 0 && (
        <div class="note bad" role="alert">
          <strong>Not every queue is here</strong>
          <p>SQS did not say how full these are: {missing.join(", ")}. Load the page anew to ask again.</p>
        </div>
      )}
      <p class="quiet">
        Messages as SQS counts them, a moment behind. A dead letter was given up; its row was not: see the runbook.
      </p>
    </>
  );
}

function Day({ hours }: { hours: OverviewView["hours"] }) {
  const isEmpty = hours.every(({ counts }) => Object.keys(counts).length === 0);
  return (
    <Section
      title="Last 24 hours"
      aside={
        !isEmpty && (
          <span class="quiet legend">
            <span class="good">ended well</span>, <span class="bad">did not</span>, by the hour in UTC
          </span>
        )
      }
    >
      {isEmpty ? (
        <EmptyNote title="Nothing was told">
          No merchant was told of anything. What happens is counted here each minute, some minutes later.
        </EmptyNote>
      ) : (
        <>
          <DayPlot hours={hours} />
          <p class="quiet">What merchants were told of. Counted each minute, some minutes behind.</p>
        </>
      )}
    </Section>
  );
}
