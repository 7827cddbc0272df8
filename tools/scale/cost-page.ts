import { PRICES } from "../bench/prices.ts";
import type { Cell } from "../terminal/screen.ts";
import { costOf, idleCosts, PAID_FOR } from "./cost.ts";
import { JOURNEYS } from "./journeys.ts";
import { line, NOTE, type Table } from "./page.ts";
import type { Spread } from "./spread.ts";

const dollars = (amount: number, digits = 0) => `$${amount.toFixed(digits)}`;

/** What `npm run scale` prints after the partitions, and what stands in `docs/cost.md`. */
export function costTables(spread: Spread): Table[] {
  const million = JOURNEYS.map((journey): Cell[] => {
    const costs = costOf(spread, journey);
    const all = PAID_FOR.reduce((sum, part) => sum + costs[part], 0);
    return [journey, ...PAID_FOR.map((part) => dollars(costs[part])), dollars(all)];
  });
  const idle = idleCosts();
  const sum = idle.reduce((all, [, , each]) => all + each, 0);
  const units = (journey: (typeof JOURNEYS)[number], kind: "read" | "write") =>
    Math.round(Object.values(spread.together[journey][kind]).reduce((all, each) => all + each, 0));
  return [
    {
      title: "A million of each",
      sentence:
        "In dollars, from the request to the end of all that it sets in motion, one webhook to one endpoint of its merchant for each event among it.",
      header: ["of", ...PAID_FOR, "together"],
      rows: million,
    },
    {
      title: "What they read and write",
      sentence: "Units of DynamoDB of one, indexes and transactions included: a transaction costs twice its rows.",
      header: ["of", "write units", "read units"],
      rows: JOURNEYS.map((journey) => [journey, units(journey, "write"), units(journey, "read")]),
    },
    {
      title: "A month in which nothing happens",
      sentence: "In dollars, of a stage with the production limits, without sandbox, edge and probe.",
      header: ["of", "so many", "a month"],
      rows: [
        ...idle.map(([of, count, each]): Cell[] => [of, Math.round(count), dollars(each, 2)]),
        ["together", "", dollars(sum, 2)],
      ],
    },
  ];
}

/** `docs/cost.md`. */
export function costPageOf(spread: Spread): string {
  const tables = costTables(spread).map(
    ({ title, sentence, header, rows }) =>
      `## ${title}\n\n${sentence}\n\n${line(header)}\n${line(header.map(() => "---"))}\n${rows.map(line).join("\n")}\n`,
  );
  return `${NOTE}\n${INTRODUCTION}\n${tables.join("\n")}\n${GROWS}`;
}

const INTRODUCTION = `# What it costs

\`npm run scale\` reckons it: units of DynamoDB, calls, messages and tasks are those that the real code makes, on a real engine. Times are
assumed (20 ms for a call, a second for an exchange or a channel, 0.2 s for a merchant's server; what ten messages wait for, they wait
for together), sizes of log lines are those of a local run. It was never compared with a bill.

${PRICES.table}, without free tiers, savings plans and taxes; \`tools/bench/prices.ts\` names the pages. Look at them before you
sign anything: other regions cost up to a quarter more.

There is no server. What is paid is what is used, and a little for being ready. Log lines are not sampled
([ADR 0022](adr/0022-what-watches-a-running-stage.md) says why), traces are, by X-Ray's own rule; detailed metrics of routes are off.
`;

const GROWS = `## What comes on top

- **An edge**: the firewall costs $5 a month and $1 for each of its four rules, $0.60 for a million requests and CloudFront about $1. What
  goes out through it is paid by the gigabyte.
- **The probe**: 43,200 redemptions and payments a month at the prices above, and six calls of the API or more for each run, outcomes included:
  it asks until there is one. With real money: one list for each run.
- **A shift** costs nothing by itself; each function keeps its versions' code, of which an account holds 75 GB.
- **A replica**: between half and all of the column DynamoDB again, since replicated writes cost as much as others without the double price of
  transactions, and reads nothing; the gigabytes that cross between regions; storage of all tables and recovery of the main one a second time.
- **Backups** are whole, and cost $0.10 for a gigabyte and month: \`keepDays\` of 35 keep 35 times the main table, $3.50 a month for each of its
  gigabytes, and the copies as much again, with what crosses between regions. **An export** costs $0.10 a gigabyte once.
- **Vendors, SES and SNS**: what they take.

## What grows

- **The main table keeps everything**: $0.25 for a gigabyte and month, and $0.20 for the point-in-time recovery of it. A settled
  redemption with its attempt, ledger row and index entries is some kilobytes, so that a million of them add about a dollar or two to
  each later month. Idempotency records, events and their deliveries go by themselves, at no cost.
- **Numbers of withdrawals that are cancelled before they come** are what a merchant's requests can add to the main table without limit,
  for good. Everything else that stays is something that happened.
- **A probe without real money** adds half a million redemptions and half a million payments a year to the main table. The sandbox's table
  keeps everything, too: it has no expiry, and each of them leaves its effect at the pretended vendor there.
- **Logs** are kept for the stage's \`logDays\`, for $0.03 a compressed gigabyte and month.
- **Lists** cost by what they show: a page asks every part of its list. An overview is some hundred small queries and 20 requests to
  SQS, about as much as a run of the sweeper; with 20,000 reviews open, and it counts no more, 400 read units on top.
- **Failing endpoints and events of the last minute** are counted by each sweep: some 200 read units for 10,000 endpoints that fail at
  once, one for some fifty events.

## Who is told

A stage's \`budget\` in \`stages.json\` tells its receivers before a month's amount is spent. The stacks bear the tag
\`tender-stage\`, by which the bill can be told apart ([operating.md](operating.md#stages)), and so does each of their resources
that can. What bears no tag is not in that sum, so that the bill is higher than the budget says: Tender's own metrics (functions write them as log lines), X-Ray's traces, the dashboard, calls
of the scheduler, text messages and emails. What costs most is DynamoDB's writes, and of a payment its state transitions.
`;
