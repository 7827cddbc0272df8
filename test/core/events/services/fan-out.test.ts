import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { fanOut, sweepEvents } from "../../../../core/events/services/fan-out.ts";
import type { EventType } from "../../../../core/foundation/domain/events.ts";
import type { IndexQuery } from "../../../../core/foundation/store/table.ts";
import { EventWorld, said } from "./event-world.ts";

let world: EventWorld;
beforeEach(async () => {
  world = await EventWorld.create();
});
afterEach(() => world.drop());

const dueEvents = async () => (await world.rows("EVT#")).filter(({ duePk }) => duePk !== undefined);

test("whoever is subscribed has a delivery, held where the endpoint is disabled, and the event is due no more", async () => {
  const all = await world.endpoint();
  const some = await world.endpoint({ eventTypes: ["order.*"] });
  const exact = await world.endpoint({ eventTypes: ["code.redeemed", "payment.succeeded"] });
  const disabled = await world.endpoint({ status: "DISABLED" });
  const event = await world.told("payment.succeeded");
  expect(await world.delivery(event, all)).toMatchObject({ state: "PENDING" });
  expect(await world.delivery(event, some)).toBeUndefined();
  expect(await world.delivery(event, exact)).toMatchObject({ state: "PENDING" });
  expect(await world.delivery(event, disabled)).toMatchObject({ state: "HELD" });
  expect(await dueEvents()).toEqual([]);
  expect(world.messages).toHaveLength(2);
});

test.each(["webhook_endpoint.failing", "webhook_endpoint.disabled", "webhook.test"] as const)(
  "%s never goes to the endpoint that it is about",
  async (type: EventType) => {
    const [about, other] = [await world.endpoint(), await world.endpoint()];
    const event = await world.event(type, about.webhookEndpointId);
    await fanOut(world.deps, [event]);
    expect(await world.delivery(event, about)).toBeUndefined();
    // A test has its delivery from who asked for it.
    expect((await world.delivery(event, other)) === undefined).toBe(type === "webhook.test");
    expect(await dueEvents()).toEqual([]);
  },
);

test("a batch of events reads a merchant's endpoints once", async () => {
  await world.endpoint();
  const events = [await world.event(), await world.event(), await world.event()];
  world.world.requests.length = 0;
  await fanOut(world.deps, events);
  expect(world.world.requests.filter((name) => name === "QueryCommand")).toHaveLength(1);
  expect(await world.deliveries()).toHaveLength(3);
});

test("an event that nobody is subscribed to leaves the due index, too", async () => {
  await world.told();
  expect(await dueEvents()).toEqual([]);
  expect(await world.deliveries()).toEqual([]);
});

test("fanned out twice, side by side or after its delivery, an event has one delivery that keeps what became of it", async () => {
  const endpoint = await world.endpoint();
  const event = await world.event();
  await Promise.all([fanOut(world.deps, [event]), fanOut(world.deps, [event])]);
  await world.settle();
  await fanOut(world.deps, [event]);
  await world.settle();
  expect(world.receipts).toHaveLength(1);
  expect(await world.deliveries()).toHaveLength(1);
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "DELIVERED", round: 1 });
});

test("the sweep fans out what the stream has not, and leaves what is young to the stream", async () => {
  await world.endpoint();
  await world.event();
  expect(await sweepEvents(world.deps)).toEqual({ resent: 0 });
  world.pass(world.deps.limits.sweepGraceMs);
  expect(await sweepEvents(world.deps)).toEqual({ resent: 1 });
  expect(world.messages).toHaveLength(1);
  expect(await dueEvents()).toEqual([]);
});

test("how long nobody has been told of the oldest event is measured by the sweep", async () => {
  const ages: number[] = [];
  world.deps.metrics.gauge = (name, value) => void (name === "EventOverdueAge" && ages.push(value));
  await world.event();
  world.pass(world.deps.limits.sweepGraceMs + 1_000);
  await world.event();
  world.pass(world.deps.limits.sweepGraceMs);
  await sweepEvents(world.deps);
  expect(ages).toEqual([2 * world.deps.limits.sweepGraceMs + 1_000]);
});

test("what one merchant's rows do not allow keeps no other from being told", async () => {
  await world.endpoint();
  const event = await world.event();
  const broken = { ...event, tenantId: "other" };
  const { tables } = world.deps;
  const failing = new Proxy(tables, {
    get: (target, name) => {
      if (name === "query")
        return (table: "main", asked: IndexQuery) =>
          asked.partition[1].includes("other") ? Promise.reject(new Error("no")) : target.query(table, asked);
      return (target[name as keyof typeof target] as (...all: unknown[]) => unknown).bind(target);
    },
  });
  const deps = { ...world.deps, tables: failing };
  await expect(fanOut(deps, [broken, event])).rejects.toThrow("no");
  expect(await world.deliveries()).toHaveLength(1);
  expect(await dueEvents()).toEqual([]);
});

test("disabled, told of a hundred events, enabled: none is missing, and each is held or arrives", async () => {
  const endpoint = await world.endpoint();
  const events = [];
  for (let n = 0; n < 100; n++) {
    if (n === 20) await world.turn(endpoint, "DISABLED");
    if (n === 80) await world.turn(endpoint, "ENABLED");
    events.push(await world.told());
    // Some are on their way when it is disabled.
    if (n % 3 === 0) await world.next();
  }
  await world.settle(5000);
  const rows = await world.deliveries();
  expect(rows).toHaveLength(100);
  expect(new Set(rows.map(({ eventId }) => eventId))).toEqual(new Set(events.map(({ eventId }) => eventId)));
  const received = new Set(world.receipts.map(({ eventId }) => eventId));
  for (const { eventId, state } of rows)
    expect([eventId, state]).toEqual([eventId, received.has(eventId) ? "DELIVERED" : "HELD"]);
  expect(rows.filter(({ state }) => state === "HELD").length).toBeGreaterThanOrEqual(60);
});

test("what a receiver has refused once arrives, in whatever order", async () => {
  await world.endpoint();
  world.script = (_, n) => said(n % 2 === 0 ? 500 : 200);
  const events = [await world.told(), await world.told(), await world.told()];
  await world.settle();
  expect((await world.deliveries()).map(({ state }) => state)).toEqual(events.map(() => "DELIVERED"));
});
