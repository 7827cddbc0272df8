import { expect, test } from "@jest/globals";
import { Tender } from "../../../client/index.js";
import { FakeClock } from "../fake-api.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 0, second)).toISOString();

/** The API's events; each is there from one of its requests on. */
function stream(rows: { id: string; second: number; from: number }[], { down = [] as number[] } = {}) {
  const queries: URLSearchParams[] = [];
  const fetch = async (url: string) => {
    const query = new URL(url).searchParams;
    const request = queries.push(query);
    if (down.includes(request)) throw new TypeError("fetch failed");
    const since = query.get("since") ?? "";
    const there = rows.filter((row) => row.from <= request && at(row.second) >= since);
    there.sort((one, other) => (query.get("order") === "asc" ? one.second - other.second : other.second - one.second));
    const items = there.slice(0, Number(query.get("limit"))).map(({ id, second }) => ({ eventId: id, at: at(second) }));
    return Response.json({ items, nextCursor: null });
  };
  const clock = new FakeClock();
  const { events } = new Tender({ apiKey: "tk", baseUrl: "https://api.example", fetch, clock, retries: 0 });
  const take = async (count: number, options = {}) => {
    const ids: string[] = [];
    for await (const { eventId } of events.follow(options)) if (ids.push(eventId) === count) break;
    return ids;
  };
  return { queries, clock, take };
}

test("events come once each, also those that come to light after later ones", async () => {
  const rows = [
    { id: "a", second: 10, from: 1 },
    { id: "c", second: 30, from: 1 },
    { id: "b", second: 20, from: 2 },
    { id: "d", second: 300, from: 3 },
    { id: "late", second: 200, from: 5 },
    { id: "e", second: 301, from: 6 },
  ];
  const { clock, take, queries } = stream(rows);
  expect(await clock.until(take(6, { since: at(0) }))).toEqual(["a", "c", "b", "d", "late", "e"]);
  expect(queries.map((query) => query.get("since"))).toEqual([at(0), at(0), at(0), at(180), at(180), at(180)]);
});

test("without a time it begins with what is newer than the newest, by the API's clock", async () => {
  const { clock, take, queries } = stream([
    { id: "old", second: 10, from: 1 },
    { id: "new", second: 11, from: 4 },
  ]);
  expect(await clock.until(take(1))).toEqual(["new"]);
  expect(queries[0]?.get("since")).toBeNull();
  expect(queries[1]?.get("since")).toBe(at(10));
});

test("of one type it begins with now, too, when none of the newest events is of it", async () => {
  const rows = [
    { eventId: "long ago", type: "payment.succeeded", at: at(1) },
    { eventId: "newest", type: "payment.declined", at: at(50) },
    { eventId: "next", type: "payment.succeeded", at: at(51) },
  ];
  let requests = 0;
  const fetch = async (url: string) => {
    const query = new URL(url).searchParams;
    const there = rows.slice(0, ++requests > 1 ? 3 : 2).filter((row) => row.at >= (query.get("since") ?? ""));
    // As the API does: it looks through so many rows for a page, and a page without one of them is not the last.
    const page = query.get("order") === "asc" ? there : there.reverse().slice(0, Number(query.get("limit")));
    const items = page.filter(({ type }) => (query.get("type") ?? type) === type);
    return Response.json({ items, nextCursor: page.length < there.length ? "on" : null });
  };
  const clock = new FakeClock();
  const { events } = new Tender({ apiKey: "tk", baseUrl: "https://api.example", fetch, clock });
  const first = async () => {
    for await (const { eventId } of events.follow({ type: "payment.succeeded" })) return eventId;
    return undefined;
  };
  expect(await clock.until(first())).toBe("next");
});

test("of one type, what was looked through without one of them is left behind", async () => {
  const sinces: (string | null)[] = [];
  const fetch = async (url: string) => {
    const query = new URL(url).searchParams;
    if (query.get("order") !== "asc") return Response.json({ items: [{ eventId: "other", at: at(500) }] });
    const items = sinces.push(query.get("since")) === 3 ? [{ eventId: "rare", at: at(501) }] : [];
    return Response.json({ items, nextCursor: null });
  };
  const clock = new FakeClock();
  const { events } = new Tender({ apiKey: "tk", baseUrl: "https://api.example", fetch, clock });
  const first = async () => {
    for await (const { eventId } of events.follow({ type: "payment.succeeded", since: at(0) })) return eventId;
    return undefined;
  };
  expect(await clock.until(first())).toBe("rare");
  expect(sinces).toEqual([at(0), at(380), at(380)]);
});

test("who takes long over a page misses nothing that came to light behind it meanwhile", async () => {
  let requests = 0;
  const late = { eventId: "late", at: at(200) };
  const pages = [
    { items: [{ eventId: "a", at: at(201) }], nextCursor: "on" },
    { items: [{ eventId: "b", at: at(800) }], nextCursor: null },
  ];
  const fetch = async (url: string) => {
    const page = pages[requests++];
    if (page) return Response.json(page);
    const isAsked = late.at >= (new URL(url).searchParams.get("since") ?? "");
    return Response.json({ items: isAsked ? [late] : [{ eventId: "c", at: at(900) }], nextCursor: null });
  };
  const clock = new FakeClock();
  const { events } = new Tender({ apiKey: "tk", baseUrl: "https://api.example", fetch, clock });
  const take = async () => {
    const ids: string[] = [];
    for await (const { eventId } of events.follow({ since: at(0) })) {
      if (eventId === "a") clock.nowMs += 600_000;
      if (ids.push(eventId) === 3) break;
    }
    return ids;
  };
  expect(await clock.until(take())).toEqual(["a", "b", "late"]);
});

test("an API that is away is asked again from the same place", async () => {
  const rows = [
    { id: "a", second: 10, from: 1 },
    { id: "b", second: 11, from: 2 },
  ];
  const { clock, take, queries } = stream(rows, { down: [1, 3, 4] });
  expect(await clock.until(take(2, { since: at(5) }))).toEqual(["a", "b"]);
  expect(new Set(queries.map((query) => query.get("since")))).toEqual(new Set([at(5)]));
});

test("a long past is gone through, however much there is of it", async () => {
  const rows = Array.from({ length: 200_000 }, (_, index) => ({ id: `e${index}`, second: index % 90, from: 1 }));
  const items = rows.map(({ id, second }) => ({ eventId: id, at: at(second) }));
  let requests = 0;
  const fetch = async () =>
    Response.json({ items: requests++ === 0 ? items : [{ eventId: "last", at: at(91) }], nextCursor: null });
  const clock = new FakeClock();
  const { events } = new Tender({ apiKey: "tk", baseUrl: "https://api.example", fetch, clock });
  const last = async () => {
    for await (const { eventId } of events.follow({ since: at(0) })) if (eventId === "last") break;
    return requests;
  };
  expect(await clock.until(last())).toBe(2);
});

test("a pace that is none is refused before anything is asked", async () => {
  const { queries, take } = stream([]);
  for (const everyMs of [0, -1, Number.NaN]) await expect(take(1, { everyMs })).rejects.toThrow(TypeError);
  expect(queries).toEqual([]);
});
