import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  type Delivery,
  type DeliveryState,
  deliveryIdOf,
  newDelivery,
} from "../../../../core/events/domain/delivery.ts";
import type { ReplayJob } from "../../../../core/events/domain/replay.ts";
import { changeEndpoint, createEndpoint, deleteEndpoint } from "../../../../core/events/services/endpoints.ts";
import { workReplay } from "../../../../core/events/services/replay-work.ts";
import { findReplay, startReplay, sweepReplays } from "../../../../core/events/services/replays.ts";
import { putDelivery, readDelivery } from "../../../../core/events/store/delivery-store.ts";
import type { Event, EventType } from "../../../../core/foundation/domain/events.ts";
import { makeId } from "../../../../core/foundation/domain/ids.ts";
import type { Answer, Caller } from "../../../../core/foundation/services/deps.ts";
import { underKey } from "../../../../core/foundation/services/under-key.ts";
import { eventPut } from "../../../../core/foundation/store/event-store.ts";
import { Crash, World } from "../../../support/world.ts";

const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "MERCHANT" };
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const remaining = () => 60_000;

let world: World;
let endpointId: string;
let versions = 0;
beforeEach(async () => {
  world = await World.create();
  endpointId = bodyOf(await create(["payment.*"])).webhookEndpointId;
});
afterEach(() => world.drop());

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
const bodyOf = (answer: Answer): any => answer.body;
function under(line: string, act: (request: ReturnType<World["request"]>) => Promise<Answer>): Promise<Answer> {
  const request = world.request(line, {});
  return underKey(world.deps, request, () => act(request));
}
const create = (eventTypes: string[]) =>
  under("POST", (request) =>
    createEndpoint(world.deps, request, "acme", { url: "https://shop.example/x", eventTypes }),
  );
const start = (only: ReplayJob["only"], window: { since?: number; until?: number } = {}) =>
  under("replay", (request) =>
    startReplay(world.deps, request, TENANT, endpointId, { since: world.nowMs - 29 * DAY_MS, only, ...window }),
  );

async function told(at: number, type: EventType = "payment.succeeded"): Promise<Event> {
  const resourceId = makeId("pay", "acme", "A".repeat(26));
  const write = eventPut({ tenantId: "acme", type, resourceId, resourceVersion: ++versions, at }, {});
  await world.deps.tables.write(write);
  return write.item as object as Event;
}
async function delivered(event: Event, state: DeliveryState): Promise<Delivery> {
  const row = newDelivery(event, { tenantId: "acme", webhookEndpointId: endpointId, status: "ENABLED" }, event.at);
  const ended: Delivery = { ...row, state, tries: 5 };
  await world.deps.tables.write(putDelivery(ended, event.at));
  return ended;
}
const rowOf = (event: Event) =>
  readDelivery(world.deps.tables, { tenantId: "acme", deliveryId: deliveryIdOf(event, endpointId) });
const roundOf = async (event: Event) => {
  const row = await rowOf(event);
  return row && [row.state, row.round];
};
/** Messages to the deliveries' queue, by the event that they are about. */
const sent = () => {
  const jobs = world.jobs as { job: { queue: string; body: { eventId: string } } }[];
  return jobs.filter(({ job }) => job.queue === "deliveries").map(({ job }) => job.body.eventId);
};

/** Until its job is over; whoever dies comes again. */
async function work(answer: Answer): Promise<object> {
  const ref = { tenantId: "acme", jobId: bodyOf(answer).jobId };
  for (let round = 0; round < 20; round++) {
    try {
      const result = await workReplay(world.deps, ref, remaining);
      if (result.kind === "done") return (await findReplay(world.deps, TENANT, ref.jobId)) ?? {};
      world.nowMs += Math.max(result.delayMs, 1);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      world.revive();
    }
  }
  throw new Error("the replay does not end");
}

