import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { WebhookEndpoint } from "../../../../core/events/domain/webhook-endpoint.ts";
import { fanOut } from "../../../../core/events/services/fan-out.ts";
import { LIMITS } from "../../../../core/foundation/domain/limits.ts";
import { EventWorld, NO_ANSWER, said } from "./event-world.ts";

let world: EventWorld;
let endpoint: WebhookEndpoint;
beforeEach(async () => {
  world = await EventWorld.create();
  endpoint = await world.endpoint();
});
afterEach(() => world.drop());

test("what has happened reaches its endpoint, signed, with three requests to the tables", async () => {
  const event = await world.told();
  world.world.requests.length = 0;
  await world.next();
  expect(world.world.requests).toEqual(["BatchGetCommand", "TransactWriteCommand", "TransactWriteCommand"]);
  const [receipt] = world.receipts;
  expect(receipt).toMatchObject({ url: endpoint.url, eventId: event.eventId });
  expect(JSON.parse(receipt?.body ?? "")).toMatchObject({ type: event.type, data: { amount: 5 } });
  expect(receipt?.signature).toMatch(/^v1,/);
  const row = await world.delivery(event, endpoint);
  expect(row).toMatchObject({ state: "DELIVERED", tries: 0, attempts: [{ httpStatus: 204, error: null }] });
  expect(row?.dueAt).toBeUndefined();
  expect(row?.leaseUntil).toBeUndefined();
  expect(await world.rows("LANE#")).toEqual([]);
  expect(await world.seen(endpoint)).toMatchObject({ failures: 0, lastSuccessAt: world.nowMs });
});

test("a success within a minute of another writes nothing of its endpoint", async () => {
  await world.told();
  await world.next();
  const first = await world.seen(endpoint);
  world.pass(50_000);
  await world.told();
  await world.next();
  expect(await world.seen(endpoint)).toEqual(first);
  world.pass(11_000);
  await world.told();
  await world.next();
  expect((await world.seen(endpoint)).lastSuccessAt).toBe(world.nowMs);
});

describe.each(["production", "demo"] as const)("with the %s limits", (profile) => {
  test("tries come as the published table says, each after the one before, and the last one ends it", async () => {
    await world.drop();
    world = await EventWorld.create(profile);
    endpoint = await world.endpoint();
    world.script = () => said(500);
    const event = await world.told();
    const begun = world.nowMs;
    await world.settle();
    const { waitsMs } = LIMITS[profile].delivery;
    const tries = world.receipts.filter(({ eventId }) => eventId === event.eventId);
    expect(tries).toHaveLength(waitsMs.length);
    let expected = begun;
    for (const [index, { at }] of tries.entries()) {
      expected += waitsMs[index] ?? 0;
      expect(at).toBe(expected);
    }
    expect(new Set(tries.map(({ body }) => body)).size).toBe(1);
    const row = await world.delivery(event, endpoint);
    expect(row).toMatchObject({ state: "EXHAUSTED", tries: waitsMs.length });
    expect(row?.attempts.map(({ httpStatus }) => httpStatus)).toEqual(waitsMs.map(() => 500));
  });
});

test.each([
  [0, 0.8],
  [0.999_999, 1.2],
])("waits are spread: at fraction %d they are %d times as long", async (fraction, factor) => {
  world.fraction = fraction;
  world.script = (_, n) => (n < 4 ? said(500) : said(200));
  const event = await world.told();
  await world.next();
  const first = await world.delivery(event, endpoint);
  expect(first?.nextAttemptAt).toBe(world.nowMs + Math.round(1000 * factor));
});

test.each([
  [429, 1_500, 1_500],
  [503, 100, 1_000],
  [503, 60_000, 2_000],
  [500, 1_500, 1_000],
])("an answer %d that asks for %d ms is tried again after %d ms", async (status, retryAfterMs, expected) => {
  world.script = () => said(status, { retryAfterMs });
  const event = await world.told();
  await world.next();
  expect((await world.delivery(event, endpoint))?.nextAttemptAt).toBe(world.nowMs + expected);
});

