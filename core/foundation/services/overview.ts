import type { OverviewView } from "../../../contract/answers/platform.ts";
import { DUE_KINDS, type DueRows } from "../domain/due-kinds.ts";
import { iso } from "../domain/iso-time.ts";
import { CONTRACT } from "../domain/limits.ts";
import { REVIEW_KINDS, type ReviewKind, reviewKindOf } from "../domain/review.ts";
import { duePlaces, listOfReviews, reviewOfKey, stateShards } from "../store/keys.ts";
import { readReview } from "../store/review-store.ts";
import { atMost } from "./at-most.ts";
import type { Deps } from "./deps.ts";
import { readHours } from "./hours.ts";

/** Fewer than the connections that a client keeps. */
const QUERIES_AT_ONCE = 40;

/** What is not in the tables of this capability. */
export interface OverviewDeps extends Deps {
  queueDepths: () => Promise<OverviewView["queues"]>;
  failingEndpoints: () => Promise<number>;
}

/**
 * How it stands at this moment, over all merchants. By indexes and by what SQS says, both of which lag behind by a moment. Costs
 * some 540 queries, most of them of no key or one, and two questions to SQS for each kind of job, and nothing while nobody asks: for
 * people who look now and then, not for a program that asks each second.
 */
export async function getOverview(
  deps: OverviewDeps,
  reviewsMax: number = CONTRACT.overviewReviewsMax,
): Promise<OverviewView> {
  const [reviews, due, queues, failingEndpoints, hours] = await Promise.all([
    reviewsOf(deps, reviewsMax),
    dueRowsOf(deps),
    deps.queueDepths(),
    deps.failingEndpoints(),
    readHours(deps, deps.clock()),
  ]);
  return { reviews, due, queues, failingEndpoints, hours };
}

/**
 * One page of keys of each shard, oldest first: a key says of what kind its review is, and of the oldest its row says since when.
 * What is beyond is not counted, so that a look costs no more on the day on which everything is parked.
 */
async function reviewsOf(deps: Deps, reviewsMax: number): Promise<OverviewView["reviews"]> {
  const shards = stateShards("REVIEW");
  const limit = reviewsMax / shards.length;
  const pages = await Promise.all(
    shards.map((shard) =>
      deps.tables.query("main", { index: "state", partition: ["statePk", listOfReviews(shard)], limit }),
    ),
  );
  const byKind = Object.fromEntries(Object.values(REVIEW_KINDS).map((kind) => [kind, 0])) as Record<ReviewKind, number>;
  const waiting = pages.flatMap(({ items }) => items);
  for (const row of waiting) {
    const kind = reviewKindOf(reviewOfKey(row).subjectId)?.kind;
    if (kind) byKind[kind]++;
  }
  const firsts = pages.flatMap(({ items }) => items.slice(0, 1));
  const [first] = firsts.sort((a, b) => (String(a.stateSk) < String(b.stateSk) ? -1 : 1));
  const oldest = first && (await readReview(deps.tables, reviewOfKey(first)));
  return { count: waiting.length, oldestAt: iso(oldest?.parkedAt), byKind };
}

/** Of each kind of work the row that is due first; one that lies in the future is no news. */
async function dueRowsOf(deps: Deps): Promise<OverviewView["due"]> {
  const nowMs = deps.clock();
  const kinds = Object.keys(DUE_KINDS) as DueRows[];
  const places = kinds.flatMap((kind) => duePlaces(kind).map((duePk) => ({ kind, duePk })));
  const firsts = await atMost(QUERIES_AT_ONCE, places, async ({ kind, duePk }) => ({
    kind,
    at: await firstDue(deps, kind, duePk, nowMs),
  }));
  const found = Map.groupBy(firsts, ({ kind }) => kind);
  return [...found].flatMap(([kind, some]) => {
    const times = some.flatMap(({ at }) => at ?? []);
    return times.length > 0 ? { kind, oldestDueAt: iso(Math.min(...times)) } : [];
  });
}

async function firstDue(deps: Deps, kind: DueRows, duePk: string, nowMs: number): Promise<number | undefined> {
  const { table } = DUE_KINDS[kind];
  const { items } = await deps.tables.query(table, {
    index: "due",
    partition: ["duePk", duePk],
    sort: { attribute: "dueAt", operator: "<=", value: nowMs },
    limit: 1,
  });
  return items[0] && Number(items[0].dueAt);
}
