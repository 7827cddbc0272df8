import { DUE_KINDS, type DueRows } from "../domain/due-kinds.ts";
import type { Job } from "../domain/jobs.ts";
import { duePlaces } from "../store/keys.ts";
import { type DueKind, type DueRow, postpone, readDue } from "../store/outbox-store.ts";
import type { Deps, JobDeps } from "./deps.ts";
import { eachRow, throwFirst } from "./each-row.ts";

/** More of them in one sweep are an outage, whose single rows nobody looks up in the log. */
const ROWS_TOLD_MAX = 50;

/** What a sweep does with the rows of one kind that are due. */
export interface Sweep<Row extends DueRow, Claimed> {
  rows: DueRows;
  untilMs: number;
  /** That one run takes, of each part alike: the next run, a minute later, takes the rest. */
  rowsMax: number;
  /** The row is this run's to see to; `undefined`: somebody else was faster, or there is nothing to do. */
  claim: (row: Row) => Promise<Claimed | undefined>;
  /** All that has been claimed, at once. */
  pass: (claimed: Claimed[]) => Promise<void>;
}

/**
 * Sees to the rows that nobody came for; returns how many. A shard that cannot be read, a row that cannot be claimed and
 * claimed rows that cannot be passed on keep nothing else from being done, and then the first error is thrown.
 */
export async function sweepDue<Row extends DueRow, Claimed>(deps: Deps, sweep: Sweep<Row, Claimed>): Promise<number> {
  const { rows, untilMs, rowsMax, claim, pass } = sweep;
  const places = duePlaces(rows);
  const ofEach = Math.ceil(rowsMax / places.length);
  const { table } = DUE_KINDS[rows];
  const read = await eachRow(places, (duePk) => readDue<Row>(deps.tables, duePk, untilMs, ofEach, table));
  const taken: string[] = [];
  const claimed = await eachRow(read.done.flat(), async (row) => {
    const mine = await claim(row);
    if (mine !== undefined) taken.push(row.pk);
    return mine;
  });
  if (taken.length > 0)
    deps.log.info("due rows were taken by the sweep", { rows: taken.slice(0, ROWS_TOLD_MAX), count: taken.length });
  const passed = await eachRow(claimed.done.length > 0 ? [claimed.done] : [], pass);
  throwFirst(read, claimed, passed);
  return claimed.done.length;
}

export interface Message<OfJob = Job> {
  job: OfJob;
  delaySeconds: number;
}

interface TimerSweep<OfJob> {
  kind: DueKind;
  rows: DueRows;
  rowsMax: number;
  /** Whoever has the message may be at work for so long. */
  patienceMs: number;
  /** Who comes for the row. */
  jobOf: (row: DueRow) => OfJob;
  pass: (messages: Message<OfJob>[]) => Promise<void>;
}

/** `pass`: @default they are sent */
type JobSweep = Omit<TimerSweep<Job>, "pass"> & Partial<Pick<TimerSweep<Job>, "pass">>;

export function sweepJobs(deps: JobDeps, sweep: JobSweep): Promise<{ resent: number }> {
  return sweepTimers(deps, { pass: (messages) => deps.jobs.send(messages), ...sweep });
}

/**
 * Finds what nobody is coming for: lost messages, workers that died, lookups that were forgotten. A row that falls due
 * before the next sweep gets its message now, delayed to its moment.
 */
export async function sweepTimers<OfJob>(deps: Deps, sweep: TimerSweep<OfJob>): Promise<{ resent: number }> {
  const { kind, rows, rowsMax, patienceMs, jobOf, pass } = sweep;
  const nowMs = deps.clock();
  const { sweepHorizonMs } = deps.limits;
  // Beyond the horizon: two sweeps close to each other send one message. A worker that claims the row sets its own time.
  const nextLookMs = Math.max(patienceMs, sweepHorizonMs + 1);
  const resent = await sweepDue<DueRow, Message<OfJob>>(deps, {
    rows,
    untilMs: nowMs + sweepHorizonMs,
    rowsMax,
    claim: async (row) => {
      const nextLookAt = Math.max(nowMs, row.dueAt) + nextLookMs;
      const claimed = await deps.tables.write(postpone(kind, row, nextLookAt, {}, DUE_KINDS[rows].table));
      const delaySeconds = Math.ceil(Math.max(row.dueAt - nowMs, 0) / 1000);
      return claimed.committed ? { job: jobOf(row), delaySeconds } : undefined;
    },
    pass,
  });
  return { resent };
}
