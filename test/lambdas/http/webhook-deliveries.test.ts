import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type Delivery, newDelivery } from "../../../core/events/domain/delivery.ts";
import { putDelivery } from "../../../core/events/store/delivery-store.ts";
import { deliveryKey } from "../../../core/events/store/keys.ts";
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
const call = (line: string, body?: unknown, apiKey = own, idempotencyKey = `key-${++keys}`) =>
  deployed.call({ line, apiKey, ...(/^(POST|PATCH)/.test(line) ? { idempotencyKey } : {}), body });
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

  test("of another merchant's event or endpoint is empty, and an operator says whose it wants, or gets everybody's", async () => {
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
    expect(idsOf(await list("", operator))).toContain(deliveryId);
    expect((await list("?eventId=none-of-ours", operator)).json).toEqual(NOTHING);
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

const rowOf = (deliveryId: string) =>
  deployed.door.get("events", deliveryKey(tenantId, deliveryId)) as Promise<
    (Delivery & { duePk?: string }) | undefined
  >;
/** Messages that were written for the deliveries' queue about one of them. */
async function announced(deliveryId: string): Promise<object[]> {
  const { items } = await deployed.door.query("main", {
    partition: ["pk", `OUT#${tenantId}#${deliveryId}`],
    limit: 10,
  });
  expect(items.filter(({ type }) => type !== "deliveries")).toEqual([]);
  return items.map(({ ref }) => ref as object);
}
const disable = (id: string, status = "DISABLED") => call(`PATCH /v1/webhook-endpoints/${id}`, { status });

describe("sent again", () => {
  const resend = (deliveryId: string, apiKey?: string, key?: string) =>
    call(`POST /v1/webhook-deliveries/${deliveryId}/resend`, undefined, apiKey, key);

  test.each(["DELIVERED", "EXHAUSTED", "HELD"] as const)(
    "one that is %s has all of its tries before it",
    async (state) => {
      const endpoint = await newEndpoint();
      const event = await told(Date.now() - 29 * DAY_MS + 60_000);
      const { deliveryId, eventId } = await delivered(event, endpoint, { state, tries: 5 });
      const { status, json, headers } = await resend(deliveryId);
      expect({ status, json, to: headers.location }).toEqual({
        status: 202,
        json: { deliveryId },
        to: `/v1/webhook-deliveries/${deliveryId}`,
      });
      expect(await rowOf(deliveryId)).toMatchObject({
        state: "PENDING",
        tries: 0,
        round: 2,
        duePk: expect.any(String),
      });
      expect(await announced(deliveryId)).toEqual([{ tenantId, deliveryId, eventId, webhookEndpointId: endpoint }]);
    },
  );

  test.each(["PENDING", "SENDING"] as const)("one that is %s is left alone", async (state) => {
    const { deliveryId } = await delivered(await told(), await newEndpoint(), { state });
    const before = await rowOf(deliveryId);
    expect(await resend(deliveryId)).toMatchObject({ status: 202, json: { deliveryId } });
    expect(await rowOf(deliveryId)).toEqual(before);
    expect(await announced(deliveryId)).toEqual([]);
  });

  test("the same key does it once", async () => {
    const { deliveryId } = await delivered(await told(), await newEndpoint(), { state: "DELIVERED" });
    await resend(deliveryId, own, "again");
    const again = await resend(deliveryId, own, "again");
    expect(again.headers["idempotent-replayed"]).toBe("true");
    expect(await announced(deliveryId)).toHaveLength(1);
  });

  test("an event of more than 29 days ago, or to an endpoint that is disabled or deleted, is not", async () => {
    const endpoint = await newEndpoint();
    const old = await delivered(await told(Date.now() - 29 * DAY_MS - 1000), endpoint, { state: "EXHAUSTED" });
    const held = await delivered(await told(), endpoint, { state: "HELD" });
    expect(await resend(old.deliveryId)).toMatchObject({ status: 409, json: { code: "event-expired" } });
    await disable(endpoint);
    const refused = await resend(held.deliveryId, own, "disabled");
    expect(refused).toMatchObject({ status: 409, json: { code: "endpoint-disabled", retryable: false } });
    await disable(endpoint, "ENABLED");
    // Final under its key; under another it is asked anew.
    expect((await resend(held.deliveryId, own, "disabled")).json).toEqual(refused.json);
    expect((await resend(held.deliveryId)).status).toBe(202);
    await call(`DELETE /v1/webhook-endpoints/${endpoint}`);
    expect((await resend(held.deliveryId)).json.code).toBe("not-found");
    expect((await rowOf(old.deliveryId))?.state).toBe("EXHAUSTED");
  });

  test("an operator may, and it is audited; another merchant finds nothing", async () => {
    const { deliveryId } = await delivered(await told(), await newEndpoint(), { state: "EXHAUSTED" });
    expect((await resend(deliveryId, deployed.keys.listener)).status).toBe(404);
    expect((await resend(deliveryId, deployed.keys.operator)).status).toBe(202);
    const { pk } = deliveryKey(tenantId, deliveryId);
    const { items } = await deployed.door.query("main", { partition: ["pk", pk], limit: 10 });
    expect(items).toMatchObject([{ action: "delivery resent", by: deployed.keys.operator.slice(4, 16) }]);
  });
});

describe("a test", () => {
  const testOf = (endpoint: string, key?: string) =>
    call(`POST /v1/webhook-endpoints/${endpoint}/test`, undefined, own, key);

  test("is an event of its own, on its way to an endpoint that is subscribed to something else", async () => {
    const asked = { ...ASKED, eventTypes: ["order.finished"] };
    const endpoint = (await call("POST /v1/webhook-endpoints", asked)).json.webhookEndpointId;
    const { status, json, headers } = await testOf(endpoint, "once");
    expect({ status, to: headers.location }).toEqual({ status: 202, to: `/v1/webhook-deliveries/${json.deliveryId}` });
    const shown = (await call(`GET /v1/webhook-deliveries/${json.deliveryId}`)).json;
    expect(shown).toMatchObject({ webhookEndpointId: endpoint, eventType: "webhook.test", status: "PENDING" });
    const { eventId } = shown;
    expect((await call(`GET /v1/events/${eventId}`)).json).toMatchObject({
      type: "webhook.test",
      resourceId: endpoint,
      resourceVersion: 1,
      data: { webhookEndpointId: endpoint, status: "ENABLED" },
    });
    expect(await announced(json.deliveryId)).toEqual([
      { tenantId, deliveryId: json.deliveryId, eventId, webhookEndpointId: endpoint },
    ]);
    expect((await testOf(endpoint, "once")).json).toEqual(json);
    expect((await list(`?webhookEndpointId=${endpoint}`)).json.items).toHaveLength(1);
    // The next one is the endpoint's next event.
    expect((await testOf(endpoint)).json.deliveryId).not.toBe(json.deliveryId);
    const { items } = (await call(`GET /v1/events?resourceId=${endpoint}&order=asc`)).json;
    expect(items.map(({ resourceVersion }: { resourceVersion: number }) => resourceVersion)).toEqual([1, 2]);
  });

  test("of an endpoint that is disabled is refused; of one that was deleted there is none", async () => {
    const endpoint = await newEndpoint();
    await disable(endpoint);
    expect(await testOf(endpoint)).toMatchObject({ status: 409, json: { code: "endpoint-disabled" } });
    await call(`DELETE /v1/webhook-endpoints/${endpoint}`);
    expect((await testOf(endpoint)).status).toBe(404);
    expect((await call(`GET /v1/events?resourceId=${endpoint}`)).json).toEqual(NOTHING);
  });
});

describe("a replay", () => {
  const replay = (endpoint: string, body: object, apiKey?: string) =>
    call(`POST /v1/webhook-endpoints/${endpoint}/replay`, body, apiKey);
  const HOUR_AGO = new Date(Date.now() - 3_600_000).toISOString();

  test("is a job, which is read with the scope that has started it, and by operators", async () => {
    const { status, json, headers } = await replay(await newEndpoint(), { since: HOUR_AGO, only: "failed" });
    const line = `/v1/jobs/${json.jobId}`;
    expect({ status, json, to: headers.location }).toEqual({
      status: 202,
      json: { jobId: expect.stringMatching(new RegExp(`^job_${tenantId}_`)) },
      to: line,
    });
    const job = { jobId: json.jobId, kind: "replay", status: "RUNNING", done: 0, total: null, errors: [] };
    expect((await call(`GET ${line}`)).json).toEqual(job);
    expect((await call(`GET ${line}`, undefined, deployed.keys.operator)).json).toEqual(job);
    const seller = await deployed.keyFor(tenantId, "codes");
    expect((await call(`GET ${line}`, undefined, seller)).status).toBe(404);
    expect((await call(`GET ${line}`, undefined, deployed.keys.listener)).status).toBe(404);
    expect((await call(`GET ${line}`, undefined, deployed.keys.payee)).json.code).toBe("scope-missing");
    const { items } = await deployed.door.query("main", {
      partition: ["pk", `OUT#${tenantId}#${json.jobId}`],
      limit: 10,
    });
    expect(items).toMatchObject([{ type: "replays", ref: { tenantId, jobId: json.jobId } }]);
  });

  const TOMORROW = new Date(Date.now() + DAY_MS).toISOString();
  test.each<[string, object, string]>([
    ["no begin", { only: "all" }, "/since"],
    ["a begin in the future", { since: TOMORROW, only: "all" }, "/since"],
    ["an end before its begin", { since: HOUR_AGO, until: "2020-01-01T00:00:00Z", only: "all" }, "/until"],
    ["nothing that it wants", { since: HOUR_AGO }, "/only"],
    ["what is no choice", { since: HOUR_AGO, only: "some" }, "/only"],
  ])("with %s is refused", async (_what, body, pointer) => {
    const { status, json } = await replay(await newEndpoint(), body);
    expect({ status, pointer: json.errors[0].pointer }).toEqual({ status: 400, pointer });
  });

  test("to an endpoint that is disabled is refused; to one that was deleted there is none, nor for an operator", async () => {
    const endpoint = await newEndpoint();
    const body = { since: HOUR_AGO, only: "all" };
    expect((await replay(endpoint, body, deployed.keys.operator)).json.code).toBe("scope-missing");
    await disable(endpoint);
    expect(await replay(endpoint, body)).toMatchObject({ status: 409, json: { code: "endpoint-disabled" } });
    await call(`DELETE /v1/webhook-endpoints/${endpoint}`);
    expect((await replay(endpoint, body)).status).toBe(404);
  });
});