async function oneOfEach() {
  const at = world.nowMs - DAY_MS;
  const states = ["PENDING", "SENDING", "DELIVERED", "EXHAUSTED", "HELD"] as const;
  const events = {} as Record<(typeof states)[number] | "untold" | "other" | "test", Event>;
  for (const [index, state] of states.entries()) {
    events[state] = await told(at + index * MINUTE_MS);
    await delivered(events[state], state);
  }
  events.untold = await told(at - MINUTE_MS);
  events.other = await told(at, "order.finished");
  events.test = await told(at, "webhook.test");
  return events;
}

test("what has failed is sent again, and nothing else", async () => {
  const events = await oneOfEach();
  expect(await work(await start("failed"))).toMatchObject({ kind: "replay", status: "DONE", done: 2, total: 2 });
  expect(sent().sort()).toEqual([events.EXHAUSTED.eventId, events.HELD.eventId].sort());
  for (const state of ["PENDING", "SENDING", "DELIVERED"] as const)
    expect(await roundOf(events[state])).toEqual([state, 1]);
  expect(await rowOf(events.EXHAUSTED)).toMatchObject({ state: "PENDING", round: 2, tries: 0 });
  expect(await rowOf(events.untold)).toBeUndefined();
});

test("all is sent again, and what the endpoint was never told, also from before it was made", async () => {
  const events = await oneOfEach();
  expect(await work(await start("all"))).toMatchObject({ status: "DONE", done: 4, total: 4 });
  const { DELIVERED, EXHAUSTED, HELD, untold } = events;
  expect(sent().sort()).toEqual([DELIVERED, EXHAUSTED, HELD, untold].map(({ eventId }) => eventId).sort());
  expect(await roundOf(untold)).toEqual(["PENDING", 1]);
  expect(await roundOf(DELIVERED)).toEqual(["PENDING", 2]);
  for (const state of ["PENDING", "SENDING"] as const) expect(await roundOf(events[state])).toEqual([state, 1]);
  // Of other types than its own, or another's test.
  for (const event of [events.other, events.test]) expect(await rowOf(event)).toBeUndefined();
});

test("of a window only what happened from its begin on, before its end", async () => {
  const at = world.nowMs - DAY_MS;
  const events: Event[] = [];
  for (let n = 0; n < 5; n++) events.push(await told(at + n * MINUTE_MS));
  await work(await start("all", { since: at + MINUTE_MS, until: at + 3 * MINUTE_MS }));
  expect(sent().sort()).toEqual(
    events
      .slice(1, 3)
      .map(({ eventId }) => eventId)
      .sort(),
  );
});

test("what is too old to be sent again is left, and what happens after it began is told by itself", async () => {
  const old = await told(world.nowMs - 29 * DAY_MS - 1);
  const answer = await start("all", { since: world.nowMs - 40 * DAY_MS, until: world.nowMs + DAY_MS });
  const later = await told(world.nowMs);
  expect(await work(answer)).toMatchObject({ status: "DONE", done: 0 });
  for (const event of [old, later]) expect(await rowOf(event)).toBeUndefined();
});

test("an event that comes to the index late is told, because the job looks again before it ends", async () => {
  const early = await told(world.nowMs - 1000);
  const answer = await start("all");
  const ref = { tenantId: "acme", jobId: bodyOf(answer).jobId };
  const result = await workReplay(world.deps, ref, remaining);
  expect(result).toEqual({ kind: "again", delayMs: world.deps.limits.sweepGraceMs });
  expect(await findReplay(world.deps, TENANT, ref.jobId)).toMatchObject({ status: "RUNNING", total: null });
  // Its transaction began before, and has come to its end now.
  const late = await told(world.nowMs - 500);
  world.nowMs += world.deps.limits.sweepGraceMs;
  expect(await work(answer)).toMatchObject({ status: "DONE", done: 2 });
  expect(sent()).toEqual([early.eventId, late.eventId]);
});

