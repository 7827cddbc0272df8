import { listSpread, stateSpread, USUAL_SPREAD } from "../../core/foundation/domain/spreads.ts";
import type { Cell } from "../terminal/screen.ts";
import { PLACES_SWEPT } from "./cost.ts";
import { DURATIONS, SOURCES } from "./quotas.ts";
import {
  ceilingRows,
  firstOf,
  GOAL,
  MANY_MERCHANTS,
  PARTITION,
  quotaRows,
  type Row,
  rowsOf,
  WANTED,
} from "./report.ts";
import type { Spread } from "./spread.ts";

export interface Table {
  title: string;
  sentence: string;
  header: string[];
  rows: Cell[][];
  /** A screen is narrower than a page. @default all */
  columnsOnScreen?: number;
}

const PLACES_TOLD = 16;
const units = (value: number): Cell => (value < 1 ? "< 1" : Math.round(value));

/** What `npm run scale` prints, and what stands in `docs/scale.md`. `isWhole`: with every place. */
export function tablesOf(spread: Spread, isWhole = false): Table[] {
  const heat = ({ place, one, many }: Row): Cell[] => [place.where, place.name, place.over, units(one), units(many)];
  const some = (rows: Row[]) => (isWhole ? rows : rows.slice(0, PLACES_TOLD)).map(heat);
  const header = ["in", "partition", "parts", "1 merchant", `${MANY_MERCHANTS} merchants`];
  return [
    {
      title: "Ceilings",
      sentence: `What no spread raises. By units: so many a second are ${PARTITION.write} write or ${PARTITION.read} read units of one partition. Some end before, by the time that each takes.`,
      header: ["a second", "by units", "of", "why", "the next lever"],
      columnsOnScreen: 4,
      rows: ceilingRows(spread).map(({ units, narrower = units, of, reason, lever }) => [
        narrower,
        units,
        of,
        reason,
        lever,
      ]),
    },
    {
      title: "What throttles first",
      sentence:
        "Of one merchant with one plan, account, endpoint, code and offer: the partitions that are full first, and at how many a second.",
      header: ["of", "a second", "where"],
      rows: firstOf(spread).map(({ journey, perSecond, place }) => [
        journey,
        perSecond,
        `${place.kind}s of ${place.where}, ${place.name}`,
      ]),
    },
    {
      title: "Writes",
      sentence: `Units a second of the hottest partition, at ${GOAL.redemption} redemptions and ${GOAL.payment} payments a second. Wanted: ${WANTED.write} at most, the ceilings above aside.`,
      header,
      rows: some(rowsOf(spread, "write")),
    },
    {
      title: "Reads",
      sentence: `Likewise. Wanted: ${WANTED.read} at most.`,
      header,
      rows: some(rowsOf(spread, "read")),
    },
    {
      title: "Quotas",
      sentence: `What AWS admits a new account, and what our own settings admit, against what the goal asks for. ${DURATIONS}`,
      header: ["of", "admitted", "asked for", "note"],
      rows: quotaRows(spread).map(({ of, admits, asked, note }) => [of, Math.round(admits), Math.round(asked), note]),
    },
  ];
}

export const NOTE = "<!-- Written by `npm run scale -- --write`; do not edit. -->\n";

/** `docs/scale.md`. */
export function pageOf(spread: Spread): string {
  const tables = tablesOf(spread).map(
    ({ title, sentence, header, rows }) =>
      `## ${title}\n\n${sentence}\n\n${line(header)}\n${line(header.map(() => "---"))}\n${rows.map(line).join("\n")}\n`,
  );
  return `${NOTE}\n${INTRODUCTION}\n${tables.join("\n")}\n${RULES}`;
}

export const line = (cells: readonly Cell[]) => `| ${cells.map((cell) => escaped(String(cell))).join(" | ")} |`;
/** A key reads as code, so that nothing in it is markup. */
const escaped = (text: string) => (/^[A-Z]+#/.test(text) ? `\`${text}\`` : text.replaceAll("<", "&lt;"));

const INTRODUCTION = `# Scale

\`npm run scale\` runs the real code over a real engine, once for each thing that somebody may ask for, from the request to the
end of what it sets in motion: messages, workers, sagas, events and their deliveries to one endpoint. It notes each row and index
entry that is read or written, with its units by the size of the row. A key that two of them meet is shared; all others belong to
one thing alone, and take some tens of units in its whole life. Shared keys are multiplied by the rates of the goal, and divided
by the partitions over which their spread puts them (\`core/foundation/domain/spreads.ts\`). Each partition key counts as a
partition of its own. DynamoDB may put many of them into one partition, and splits that under lasting load; a list, in order of
creation, is written at its end alone, so that no split by its sort key would help.

It is a reckoning, not a measurement: nothing of it was tried on AWS. Quotas are defaults as published in 2025:
${Object.entries(SOURCES)
  .map(([name, url]) => `[${name}](${url})`)
  .join(", ")}.
`;

const RULES = `## How a spread grows

A row's place is written with the row, and a list asks every place. So a spread has two numbers, which grow in two releases:

1. \`asked\` grows. Lists and the sweeper ask partitions in which nothing stands yet. Wait until no function of the release before
   runs, and until nobody would go back to it.
2. \`written\` grows. New rows, and old ones at their next move, go to the new places. A rollback to release 1 finds them.

In one step, functions of the release before would not find rows that the new ones have written: a list would lack them, and work
that is due would wait, for as long as both run or after a rollback. \`asked\` never becomes less than what was ever written.

More parts are no free choice: a page asks every part of its list, and the sweeper every part of what is due, ${PLACES_SWEPT} queries
a minute. A merchant's own list of redemptions has ${listSpread("RDM").asked} parts, and its list of those in one state ${stateSpread("RDM").asked}. Its events have ${stateSpread("EVT").asked}, most other lists ${USUAL_SPREAD.asked}.
[ADR 0023](adr/0023-spreads.md) has what that costs a page; [cost.md](cost.md) has what a million of each thing costs, and a month of nothing.
`;
