import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { WebhookEndpoint } from "../../../../core/events/domain/webhook-endpoint.ts";
import { measureFailingEndpoints } from "../../../../core/events/services/delivery-sweep.ts";
import { EventWorld, said } from "./event-world.ts";

let world: EventWorld;
let endpoint: WebhookEndpoint;
beforeEach(async () => {
  world = await EventWorld.create();
  endpoint = await world.endpoint();
  world.script = () => said(500);
});
afterEach(() => world.drop());

/** One event whose tries have all failed: as many failures in a row as the demo has tries. */
async function cooled(): Promise<void> {
  await world.told();
  await world.settle();
  await world.forget();
  expect(await world.seen(endpoint)).toMatchObject({ status: "ENABLED", failures: 5 });
  world.receipts.length = 0;
}

test("after five failed tries in a row an endpoint is tried once in a while, and what is passed over goes on in the table", async () => {
  await cooled();
  world.pass(world.deps.limits.delivery.coolingMs);
  const [tried, skipped] = [await world.told(), await world.told()];
  const begun = world.nowMs;
  await world.next();
  await world.next();
  expect(world.receipts.map(({ eventId }) => eventId)).toEqual([tried.eventId]);
  expect(await world.delivery(skipped, endpoint)).toMatchObject({
    state: "PENDING",
    tries: 1,
    nextAttemptAt: begun + 1000,
    attempts: [{ at: begun, httpStatus: null, error: "skipped", durationMs: 0, responseExcerpt: null }],
  });
});

test("an endpoint counts as failing from its first failed try until one succeeds, its owner turns it on or off, or it ends", async () => {
  const failing = async () => (await measureFailingEndpoints(world.deps)).failing;
  const fail = async () => {
    world.script = () => said(500);
    await world.told();
    await world.next();
    expect(await failing()).toBe(1);
  };
  expect(await failing()).toBe(0);
  await fail();
  world.script = () => said(204);
  await world.settle();
  expect(await failing()).toBe(0);

  await fail();
  await world.turn(endpoint, "DISABLED");
  expect(await failing()).toBe(0);
  await world.turn(endpoint, "ENABLED");
  await world.settle();
  expect(await failing()).toBe(1);
  await world.turn(endpoint, "ENABLED");
  expect(await failing()).toBe(0);

  world.script = () => said(410);
  await world.told();
  await world.next();
  expect(await world.seen(endpoint)).toMatchObject({ status: "DISABLED", disabledReason: "gone" });
  expect(await failing()).toBe(1);
  await world.end(endpoint);
  expect(await failing()).toBe(0);
});

test("the moment of a try is taken by one delivery, also when another has seen it free", async () => {
  await cooled();
  world.pass(world.deps.limits.delivery.coolingMs);
  const [late, tried] = [await world.told(), await world.told()];
  const [one, other] = world.messages.splice(0);
  if (!one || !other) throw new Error("no messages");
  // It has read everything, and stands still before its claim.
  const { reached, letGo } = world.world.holdAt(0, "before");
  const held = world.deliver(one.body);
  await reached;
  await world.deliver(other.body);
  letGo();
  await held;
  expect(world.receipts.map(({ eventId }) => eventId)).toEqual([tried.eventId]);
  expect(await world.delivery(late, endpoint)).toMatchObject({ tries: 1, attempts: [{ error: "skipped" }] });
});

test("of a heap of deliveries to an endpoint that fails, each has its last try, and no more writes than the table has tries", async () => {
  await cooled();
  const events = [];
  for (let n = 0; n < 20; n++) events.push(await world.told());
  await world.settle(5000);
  const rows = await world.deliveries();
  for (const { eventId } of events) {
    const row = rows.find((each) => each.eventId === eventId);
    expect(row).toMatchObject({ state: "EXHAUSTED", tries: 5 });
    expect(row?.attempts).toHaveLength(5);
    expect(row?.attempts.at(-1)).toMatchObject({ httpStatus: 500 });
  }
  const skipped = rows.flatMap(({ attempts }) => attempts).filter(({ error }) => error === "skipped");
  expect(skipped.length).toBeGreaterThan(40);
});

test("a success ends it all", async () => {
  await cooled();
  world.script = () => said(204);
  world.pass(world.deps.limits.delivery.coolingMs);
  await world.told();
  await world.next();
  expect(await world.seen(endpoint)).toMatchObject({ failures: 0 });
  await world.told();
  await world.told();
  await world.next();
  await world.next();
  expect(world.receipts).toHaveLength(3);
});

/** Fails now, whatever is due. */
async function failNow(): Promise<void> {
  world.pass(world.deps.limits.delivery.coolingMs);
  await world.told();
  await world.next();
  world.messages = [];
}

test("an endpoint that fails for half of the span is told of once, and after all of it disabled", async () => {
  const other = await world.endpoint();
  world.script = ({ url }) => said(url === endpoint.url ? 500 : 204);
  const { failingMaxMs } = world.deps.limits.delivery;
  await world.turn(other, "DISABLED");
  await failNow();
  const { failingSince = 0 } = await world.seen(endpoint);
  expect(failingSince).toBe(world.nowMs);
  world.pass(failingMaxMs / 2);
  await failNow();
  expect(await world.seen(endpoint)).toMatchObject({ status: "ENABLED", failingTold: true, events: 1, failingSince });
  await failNow();
  expect(await world.seen(endpoint)).toMatchObject({ status: "ENABLED", events: 1 });
  world.pass(failingMaxMs / 2);
  await failNow();
  expect(await world.seen(endpoint)).toMatchObject({
    status: "DISABLED",
    disabledReason: "failing",
    events: 2,
    failingSince,
  });
  expect(world.world.counts.get("WebhookEndpointDisabled")).toBe(1);
  expect(await world.world.rows("REVIEW#")).toMatchObject([
    { subjectId: endpoint.webhookEndpointId, why: "endpoint-failing" },
  ]);
  await world.turn(other, "ENABLED");
  await world.settle();
  const types = world.receipts.filter(({ url }) => url === other.url).map(({ body }) => JSON.parse(body).type);
  expect(types.sort()).toEqual(["webhook_endpoint.disabled", "webhook_endpoint.failing"]);
});

test("an endpoint that gets nothing is not disabled", async () => {
  await cooled();
  world.pass(10 * world.deps.limits.delivery.failingMaxMs);
  await world.sweep();
  await world.settle();
  expect(await world.seen(endpoint)).toMatchObject({ status: "ENABLED", failures: 5 });
});

test("a success or an owner's word that comes while a long failure is noted counts: nothing is told, nothing disabled", async () => {
  const { failingMaxMs } = world.deps.limits.delivery;
  await failNow();
  world.pass(failingMaxMs + 1);
  world.script = async () => {
    await world.turn(endpoint, "DISABLED");
    await world.turn(endpoint, "ENABLED");
    return said(500);
  };
  await failNow();
  const after = await world.seen(endpoint);
  expect(after).toMatchObject({ status: "ENABLED", failures: 1, failingSince: world.nowMs });
  expect(after.events).toBeUndefined();
});