test("no answer is a failure, and the next try is as good as the first", async () => {
  world.script = (_, n) => (n === 0 ? NO_ANSWER : said(200));
  const event = await world.told();
  await world.next();
  expect(await world.seen(endpoint)).toMatchObject({ failures: 1, failingSince: world.nowMs });
  await world.settle();
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "DELIVERED", tries: 1 });
  const after = await world.seen(endpoint);
  expect(after).toMatchObject({ failures: 0 });
  expect(after.failingSince).toBeUndefined();
});

test("410 disables the endpoint, holds the delivery, tells the others and opens a review", async () => {
  const other = await world.endpoint();
  world.script = ({ url }) => said(url === endpoint.url ? 410 : 204);
  const event = await world.told();
  await world.settle();
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "HELD", attempts: [{ httpStatus: 410 }] });
  expect(await world.seen(endpoint)).toMatchObject({ status: "DISABLED", disabledReason: "gone", events: 1 });
  const [told] = world.receipts.filter(({ body }) => body.includes("webhook_endpoint.disabled"));
  expect(told?.url).toBe(other.url);
  expect(JSON.parse(told?.body ?? "")).toMatchObject({
    resourceId: endpoint.webhookEndpointId,
    data: { status: "DISABLED", disabledReason: "gone" },
  });
  expect(world.world.counts.get("WebhookEndpointDisabled")).toBe(1);
  const [review] = await world.world.rows("REVIEW#");
  expect(review).toMatchObject({ subjectId: endpoint.webhookEndpointId, why: "endpoint-gone" });
});

test("an endpoint that is gone a second time is on the list of reviews still", async () => {
  world.script = () => said(410);
  await world.told();
  await world.settle();
  await world.turn(endpoint, "ENABLED");
  const event = await world.told();
  await world.settle();
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "HELD" });
  expect(await world.seen(endpoint)).toMatchObject({ status: "DISABLED", disabledReason: "gone", events: 2 });
  expect(await world.world.rows("REVIEW#")).toHaveLength(1);
});

test("a delivery is held when its endpoint is disabled by the time that it is due, cancelled when it is deleted", async () => {
  const other = await world.endpoint();
  const event = await world.told();
  await world.turn(endpoint, "DISABLED");
  await world.end(other);
  await world.settle();
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "HELD", attempts: [] });
  expect(await world.delivery(event, other)).toMatchObject({ state: "CANCELLED", attempts: [] });
  expect(world.receipts).toEqual([]);
});

test("an endpoint that is disabled, deleted or enabled anew while it is tried keeps what its owner made of it", async () => {
  const [disabled, deleted] = [await world.endpoint(), await world.endpoint()];
  world.script = async ({ url }) => {
    if (url === disabled.url) await world.turn(disabled, "DISABLED");
    if (url === deleted.url) await world.end(deleted);
    return said(500);
  };
  const event = await world.event();
  await fanOut(world.deps, [event]);
  await world.settle();
  expect(await world.seen(disabled)).toMatchObject({ status: "DISABLED", disabledReason: "merchant", failures: 0 });
  expect(await world.seen(deleted)).toBeUndefined();
  expect(await world.delivery(event, disabled)).toMatchObject({ state: "HELD", tries: 1 });
  expect(await world.delivery(event, deleted)).toMatchObject({ state: "CANCELLED", tries: 1 });
  expect(await world.delivery(event, endpoint)).toMatchObject({ state: "EXHAUSTED" });
});

test("a pointer to what is past its time is done", async () => {
  await world.told();
  const [message] = world.messages;
  world.pass(31 * 24 * 60 * 60 * 1000);
  if (message) await world.deliver(message.body);
  expect(world.receipts).toEqual([]);
  expect((await world.deliveries()).map(({ state, dueAt }) => [state, dueAt])).toEqual([["EXHAUSTED", undefined]]);
  await world.deliver({ tenantId: "acme", deliveryId: "dlv_acme_1", eventId: "evt_acme_1", webhookEndpointId: "whe" });
});
