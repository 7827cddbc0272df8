import { describe, expect, test } from "@jest/globals";
import { verifyWebhook } from "../../../../client/index.js";
import { type CliOptions, cli, QuickClock } from "../cli-run.ts";

const TARGET = "http://127.0.0.1:8080/hooks";
const event = (n: number, type = "payment.succeeded") => ({
  ...{ eventId: `evt_${n}`, type, resourceId: `pay_${n}`, resourceVersion: n },
  ...{ at: `2026-01-02T03:04:0${n}.000Z`, data: { paymentId: `pay_${n}`, orderNo: "A-1\u2028" } },
});

interface Received {
  url: string;
  redirect: string | undefined;
  headers: Record<string, string>;
  body: string;
  at: number;
}
type Behaviour = number | "refused" | "hang";

/** The API has these events from the second look on; the receiver answers by its script, whose last entry stays. */
async function listen(args: string[], events: object[], script: Behaviour[], options: CliOptions = {}) {
  const stop = new AbortController();
  const clock = new QuickClock();
  const received: Received[] = [];
  const asked: string[] = [];
  let looks = 0;
  // Nothing new comes: after some looks somebody has seen enough.
  clock.onSleep = () => looks > 3 && stop.abort(new Error("stopped"));
  const fetch = async (url: string, { headers, body, redirect }: RequestInit): Promise<Response> => {
    if (url.startsWith("http://127.0.0.1:3000/")) {
      asked.push(url);
      return Response.json({ items: ++looks > 1 || url.includes("since") ? events : [], nextCursor: null });
    }
    received.push({ url, redirect, headers: headers as Record<string, string>, body: String(body), at: clock.now() });
    const behaviour = (script.length > 1 ? script.shift() : script[0]) ?? 200;
    if (behaviour === "refused")
      throw new TypeError("fetch failed", { cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }) });
    return new Response(null, { status: behaviour as number, headers: { location: "http://elsewhere.example/" } });
  };
  const run = await cli(["events", "listen", "--forward-to", TARGET, ...args], {
    ...{ fetch, clock, signal: stop.signal },
    ...options,
  });
  const secret = /whsec_[\w+/=]+/.exec(run.stderr + run.stdout)?.[0] ?? "";
  return { ...run, received, asked, clock, secret };
}

test("each event goes to the URL, once, as a webhook that verifies with the secret that is printed", async () => {
  const { exit, stdout, received, secret } = await listen([], [event(1), event(2, "order.finished")], [200]);
  expect(exit).toBe(0);
  expect(received.map(({ url }) => url)).toEqual([TARGET, TARGET]);
  for (const [index, { body, headers, at }] of received.entries()) {
    const webhook = await verifyWebhook(body, headers, secret, { now: () => at });
    const { at: timestamp, ...told } = event(index + 1, index === 0 ? "payment.succeeded" : "order.finished");
    expect(webhook).toEqual({ ...told, timestamp });
    await expect(verifyWebhook(`${body} `, headers, secret, { now: () => at })).rejects.toThrow("No signature fits");
  }
  expect(stdout.split("\n")).toEqual([
    "03:04:05  200  payment.succeeded            pay_1  0 ms",
    "03:04:05  200  order.finished               pay_2  0 ms",
    "",
  ]);
});

test("the secret is another one each time, or WEBHOOK_SECRET's", async () => {
  const [first, second] = [await listen([], [], [200]), await listen([], [], [200])];
  expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(second.secret).not.toBe(first.secret);
  const env = { WEBHOOK_SECRET: first.secret };
  const { received } = await listen([], [event(1)], [200], { env });
  const [{ body = "", headers = {}, at = 0 } = {}] = received;
  await verifyWebhook(body, headers, first.secret, { now: () => at });
  for (const none of ["topsecret", `whsec_${"topsecret".repeat(5)}`, `${first.secret.slice(0, -1)}==`]) {
    const odd = await listen([], [], [200], { env: { WEBHOOK_SECRET: none } });
    expect([odd.exit, odd.stderr]).toEqual([1, expect.stringContaining("has to begin with whsec_")]);
    expect(odd.stderr).not.toContain(none);
  }
});

