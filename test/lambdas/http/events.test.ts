import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { EventType } from "../../../core/foundation/domain/events.ts";
import { makeId } from "../../../core/foundation/domain/ids.ts";
import { eventPut } from "../../../core/foundation/store/event-store.ts";
import { type Deployed, deploy } from "../deployed.ts";

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.stop());

const DAY_MS = 24 * 3_600_000;
const NOW = Date.now();
let merchants = 0;

interface Told {
  eventId: string;
  at: number;
  type: EventType;
}

/** A merchant to whom things have happened, oldest first. */
async function merchant(happened: { type?: EventType; at: number; of?: string }[]) {
  const tenantId = `shop-${++merchants}`;
  const apiKey = await deployed.keyFor(tenantId, "notifications");
  const told: Told[] = [];
  for (const [index, { type = "payment.succeeded", at, of = "A" }] of happened.entries()) {
    const resourceId = resource(tenantId, of);
    const write = eventPut(
      { tenantId, type, resourceId, resourceVersion: index + 1, at },
      { paymentId: resourceId, n: index },
    );
    await deployed.door.write(write);
    told.push({ eventId: String(write.item.eventId), at, type });
  }
  const list = async (query = "", key = apiKey) => deployed.call({ line: `GET /v1/events${query}`, apiKey: key });
  return { tenantId, apiKey, told, list };
}
const resource = (tenantId: string, of: string) => makeId("pay", tenantId, of.repeat(26));
const idsOf = ({ json }: { json: { items: { eventId: string }[] } }) => json.items.map(({ eventId }) => eventId);
const ids = (told: readonly Told[]) => told.map(({ eventId }) => eventId);
const minutes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ at: NOW - (count - index) * 60_000 }));
const moment = (at: number) => new Date(at).toISOString();

test("an event is read by its id, as it was told", async () => {
  const { told, apiKey, tenantId } = await merchant(minutes(1));
  const [event] = told as [Told];
  const line = `GET /v1/events/${event.eventId}`;
  const { status, json } = await deployed.call({ line, apiKey });
  expect({ status, json }).toEqual({
    status: 200,
    json: {
      eventId: event.eventId,
      type: "payment.succeeded",
      resourceId: resource(tenantId, "A"),
      resourceVersion: 1,
      at: moment(event.at),
      data: { paymentId: resource(tenantId, "A"), n: 0 },
    },
  });
  expect((await deployed.call({ line, apiKey: deployed.keys.operator })).json).toEqual(json);
  expect((await deployed.call({ line, apiKey: deployed.keys.listener })).status).toBe(404);
});

test.each([1, 4, 100])("pages of %i list all events, newest first, or oldest", async (limit) => {
  const { told, list } = await merchant(minutes(11));
  for (const order of ["desc", "asc"]) {
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await list(`?order=${order}&limit=${limit}${cursor}`);
      seen.push(...idsOf(page));
      cursor = page.json.nextCursor === null ? "" : `&cursor=${page.json.nextCursor}`;
    } while (cursor);
    expect(seen).toEqual(order === "asc" ? ids(told) : ids(told).reverse());
  }
});

describe("a list between two moments", () => {
  test.each(["asc", "desc"])("has what happened from the first on, before the second (%s)", async (order) => {
    const { told, list } = await merchant(minutes(9));
    const at = (index: number) => moment(told[index]?.at ?? 0);
    const inOrder = (some: string[]) => (order === "asc" ? some : some.toReversed());
    const asked = `?order=${order}&limit=2`;
    const all = async (query: string) => {
      const seen: string[] = [];
      let page = await list(`${asked}${query}`);
      for (seen.push(...idsOf(page)); page.json.nextCursor; seen.push(...idsOf(page)))
        page = await list(`${asked}${query}&cursor=${page.json.nextCursor}`);
      return seen;
    };
    expect(await all(`&since=${at(3)}&until=${at(7)}`)).toEqual(inOrder(ids(told.slice(3, 7))));
    expect(await all(`&since=${at(3)}`)).toEqual(inOrder(ids(told.slice(3))));
    expect(await all(`&until=${at(7)}`)).toEqual(inOrder(ids(told.slice(0, 7))));
  });

  test("is empty when it lies in the future, and refused when it ends before it begins", async () => {
    const { list } = await merchant(minutes(2));
    const since = moment(NOW + DAY_MS);
    expect((await list(`?since=${since}`)).json).toEqual({ items: [], nextCursor: null });
    expect(await list(`?since=${since}&until=${since}`)).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: "/query/until", detail: "must be later than since" }] },
    });
  });

  test("is not widened by a cursor from another list", async () => {
    const { told, list } = await merchant(minutes(6));
    const newest = await list("?limit=1");
    const until = moment(told[2]?.at ?? 0);
    expect(idsOf(await list(`?until=${until}&cursor=${newest.json.nextCursor}`))).toEqual(
      ids(told.slice(0, 2)).reverse(),
    );
  });
});

