import { InvariantError } from "../../foundation/domain/errors.ts";
import type { Event } from "../../foundation/domain/events.ts";
import { ulidTime, uniqueOf } from "../../foundation/domain/ids.ts";
import type { LongJobRef } from "../../foundation/domain/long-job.ts";
import { atMost } from "../../foundation/services/at-most.ts";
import { decodeCursor, encodeCursor, type PageSource, pageOf } from "../../foundation/services/pages.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { listOfEvents, stateShards } from "../../foundation/store/keys.ts";
import { moveLongJob, readLongJob } from "../../foundation/store/long-job-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { type Delivery, deliveryIdOf, isMeantFor, newDelivery } from "../domain/delivery.ts";
import { jobOfDelivery } from "../domain/delivery-job.ts";
import type { ReplayJob } from "../domain/replay.ts";
import type { WebhookEndpoint } from "../domain/webhook-endpoint.ts";
import { putDelivery, readDeliveries, resendDelivery } from "../store/delivery-store.ts";
import { readLiveEndpoint } from "../store/endpoint-store.ts";
import { listOfDeliveries } from "../store/keys.ts";
import type { FanOutDeps } from "./delivery-deps.ts";

const PART_ROWS = 100;
const WRITES_AT_ONCE = 8;
/** A part takes a second or two; one that has begun must not be cut off. */
const PART_MS = 5_000;
/** Behind the time of a ULID: no other of that moment comes before. */
const FIRST = "0".repeat(16);

/** What there is to tell of one event, and the row of it that there is. */
interface Told {
  place: string;
  seen: Delivery | undefined;
  /** A new one, for an event of which the endpoint was never told. */
  made?: () => Delivery;
}

/**
 * Goes through the window by the time of its events, and on where whoever worked before has stopped. What it sends bears its
 * name, so that it is sent once, however often it is looked at. An event of a moment ago may not be in the index yet: the cursor
 * stays behind those, and the job ends when none of its window is so young.
 */
export async function workReplay(deps: FanOutDeps, ref: LongJobRef, remainingMs: () => number): Promise<WorkResult> {
  let job = await jobOf(deps, ref);
  let from = job.cursor;
  /** Places of what it has sent beyond its cursor: they are counted when the cursor comes by. */
  let ahead: string[] = [];
  while (job.state === "RUNNING" && remainingMs() > PART_MS) {
    const nowMs = deps.clock();
    const settledMs = nowMs - deps.limits.sweepGraceMs;
    const endpoint = await readLiveEndpoint(deps.tables, job);
    // Nothing of it would arrive: its owner begins again once it is enabled.
    const isInVain = endpoint?.status !== "ENABLED";
    const part = isInVain ? { told: [], last: undefined } : await partOf(deps, job, endpoint, from, nowMs);
    ahead.push(...(await sendPart(deps, job, part.told, nowMs)));

    const isOver = isInVain || (part.last === undefined && job.until <= settledMs);
    const horizon = ulidTime(settledMs) + FIRST;
    const cursor = later(job.cursor, part.last === undefined || part.last > horizon ? horizon : part.last);
    const passed = isOver ? ahead : ahead.filter((place) => place <= cursor);
    const state: ReplayJob["state"] = isInVain ? "FAILED" : isOver ? "DONE" : "RUNNING";
    const next = { cursor, sent: job.sent + passed.length, state };
    if (isOver || cursor !== job.cursor) {
      const dueAt = nowMs + deps.limits.sweepGraceMs;
      const moved = await deps.tables.write(moveLongJob("replay-job", job, next, dueAt, nowMs));
      // A twin is further: where it stands is read anew.
      if (!moved.committed) return { kind: "again", delayMs: 0 };
      job = { ...job, ...next };
      ahead = ahead.filter((place) => !passed.includes(place));
    }
    if (!isOver && part.last === undefined) return { kind: "again", delayMs: job.until - settledMs };
    from = part.last ?? from;
  }
  return job.state === "RUNNING" ? { kind: "again", delayMs: 0 } : DONE;
}