describe("a receiver that does not take it", () => {
  test("is asked again after 1, 2 and 4 seconds, each time with a fresh signature; then the next one has its turn", async () => {
    const run = await listen(["--since", "2026-01-02T00:00:00Z"], [event(1), event(2)], [500, 500, 500, 500, 204]);
    expect(run.received.map(({ headers }) => headers["webhook-id"])).toEqual([...Array(4).fill("evt_1"), "evt_2"]);
    const [first = 0, ...later] = run.received.map(({ at }) => at);
    expect(later.map((at) => at - first)).toEqual([1000, 3000, 7000, 7000]);
    for (const { body, headers, at } of run.received)
      await verifyWebhook(body, headers, run.secret, { now: () => at, toleranceSeconds: 1 });
    expect(run.stdout).toContain("500  payment.succeeded            pay_1  given up after 4 tries\n");
    expect(run.stdout).toContain("204  payment.succeeded            pay_2");
    expect(run.stderr).toContain("payment.succeeded was answered 500; again in 1 s\n");
    expect(run.stderr).toContain("Stopped: 1 event forwarded, 1 failed.\n");
    expect(run.exit).toBe(0);
  });

  test("may not be there at all, and come back", async () => {
    const { stdout, stderr } = await listen([], [event(1)], ["refused", "refused", 200]);
    expect(stderr).toContain("payment.succeeded nobody listens there; again in 2 s\n");
    expect(stdout).toContain("200  payment.succeeded");
    const gone = await listen([], [event(1)], ["refused"]);
    expect(gone.stdout).toContain(
      "---  payment.succeeded            pay_1  given up after 4 tries: nobody listens there",
    );
  });

  test("leads nowhere else", async () => {
    const { received, stdout } = await listen([], [event(1)], [307]);
    expect(new Set(received.map(({ url, redirect }) => `${redirect} ${url}`))).toEqual(new Set([`manual ${TARGET}`]));
    expect(stdout).toContain("307  payment.succeeded");
  });
});

test("Ctrl-C ends it with 0, and says from when on to go on", async () => {
  const { exit, stderr } = await listen([], [event(1), event(2)], [200]);
  expect(exit).toBe(0);
  expect(stderr.split("\n").slice(-3)).toEqual([
    "Stopped: 2 events forwarded, 0 failed.",
    "To go on: --since 2026-01-02T03:02:02.000Z. The last two minutes will come again.",
    "",
  ]);
});

test("Ctrl-C does not wait for a receiver that hangs", async () => {
  const stop = new AbortController();
  const fetch = async (url: string, { signal }: RequestInit): Promise<Response> => {
    if (url.startsWith("http://127.0.0.1:3000/")) return Response.json({ items: [event(1)], nextCursor: null });
    setImmediate(() => stop.abort(new Error("stopped")));
    return new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  };
  const args = ["events", "listen", "--forward-to", TARGET, "--since", "2026-01-02T00:00:00Z"];
  const { exit, stdout, stderr } = await cli(args, { fetch, signal: stop.signal });
  expect([exit, stdout, stderr]).toEqual([0, "", expect.stringContaining("Stopped: 0 events forwarded, 0 failed.\n")]);
});

test("refused in between it says from when on to go on, too", async () => {
  let looks = 0;
  const fetch = async (url: string): Promise<Response> => {
    if (!url.startsWith("http://127.0.0.1:3000/")) return new Response(null, { status: 204 });
    if (++looks === 1) return Response.json({ items: [event(1)], nextCursor: null });
    return Response.json({ code: "unauthenticated", detail: "It is revoked.", status: 401 }, { status: 401 });
  };
  const args = ["events", "listen", "--forward-to", TARGET, "--since", "2026-01-02T00:00:00Z"];
  const { exit, stderr } = await cli(args, { fetch });
  expect([exit, stderr]).toEqual([2, expect.stringContaining("To go on: --since 2026-01-02T03:02:01.000Z.")]);
  expect(stderr).toContain("It is revoked.\n");
});

test("what it is asked for is what it asks for; --json has the secret first, then a line an event", async () => {
  const more = ["--type", "payment.succeeded", "--resource-id", "pay_1", "--since", "2026-01-02T00:00:00Z", "--json"];
  const { asked, lines, secret } = await listen(more, [event(1)], [200]);
  const { searchParams } = new URL(asked[1] ?? "");
  expect(Object.fromEntries(searchParams)).toMatchObject({
    type: "payment.succeeded",
    resourceId: "pay_1",
    order: "asc",
  });
  expect(lines()).toEqual([
    { secret, forwardTo: TARGET },
    { eventId: "evt_1", type: "payment.succeeded", resourceId: "pay_1", at: event(1).at, status: 200, tries: 1, ms: 0 },
  ]);
});

test("a key without the scope, and a time that is none, end it at once", async () => {
  const refused = await cli(["events", "listen", "--forward-to", TARGET], {
    fetch: async () => Response.json({ code: "scope-missing", detail: "It may not.", status: 403 }, { status: 403 }),
  });
  expect([refused.exit, refused.stderr]).toEqual([2, expect.stringContaining("npx tender keys list")]);
  const odd = await cli(["events", "listen", "--forward-to", TARGET, "--since", "yesterday"]);
  expect([odd.exit, odd.stderr]).toEqual([1, expect.stringContaining("since has to be a time")]);
});