test("hundreds are sent in parts, each once, though a worker dies at each of its steps", async () => {
  const COUNT = 230;
  const first = world.nowMs - DAY_MS;
  const events: Event[] = [];
  for (let n = 0; n < COUNT; n++) events.push(await told(first + n * 1000));
  const answer = await start("all");
  for (const step of [0, 1, 40, 99, 100, 101, 102, 180]) {
    world.crashAt(step, step % 2 ? "before" : "after");
    const ref = { tenantId: "acme", jobId: bodyOf(answer).jobId };
    await workReplay(world.deps, ref, remaining).catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
    world.revive();
  }
  expect(await work(answer)).toMatchObject({ status: "DONE", done: COUNT });
  for (const event of events) expect(await roundOf(event)).toEqual(["PENDING", 1]);
  // A message may be lost with its sender: then the row is due. None is sent twice.
  expect(new Set(sent()).size).toBe(sent().length);
});

test("two workers at once send each once, and count each once", async () => {
  const COUNT = 150;
  for (let n = 0; n < COUNT; n++) await delivered(await told(world.nowMs - DAY_MS + n * 1000), "HELD");
  const answer = await start("failed");
  const ref = { tenantId: "acme", jobId: bodyOf(answer).jobId };
  await Promise.all([workReplay(world.deps, ref, remaining), workReplay(world.deps, ref, remaining)]);
  expect(await work(answer)).toMatchObject({ status: "DONE", done: COUNT });
  expect(sent()).toHaveLength(COUNT);
});

test("sent by this job and failed again, it is not sent a second time; another job does", async () => {
  const event = await told(world.nowMs - 1000);
  await delivered(event, "EXHAUSTED");
  const answer = await start("failed");
  await workReplay(world.deps, { tenantId: "acme", jobId: bodyOf(answer).jobId }, remaining);
  const row = { ...(await rowOf(event)), state: "EXHAUSTED", duePk: undefined, dueAt: undefined };
  const { duePk: _pk, dueAt: _at, ...failed } = row;
  await world.deps.tables.write({ kind: "put", name: "seed", table: "events", item: failed as never, only: {} });
  expect(await work(answer)).toMatchObject({ status: "DONE", done: 1 });
  expect(await roundOf(event)).toEqual(["EXHAUSTED", 2]);
  expect(await work(await start("failed"))).toMatchObject({ done: 1 });
  expect(await roundOf(event)).toEqual(["PENDING", 3]);
});

describe("refused is", () => {
  test("a replay to an endpoint that is disabled, or was deleted", async () => {
    await under("PATCH", (request) => changeEndpoint(world.deps, request, TENANT, endpointId, { status: "DISABLED" }));
    expect(bodyOf(await start("all"))).toMatchObject({ status: 409, code: "endpoint-disabled" });
    await deleteEndpoint(world.deps, TENANT, endpointId);
    await expect(start("all")).rejects.toMatchObject({ code: "not-found" });
  });

  test("one that would begin in the future", async () => {
    await expect(start("all", { since: world.nowMs })).rejects.toMatchObject({
      code: "request-invalid",
      errors: [{ pointer: "/since" }],
    });
  });
});

test("disabled meanwhile, the endpoint is spared the rest, and the job says so", async () => {
  await delivered(await told(world.nowMs - DAY_MS), "HELD");
  const answer = await start("failed");
  await under("PATCH", (request) => changeEndpoint(world.deps, request, TENANT, endpointId, { status: "DISABLED" }));
  expect(await work(answer)).toMatchObject({ status: "FAILED", done: 0, total: 0 });
  expect(sent()).toEqual([]);
});

test("a job whose message was lost is found by the sweep until it is over", async () => {
  const answer = await start("all");
  world.nowMs += 10 * MINUTE_MS;
  expect(await sweepReplays(world.deps)).toEqual({ resent: 1 });
  expect(world.jobs.at(-1)?.job).toEqual({ queue: "replays", body: { tenantId: "acme", jobId: bodyOf(answer).jobId } });
  await work(answer);
  world.nowMs += DAY_MS;
  expect(await sweepReplays(world.deps)).toEqual({ resent: 0 });
});