async function jobOf({ tables }: FanOutDeps, ref: LongJobRef): Promise<ReplayJob> {
  const job = await readLongJob<ReplayJob>(tables, "replay-job", ref);
  if (!job) throw new InvariantError("a replay's message has no job");
  return job;
}

function later(...places: string[]): string {
  return places.sort().at(-1) ?? "";
}

/** `last`: the place of the last row that was looked at; `undefined`: there are no more. */
async function partOf(deps: FanOutDeps, job: ReplayJob, endpoint: WebhookEndpoint, from: string, nowMs: number) {
  const page = { limit: PART_ROWS, order: "asc" as const, ...(from === "" ? {} : { cursor: encodeCursor(from) }) };
  const { items, nextCursor } =
    job.only === "failed"
      ? await pageOf<Delivery, Delivery>(deps, page, failedOf(job))
      : await pageOf<Event, Event>(deps, page, eventsFor(job, endpoint));
  const last = nextCursor === null ? undefined : decodeCursor(nextCursor);
  if (job.only === "failed") {
    const told = (items as Delivery[]).map((seen): Told => ({ place: seen.stateSk, seen }));
    return { told, last };
  }
  const events = items as Event[];
  const refs = events.map((event) => ({
    tenantId: event.tenantId,
    deliveryId: deliveryIdOf(event, endpoint.webhookEndpointId),
  }));
  const rows = refs.length > 0 ? await readDeliveries(deps.tables, refs) : [];
  const told = events.map((event, index): Told => {
    return { place: uniqueOf(event.eventId), seen: rows[index], made: () => newDelivery(event, endpoint, nowMs) };
  });
  return { told, last };
}

function failedOf(job: ReplayJob): PageSource<Delivery, Delivery> {
  const { tenantId, webhookEndpointId, since, until } = job;
  const partitions = stateShards("DLV").map((shard) => listOfDeliveries(tenantId, webhookEndpointId, shard));
  return {
    table: "events",
    parts: { index: "state", partitions },
    range: { since, until },
    keep: (row) => row.replayedBy === job.jobId || isWanted(job, row),
    view: (row) => row,
  };
}

function eventsFor(job: ReplayJob, endpoint: WebhookEndpoint): PageSource<Event, Event> {
  const { tenantId, since, until } = job;
  return {
    table: "events",
    parts: { index: "state", partitions: stateShards("EVT").map((shard) => listOfEvents(tenantId, shard)) },
    range: { since, until },
    keep: (event) => isMeantFor(endpoint, event),
    view: (event) => event,
  };
}

/** One that is on its way arrives by itself. */
function isWanted({ only }: ReplayJob, { state }: Delivery): boolean {
  return state === "EXHAUSTED" || state === "HELD" || (only === "all" && state === "DELIVERED");
}

/** Sends what is wanted, and says of which places something was sent by this job, now or before. */
async function sendPart(deps: FanOutDeps, job: ReplayJob, told: readonly Told[], nowMs: number): Promise<string[]> {
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const results = await atMost(WRITES_AT_ONCE, told, async ({ place, seen, made }) => {
    if (seen?.replayedBy === job.jobId) return { place };
    const delivery = seen ?? made?.();
    if (!delivery || (seen && !isWanted(job, seen))) return undefined;
    const write: Write & { kind: "put" | "update" } = seen
      ? resendDelivery(seen, dueAt, nowMs, job.jobId)
      : putDelivery({ ...delivery, replayedBy: job.jobId }, dueAt);
    const result = await deps.tables.write(write);
    if (result.committed) return { place, delivery };
    // Somebody else has sent it a moment ago: a twin, perhaps.
    return result.refusals[0]?.old?.replayedBy === job.jobId ? { place } : undefined;
  });
  const done = results.filter((result) => result !== undefined);
  const jobs = done.flatMap(({ delivery }) => (delivery ? [jobOfDelivery(delivery)] : []));
  const messages = jobs.map((body) => ({ job: { queue: "deliveries" as const, body }, delaySeconds: 0 }));
  if (messages.length > 0) await deps.jobs.send(messages);
  return done.map(({ place }) => place);
}
