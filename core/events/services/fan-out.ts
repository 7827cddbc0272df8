import type { Event } from "../../foundation/domain/events.ts";
import { sweepDue } from "../../foundation/services/due-rows.ts";
import { eachRow, throwFirst } from "../../foundation/services/each-row.ts";
import { type DueRow, postpone } from "../../foundation/store/outbox-store.ts";
import { isMeantFor, isOver, newDelivery } from "../domain/delivery.ts";
import { jobOfDelivery } from "../domain/delivery-job.ts";
import { putDelivery } from "../store/delivery-store.ts";
import { readLiveEndpoints } from "../store/endpoint-store.ts";
import { closeFanOut, readEventRows } from "../store/fan-out-store.ts";
import type { FanOutDeps } from "./delivery-deps.ts";

/** What has to be known of an event to say to whom it goes. */
export type ToldEvent = Pick<Event, "tenantId" | "eventId" | "type" | "resourceId" | "at">;

/**
 * Makes a delivery for each endpoint that is subscribed now, and sends it on its way. An event stays due until all of that is
 * done: a crash in between does it again, for whoever is subscribed then. A merchant whose rows cannot be read or written keeps
 * no other's from being told.
 */
export async function fanOut(deps: FanOutDeps, events: readonly ToldEvent[]): Promise<void> {
  const byMerchant = Map.groupBy(events, ({ tenantId }) => tenantId);
  throwFirst(await eachRow([...byMerchant], ([tenantId, some]) => fanOutOf(deps, tenantId, some)));
}

async function fanOutOf(deps: FanOutDeps, tenantId: string, events: readonly ToldEvent[]): Promise<void> {
  const endpoints = await readLiveEndpoints(deps.tables, tenantId);
  const nowMs = deps.clock();
  const deliveries = events.flatMap((event) =>
    endpoints.filter((endpoint) => isMeantFor(endpoint, event)).map((endpoint) => newDelivery(event, endpoint, nowMs)),
  );
  const wanted = deliveries.filter((delivery) => !isOver(delivery, nowMs));
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  // One that is there already was made by an earlier run, and has gone its way since; its message may have been lost.
  const made = await eachRow(wanted, (delivery) => deps.tables.write(putDelivery(delivery, dueAt)));
  throwFirst(made);
  const onTheirWay = wanted.filter(({ state }) => state === "PENDING");
  if (onTheirWay.length > 0) {
    const jobs = onTheirWay.map((delivery) => ({ queue: "deliveries" as const, body: jobOfDelivery(delivery) }));
    await deps.jobs.send(jobs.map((job) => ({ job, delaySeconds: 0 })));
  }
  throwFirst(await eachRow(events, (event) => deps.tables.write(closeFanOut(event))));
}

const SWEEP_MAX_ROWS = 4_000;

/** Events that nobody has fanned out. */
export async function sweepEvents(deps: FanOutDeps): Promise<{ resent: number }> {
  const nowMs = deps.clock();
  const { sweepGraceMs, sweepHorizonMs } = deps.limits;
  const resent = await sweepDue<DueRow, DueRow>(deps, {
    rows: "event",
    // They are due from their moment on, and the stream comes first.
    untilMs: nowMs - sweepGraceMs,
    rowsMax: SWEEP_MAX_ROWS,
    claim: async (row) => {
      const claimed = await deps.tables.write(postpone("event", row, nowMs + sweepHorizonMs, {}, "events"));
      return claimed.committed ? row : undefined;
    },
    pass: async (rows) => {
      const events = await readEventRows(deps.tables, rows);
      const ages = events.map(({ at }) => nowMs - at);
      if (ages.length > 0) deps.metrics.gauge("EventOverdueAge", Math.max(...ages), "Milliseconds");
      await fanOut(deps, events);
    },
  });
  return { resent };
}
