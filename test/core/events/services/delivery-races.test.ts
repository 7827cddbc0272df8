import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { WebhookEndpoint } from "../../../../core/events/domain/webhook-endpoint.ts";
import { deliver } from "../../../../core/events/services/deliver.ts";
import { fanOut } from "../../../../core/events/services/fan-out.ts";
import { resendDelivery } from "../../../../core/events/store/delivery-store.ts";
import { changeEndpoint } from "../../../../core/events/store/endpoint-store.ts";
import { ConflictError, type Write } from "../../../../core/foundation/store/table.ts";
import { Crash } from "../../../support/world.ts";
import { EventWorld, said } from "./event-world.ts";

jest.setTimeout(60_000);
let world: EventWorld;
let endpoint: WebhookEndpoint;
beforeEach(async () => {
  world = await EventWorld.create();
  endpoint = await world.endpoint();
});
afterEach(() => world.drop());

const untilCrash = (run: () => Promise<unknown>) =>
  run().catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });

/** From the event to its end, at a receiver that refuses the first try; the process dies at `step`, and its queue with it. */
async function journey(step: number, when: "before" | "after") {
  world.script = (_, n) => said(n === 0 ? 500 : 204);
  const event = await world.event();
  world.world.crashAt(step, when);
  await untilCrash(async () => {
    await fanOut(world.deps, [event]);
    await world.settle();
  });
  const crashed = world.world.hasCrashed;
  world.world.revive();
  world.messages = [];
  await world.settle();
  return { event, crashed };
}

describe.each(["before", "after"] as const)("a process that dies %s any one step", (when) => {
  test("loses no delivery: it arrives under its id, once or twice, and nothing is left to do", async () => {
    for (let step = 0; ; step++) {
      const { event, crashed } = await journey(step, when);
      const rows = await world.deliveries();
      expect([step, rows.map(({ state }) => state)]).toEqual([step, ["DELIVERED"]]);
      expect(world.receipts.every(({ eventId }) => eventId === event.eventId)).toBe(true);
      expect(new Set(world.receipts.map(({ body }) => body)).size).toBe(1);
      // The refusal, the arrival, and at most one of them whose record was lost.
      expect(world.receipts.length).toBeLessThanOrEqual(3);
      if (!crashed) expect(world.receipts).toHaveLength(2);
      if (!crashed) return;
      await world.drop();
      world = await EventWorld.create();
      endpoint = await world.endpoint();
    }
  });
});

test("of two messages at once one tries", async () => {
  const event = await world.told();
  const [message] = world.messages;
  if (!message) throw new Error("no message");
  await Promise.all([world.deliver(message.body), world.deliver(message.body)]);
  expect(world.receipts).toHaveLength(1);
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "DELIVERED" });
});

test("a message that comes while a try is under way is done with", async () => {
  await world.told();
  const [message] = world.messages.splice(0);
  if (!message) throw new Error("no message");
  world.script = async () => {
    await world.deliver(message.body);
    return said(204);
  };
  await world.deliver(message.body);
  expect(world.messages).toEqual([]);
  expect(world.receipts).toHaveLength(1);
});

test("a worker that comes back after its lease, while another tries, writes nothing and frees nobody's lane", async () => {
  const event = await world.told();
  const [message] = world.messages.splice(0);
  if (!message) throw new Error("no message");
  const { leaseMs } = world.deps.limits.delivery;
  const [begun, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let late: Promise<void> = Promise.resolve();
  world.script = async (_, n) => {
    if (n === 0) {
      begun.resolve();
      await letGo.promise;
      return said(500);
    }
    letGo.resolve();
    await late;
    expect(await world.delivery(event, endpoint)).toMatchObject({ state: "SENDING", tries: 0 });
    expect(await world.rows("LANE#")).toHaveLength(1);
    return said(204);
  };
  late = world.deliver(message.body);
  await begun.promise;
  // The same lane: this worker finds it free, for its lease is over.
  world.pass(leaseMs + 1);
  await world.deliver(message.body);
  expect(world.receipts).toHaveLength(2);
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "DELIVERED", attempts: [{ httpStatus: 204 }] });
  expect(await world.seen(endpoint)).toMatchObject({ failures: 0 });
  expect(world.messages).toEqual([]);
});