test("a list of one type, or of one resource, has no others", async () => {
  const { told, list, tenantId } = await merchant([
    { at: NOW - 3000, of: "A" },
    { at: NOW - 2000, of: "B", type: "payment.refunded" },
    { at: NOW - 1000, of: "A", type: "payment.refunded" },
  ]);
  expect(idsOf(await list("?type=payment.refunded"))).toEqual(ids(told.slice(1)).reverse());
  const ofA = `?resourceId=${resource(tenantId, "A")}`;
  expect(idsOf(await list(`${ofA}&order=asc`))).toEqual([told[0]?.eventId, told[2]?.eventId]);
  expect(idsOf(await list(`${ofA}&type=payment.refunded`))).toEqual([told[2]?.eventId]);
  expect(idsOf(await list(`${ofA}&until=${moment(NOW - 1000)}`))).toEqual([told[0]?.eventId]);
});

test("another merchant's resource is one of which nothing was told; an operator reads it", async () => {
  const { told, list, tenantId } = await merchant(minutes(3));
  const other = await merchant(minutes(1));
  const asked = `?resourceId=${resource(tenantId, "A")}&limit=1`;
  const nothing = { items: [], nextCursor: null };
  expect((await other.list(asked)).json).toEqual(nothing);
  expect((await list("?resourceId=none-of-ours")).json).toEqual(nothing);
  const operator = deployed.keys.operator;
  expect(idsOf(await list(asked, operator))).toEqual([told[2]?.eventId]);
  expect((await list(`${asked}&tenantId=${other.tenantId}`, operator)).json).toEqual(nothing);
  expect(idsOf(await list(`?tenantId=${tenantId}`, operator))).toEqual(ids(told).reverse());
});

test("what is older than thirty days is told nobody, though its row is still there", async () => {
  const { told, list, apiKey } = await merchant([{ at: NOW - 30 * DAY_MS - 1000 }, { at: NOW - 29 * DAY_MS }]);
  const [gone, kept] = told as [Told, Told];
  expect(idsOf(await list())).toEqual([kept.eventId]);
  expect(idsOf(await list("?order=asc&since=2020-01-01T00:00:00Z"))).toEqual([kept.eventId]);
  expect((await deployed.call({ line: `GET /v1/events/${gone.eventId}`, apiKey })).status).toBe(404);
  expect((await deployed.call({ line: `GET /v1/events/${kept.eventId}`, apiKey })).status).toBe(200);
});

const BAD: [query: string, pointer: string][] = [
  ["?type=payment.vanished", "/query/type"],
  ["?type=payment.*", "/query/type"],
  ["?order=newest", "/query/order"],
  ["?since=yesterday", "/query/since"],
  ["?until=2026-02-30T00:00:00Z", "/query/until"],
  ["?resourceId=", "/query/resourceId"],
  ["?cursor=x", "/query/cursor"],
  ["?status=x", "/query/status"],
  ["?tenantId=globex", "/query/tenantId"],
];
test.each(BAD)("%s is refused, by name", async (query, pointer) => {
  const { list } = await merchant([]);
  const { status, json } = await list(query);
  expect({ status, pointer: json.errors?.[0]?.pointer }).toEqual({ status: 400, pointer });
});
