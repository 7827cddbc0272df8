import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type Delivery, newDelivery } from "../../../core/events/domain/delivery.ts";
import { putDelivery } from "../../../core/events/store/delivery-store.ts";
import type { Event } from "../../../core/foundation/domain/events.ts";
import { makeId } from "../../../core/foundation/domain/ids.ts";
import { eventPut } from "../../../core/foundation/store/event-store.ts";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
let keys = 0;
let merchants = 0;
let versions = 0;
let tenantId: string;
let own: string;
beforeAll(async () => {
  deployed = await deploy();
});
beforeEach(async () => {
  tenantId = `shop-${++merchants}`;
  own = await deployed.keyFor(tenantId, "notifications");
});
afterAll(() => deployed.stop());

const DAY_MS = 24 * 3_600_000;
const ASKED = { url: "https://shop.example/hooks", eventTypes: ["*"] };
const NOTHING = { items: [], nextCursor: null };
const call = (line: string, body?: unknown, apiKey = own) =>
  deployed.call({ line, apiKey, ...(line.startsWith("POST") ? { idempotencyKey: `key-${++keys}` } : {}), body });
const list = (query = "", apiKey = own) => call(`GET /v1/webhook-deliveries${query}`, undefined, apiKey);
const newEndpoint = async (): Promise<string> =>
  (await call("POST /v1/webhook-endpoints", ASKED)).json.webhookEndpointId;
const idsOf = ({ json }: { json: { items: Delivery[] } }) => json.items.map(({ deliveryId }) => deliveryId);

async function told(at = Date.now()): Promise<Event> {
  const resourceId = makeId("pay", tenantId, "A".repeat(26));
  const write = eventPut({ tenantId, type: "payment.succeeded", resourceId, resourceVersion: ++versions, at }, {});
  await deployed.door.write(write);
  return write.item as unknown as Event;
}
/** As a fan-out makes it, and as tries have left it. */
async function delivered(event: Event, webhookEndpointId: string, more: Partial<Delivery> = {}): Promise<Delivery> {
  const row = { ...newDelivery(event, { tenantId, webhookEndpointId, status: "ENABLED" }, event.at), ...more };
  await deployed.door.write(putDelivery(row, event.at));
  return row;
}

test("a delivery is read with its tries", async () => {
  const endpoint = await newEndpoint();
  const event = await told();
  const attempt = { at: event.at, httpStatus: null, error: "timeout", durationMs: 3000, responseExcerpt: null };
  const { deliveryId } = await delivered(event, endpoint, { attempts: [attempt] });
  const { status, json } = await call(`GET /v1/webhook-deliveries/${deliveryId}`);
  const at = new Date(event.at).toISOString();
  expect({ status, json }).toEqual({
    status: 200,
    json: {
      deliveryId,
      webhookEndpointId: endpoint,
      eventId: event.eventId,
      eventType: "payment.succeeded",
      status: "PENDING",
      attempts: [{ ...attempt, at }],
      nextAttemptAt: at,
    },
  });
  expect((await call(`GET /v1/webhook-deliveries/${deliveryId}`, undefined, deployed.keys.operator)).json).toEqual(
    json,
  );
  expect((await call(`GET /v1/webhook-deliveries/${deliveryId}`, undefined, deployed.keys.listener)).status).toBe(404);
});

describe("a list", () => {
  test("of an endpoint, of an event, of a state, and of all endpoints that live", async () => {
    const [first, second, ended] = [await newEndpoint(), await newEndpoint(), await newEndpoint()];
    const now = Date.now();
    const [older, newer] = [await told(now - 2000), await told(now - 1000)];
    const a = await delivered(older, first, { state: "DELIVERED" });
    const b = await delivered(newer, first);
    const c = await delivered(newer, second, { state: "DELIVERED" });
    const d = await delivered(newer, ended, { state: "CANCELLED" });
    await call(`DELETE /v1/webhook-endpoints/${ended}`);
    const ids = (...some: Delivery[]) => some.map(({ deliveryId }) => deliveryId);
    const sorted = async (query: string) => idsOf(await list(query)).sort();

    expect(idsOf(await list(`?webhookEndpointId=${first}`))).toEqual(ids(b, a));
    expect(idsOf(await list(`?webhookEndpointId=${first}&status=DELIVERED`))).toEqual(ids(a));
    expect(idsOf(await list(`?webhookEndpointId=${ended}`))).toEqual(ids(d));
    expect(await sorted(`?eventId=${newer.eventId}`)).toEqual(ids(b, c, d).sort());
    expect(idsOf(await list(`?eventId=${newer.eventId}&webhookEndpointId=${second}`))).toEqual(ids(c));
    expect(await sorted("")).toEqual(ids(a, b, c).sort());
    expect(await sorted("?status=DELIVERED")).toEqual(ids(a, c).sort());
    const page = await list("?limit=2");
    const rest = await list(`?limit=2&cursor=${page.json.nextCursor}`);
    expect([...idsOf(page), ...idsOf(rest)]).toEqual(idsOf(await list()));
  });

  test("of another merchant's event or endpoint is empty, and an operator says whose it wants", async () => {
    const endpoint = await newEndpoint();
    const event = await told();
    const { deliveryId } = await delivered(event, endpoint);
    const { listener, operator } = deployed.keys;
    for (const query of [`?eventId=${event.eventId}`, `?webhookEndpointId=${endpoint}`]) {
      expect((await list(query, listener)).json).toEqual(NOTHING);
      expect(idsOf(await list(query, operator))).toEqual([deliveryId]);
      expect((await list(`${query}&tenantId=acme`, operator)).json).toEqual(NOTHING);
    }
    expect(idsOf(await list(`?tenantId=${tenantId}`, operator))).toEqual([deliveryId]);
    expect(await list("", operator)).toMatchObject({ status: 400, json: { errors: [{ pointer: "/query/tenantId" }] } });
    expect((await list("?eventId=none-of-ours")).json).toEqual(NOTHING);
  });

  test.each(["?status=SENT", "?webhookEndpointId=", "?tenantId=acme", "?order=asc"])("%s is refused", async (query) => {
    expect((await list(query)).status).toBe(400);
  });
});

test("what tells of an event of more than thirty days ago is shown nobody, though its row is still there", async () => {
  const endpoint = await newEndpoint();
  const { deliveryId } = await delivered(await told(Date.now() - 30 * DAY_MS - 1000), endpoint);
  expect((await call(`GET /v1/webhook-deliveries/${deliveryId}`)).status).toBe(404);
  expect((await list(`?webhookEndpointId=${endpoint}`)).json).toEqual(NOTHING);
});