test("a worker whose lane another delivery has taken records what it knows, and leaves the lane to it", async () => {
  // The endpoint has failed: all have the one lane.
  world.script = () => said(500);
  await world.told();
  await world.next();
  world.messages = [];
  const [first, second] = [await world.told(), await world.told()];
  const [one, other] = world.messages.splice(0);
  if (!one || !other) throw new Error("no messages");
  const [begun, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let late: Promise<void> = Promise.resolve();
  world.script = async ({ headers }) => {
    if (headers["webhook-id"] === first.eventId) {
      begun.resolve();
      await letGo.promise;
      return said(204);
    }
    letGo.resolve();
    await late;
    expect(await world.delivery(first, endpoint)).toMatchObject({ state: "DELIVERED" });
    expect(await world.rows("LANE#")).toMatchObject([{ deliveryId: other.body.deliveryId }]);
    return said(204);
  };
  late = world.deliver(one.body);
  await begun.promise;
  world.pass(world.deps.limits.delivery.leaseMs + 1);
  await world.deliver(other.body);
  expect(await world.delivery(second, endpoint)).toMatchObject({ state: "DELIVERED" });
  expect(await world.rows("LANE#")).toEqual([]);
});

/** Each try brings all others that are on their way along before it answers: how many were under way at once. */
async function triesAtOnce(): Promise<number> {
  const messages = world.messages.splice(0);
  let [underWay, most] = [0, 0];
  world.script = async () => {
    most = Math.max(most, ++underWay);
    for (let next = messages.shift(); next; next = messages.shift()) await world.deliver(next.body);
    underWay--;
    return said(500);
  };
  const first = messages.shift();
  if (first) await world.deliver(first.body);
  return most;
}

test("an endpoint has as many tries at once as it has lanes, and one after a failure", async () => {
  const { lanes, leaseMs } = world.deps.limits.delivery;
  for (let n = 0; n < 12; n++) await world.told();
  expect(await triesAtOnce()).toBe(lanes);
  expect(await world.seen(endpoint)).toMatchObject({ failures: lanes });
  expect(await world.rows("LANE#")).toEqual([]);
  // Those that found no lane come again before its lease would have ended, and are due when all of that is lost.
  const waiting = (await world.deliveries()).filter(({ waits }) => waits > 0);
  expect(waiting).toHaveLength(12 - lanes);
  for (const { body, at } of world.messages) expect([body, at <= world.nowMs + leaseMs + 1000]).toEqual([body, true]);
  world.pass(leaseMs);
  expect(await triesAtOnce()).toBe(1);
});

test("an endpoint that has moved while its old place said that it is gone stays enabled, and is tried where it is now", async () => {
  const event = await world.told();
  const url = "https://moved.example/hooks";
  world.script = async (call) => {
    if (call.url === url) return said(204);
    const { tables } = world.deps;
    await tables.write(changeEndpoint(await world.seen(endpoint), { url }, world.nowMs));
    return said(410);
  };
  await world.settle();
  expect(world.receipts.map((receipt) => receipt.url)).toEqual([endpoint.url, url]);
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "DELIVERED", tries: 1 });
  expect(await world.seen(endpoint)).toMatchObject({ status: "ENABLED", url });
});

test("what became of a try is known without its endpoint's row, when that is written by others all the while", async () => {
  const event = await world.told();
  const [message] = world.messages.splice(0);
  if (!message) throw new Error("no message");
  const busy = new Proxy(world.deps.tables, {
    get: (target, name) => {
      if (name === "transact")
        return (writes: readonly Write[]) =>
          writes.some((write) => write.name === "endpoint.fail")
            ? Promise.reject(new ConflictError([2]))
            : target.transact(writes);
      return (target[name as keyof typeof target] as (...all: unknown[]) => unknown).bind(target);
    },
  });
  world.script = () => said(500);
  expect(await deliver({ ...world.deps, tables: busy }, message.body, () => 5000)).toEqual({
    kind: "again",
    delayMs: 1000,
  });
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "PENDING", tries: 1 });
  expect(await world.seen(endpoint)).toMatchObject({ failures: 0 });
  expect(await world.rows("LANE#")).toEqual([]);
});

test("a worker that has no time left for a call sends nothing, and its message comes again", async () => {
  const event = await world.told();
  const [message] = world.messages.splice(0);
  if (!message) throw new Error("no message");
  expect(await deliver(world.deps, message.body, () => 1000)).toMatchObject({ kind: "again" });
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "PENDING", epoch: 0 });
  expect(world.receipts).toEqual([]);
});

test("a resend that meets a late worker wins: the round is a new one", async () => {
  const event = await world.told();
  world.script = async (_, n) => {
    if (n > 0) return said(204);
    world.pass(world.deps.limits.delivery.leaseMs + 1);
    world.script = () => said(204);
    const row = await world.delivery(event, endpoint);
    if (row) await world.deliver(row);
    const ended = await world.delivery(event, endpoint);
    if (ended) await world.deps.tables.write(resendDelivery(ended, world.nowMs, world.nowMs));
    return said(500);
  };
  await world.next();
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "PENDING", round: 2, tries: 0 });
  await world.settle();
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "DELIVERED", round: 2 });
  expect(world.receipts).toHaveLength(3);
});
