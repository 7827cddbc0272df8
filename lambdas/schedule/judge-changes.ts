import { InvariantError } from "../../core/foundation/domain/errors.ts";
import { idsAmong } from "../../core/foundation/domain/ids.ts";
import { violationIdOf } from "../../core/foundation/domain/review.ts";
import { atMost } from "../../core/foundation/services/at-most.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { readTold, type Told } from "../../core/foundation/services/told.ts";
import { moveAuditor, readAuditorPlace } from "../../core/foundation/store/auditor-store.ts";
import { readAll } from "../../core/foundation/store/read-all.ts";
import { openReview } from "../../core/foundation/store/review-store.ts";
import type { Tables } from "../../core/foundation/store/table.ts";
import { judgedKindOf, type Reader, readClosure } from "../../invariants/closures.ts";
import { findLocalViolations } from "../../invariants/find-violations.ts";
import type { Row } from "../../invariants/rows.ts";
import type { Violation } from "../../invariants/snapshot.ts";

/** The first run of a stage looks at what was told in the day before; of what is older its tests and its operators know. */
const FIRST_LOOK_MS = 24 * 60 * 60 * 1000;
/** Of each of the index's 64 partitions: 6,400 events in a round at most. */
const PAGE_EVENTS = 100;
/** When a page was full of one millisecond: more than any partition can be told in one. */
const LARGE_PAGE_EVENTS = 1000;
/** Of a partition that belongs to one resource. */
const PAGE_ROWS = 500;
/** Five reads each, one after the other: well below the connections that a client keeps. */
const RESOURCES_AT_ONCE = 20;
/** No round is begun that could not end: one that is killed has moved nothing, and is done again. */
const ROUND_MS = 30_000;

export interface Judged {
  resources: number;
  violations: number;
  /** How much older what was looked at last is than what could have been. */
  behindMs: number;
}

/**
 * Judges each resource that something was told of since the last run, by the rows that belong to it. Only looks: what it finds is
 * put on the operators' list, and how far it has come is moved afterwards, so that who dies in between finds it again.
 */
export async function judgeChanges(deps: Deps, remainingMs: () => number): Promise<Judged> {
  // Younger events may not be in the index yet, as for the sweeper's counts.
  const untilMs = deps.clock() - deps.limits.countMarginMs;
  let place = await readAuditorPlace(deps.tables);
  const sum = { resources: 0, violations: 0 };
  const from = () => place?.auditedToMs ?? untilMs - FIRST_LOOK_MS;
  while (from() < untilMs && remainingMs() > ROUND_MS) {
    const { told, knownToMs } = await readOn(deps, from(), untilMs);
    if (knownToMs <= from()) break;
    const ids = await resourcesOf(deps.tables, told);
    const found = await atMost(RESOURCES_AT_ONCE, ids, (id) => judgeResource(deps, id));
    sum.resources += ids.length;
    sum.violations += found.reduce((total, count) => total + count, 0);
    const { committed } = await deps.tables.write(moveAuditor(place, knownToMs));
    // Another run is at it, and goes on.
    if (!committed) break;
    place = { auditedToMs: knownToMs };
  }
  const behindMs = Math.max(0, untilMs - from());
  deps.metrics.count("ResourcesAudited", sum.resources);
  deps.metrics.gauge("AuditorBehind", behindMs, "Milliseconds");
  return { ...sum, behindMs };
}

async function readOn(deps: Deps, fromMs: number, untilMs: number) {
  const read = async (pageEvents: number) => {
    const { told, knownToMs } = await readTold(deps, { fromMs, untilMs, pageEvents });
    return { told: told.filter(({ atMs }) => atMs >= fromMs && atMs < knownToMs), knownToMs };
  };
  const page = await read(PAGE_EVENTS);
  return page.knownToMs > fromMs ? page : read(LARGE_PAGE_EVENTS);
}

/** Each once, however much was told of it. The index does not have their names. */
async function resourcesOf(tables: Tables, told: readonly Told[]): Promise<string[]> {
  const events = await tables.getMany("events", told);
  const ids = events.flatMap((event) => (event === undefined ? [] : String(event.resourceId)));
  return [...new Set(ids)].filter((id) => judgedKindOf(id) !== undefined);
}

/** Two readings of several rows each may both be of no one moment, but hardly in the same way: what both find is there. */
async function judgeResource(deps: Deps, resourceId: string): Promise<number> {
  const first = await violationsOf(deps, resourceId);
  if (first.length === 0) return 0;
  const again = new Set((await violationsOf(deps, resourceId)).map(inWords));
  const found = first.filter((violation) => again.has(inWords(violation)));
  for (const violation of found) await tell(deps, resourceId, violation);
  return found.length;
}

async function violationsOf({ tables }: Deps, resourceId: string): Promise<Violation[]> {
  try {
    return findLocalViolations(await readClosure(readerOf(tables), resourceId));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // A row that lacks what the rules read is none that the store has written.
    return [{ invariant: "I13", subject: resourceId, detail: "has a row that cannot be judged" }];
  }
}

function readerOf(tables: Tables): Reader {
  return {
    rows: async (keys) => (await tables.getMany("main", keys)).filter((row) => row !== undefined) as Row[],
    partition: async (pk) => (await readAll(tables, { partition: ["pk", pk], limit: PAGE_ROWS })) as unknown as Row[],
  };
}

const inWords = ({ invariant, subject, detail }: Violation) => `${invariant} ${subject}: ${detail}`;

/** Told anew by each run that finds it, on the list once: until a person has closed it. */
async function tell(deps: Deps, resourceId: string, violation: Violation): Promise<void> {
  const { invariant, subject } = violation;
  const tenantId = judgedKindOf(resourceId)?.tenantId ?? "";
  const nowMs = deps.clock();
  const subjectId = violationIdOf(tenantId, subject, invariant);
  deps.metrics.count("InvariantViolations");
  deps.log.error("an invariant does not hold", new InvariantError(inWords(violation)), {
    ...idsAmong([resourceId, subject, subjectId]),
    tenantId,
    invariant,
  });
  await deps.tables.write(openReview({ tenantId, subjectId, why: inWords(violation) }, deps.random.ulid(nowMs), nowMs));
}
