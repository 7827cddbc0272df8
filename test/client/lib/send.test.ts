import { inspect } from "node:util";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { Tender, TenderError, type TenderOptions } from "../../../client/index.js";
import { answering, FakeClock, problem, type Reply } from "../fake-api.ts";

const API_KEY = "tk_demo_secret-of-the-shop";
const BODY = { orderNo: "order-1", amount: { amount: 1999, currency: "USD" }, channel: "sandbox" } as const;
const ACCEPTED: Reply = { status: 202, json: { paymentId: "pay_1" } };

function shop(replies: Reply[], more: Partial<TenderOptions> = {}) {
  const { fetch, sent } = answering(replies);
  const clock = new FakeClock();
  const tender = new Tender({ apiKey: API_KEY, baseUrl: "https://api.example", fetch, clock, ...more });
  return { tender, sent, clock };
}

/** What a call was refused with. */
async function refusal(clock: FakeClock, call: Promise<unknown>): Promise<TenderError> {
  const error = await clock.until(call).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TenderError)) throw new Error("it was not refused", { cause: error });
  return error;
}

test("a lost answer, an answer cut off, a 408, a 429 and a 5xx are sent again: the same bytes under the same key", async () => {
  const again: Reply[] = [
    "lost",
    "cut",
    problem(408, "request-timeout"),
    { status: 429, json: { message: "Too Many Requests" }, type: "application/json" },
    { status: 502, text: "<html>Bad Gateway</html>", type: "text/html" },
    { status: 503, json: { message: "Service Unavailable" }, type: "application/json" },
    problem(500, "internal", { retryable: true }),
    problem(409, "idempotency-key-in-use", { retryable: true }),
  ];
  for (const reply of again) {
    const { tender, sent, clock } = shop([reply, ACCEPTED]);
    expect(await clock.until(tender.payments.create(BODY))).toEqual({ paymentId: "pay_1" });
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[0]?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent[0]?.body).toBe(JSON.stringify(BODY));
  }
});

test("what a caller changes while a call is under way does not change it", async () => {
  const { tender, sent, clock } = shop(["lost", ACCEPTED]);
  const body = { ...BODY, orderNo: "order-1" };
  const call = tender.payments.create(body);
  body.orderNo = "order-2";
  await clock.until(call);
  expect(sent.map((each) => JSON.parse(each.body ?? "").orderNo)).toEqual(["order-1", "order-1"]);
});

test("each call has a key of its own, or the caller's", async () => {
  const { tender, sent } = shop([ACCEPTED]);
  await tender.payments.create(BODY);
  await tender.payments.create(BODY);
  await tender.payments.create(BODY, { idempotencyKey: "order-1" });
  await tender.payments.create(BODY, { idempotencyKey: 'a,"b"' });
  const keys = sent.map(({ headers }) => headers["idempotency-key"]);
  expect(new Set(keys).size).toBe(4);
  expect(keys.slice(2)).toEqual(["order-1", '"a,\\"b\\""']);
  expect(() => tender.payments.create(BODY, { idempotencyKey: "with space" })).toThrow(TypeError);
  for (const idempotencyKey of ["", null as never, 7 as never])
    expect(() => tender.payments.create(BODY, { idempotencyKey })).toThrow(TypeError);
});

test("a final refusal is not sent again, and says all that the API says", async () => {
  const errors = [{ pointer: "/amount", detail: "is required" }];
  const more = { waitFor: "payment", paymentId: "pay_7", errors, retryable: false };
  const { tender, sent, clock } = shop([problem(409, "order-in-progress", more)]);
  const error = await refusal(clock, tender.payments.create(BODY, { idempotencyKey: "k" }));
  expect(sent).toHaveLength(1);
  expect(error).toMatchObject({ status: 409, code: "order-in-progress", retryable: false, waitFor: "payment", errors });
  expect(error).toMatchObject({ requestId: "req-1", idempotencyKey: "k", tries: 1, problem: { paymentId: "pay_7" } });
  expect(error.message).toBe("POST /v1/payments: 409 order-in-progress: As it is.");
});

test("the answer's own request id stands before that of a stored refusal", async () => {
  const reply = problem(409, "order-paid", {}, { "tender-request-id": "req-2" });
  const { tender, clock } = shop([reply]);
  expect((await refusal(clock, tender.payments.create(BODY))).requestId).toBe("req-2");
});

test("after two retries it is over, and the error says under which key it can be sent again", async () => {
  const { tender, sent, clock } = shop(["lost"]);
  const error = await refusal(clock, tender.payments.create(BODY, { idempotencyKey: "mine" }));
  expect(sent).toHaveLength(3);
  expect(error).toMatchObject({ status: 0, code: "no-answer", retryable: true, idempotencyKey: "mine", tries: 3 });
  expect(error.message).toContain("under the key mine");
  const none = shop(["lost"], { retries: 0 });
  await refusal(none.clock, none.tender.payments.create(BODY));
  expect(none.sent).toHaveLength(1);
});

test("Retry-After is waited for, in seconds or as a date; without it the waits grow", async () => {
  const busy = (after?: string) => problem(503, "overloaded", {}, after === undefined ? {} : { "retry-after": after });
  const waits = async (after?: string) => {
    const { tender, clock } = shop([busy(after)]);
    const startedAt = clock.nowMs;
    await refusal(clock, tender.payments.create(BODY));
    return clock.nowMs - startedAt;
  };
  expect(await waits("7")).toBe(14_000);
  expect(await waits(new Date(Date.UTC(2026, 0, 2, 3, 4, 15)).toUTCString())).toBe(10_000 + 750);
  expect(await waits()).toBe(375 + 750);
  expect(await waits("soon")).toBe(375 + 750);
});

test("who would have to wait beyond its time is told at once", async () => {
  for (const after of ["60", "9".repeat(400)]) {
    const reply = problem(429, "too-many-attempts", {}, { "retry-after": after });
    const { tender, sent, clock } = shop([reply]);
    const startedAt = clock.nowMs;
    expect(await refusal(clock, tender.payments.create(BODY, { timeoutMs: 30_000 }))).toMatchObject({ status: 429 });
    expect([sent.length, clock.nowMs - startedAt]).toEqual([1, 0]);
  }
});

test("an answer that never comes is given up after 20 s, and all of it after timeoutMs", async () => {
  const { tender, sent, clock } = shop(["hang"]);
  const startedAt = clock.nowMs;
  expect(await refusal(clock, tender.payments.create(BODY))).toMatchObject({
    code: "timeout",
    retryable: true,
    tries: 3,
  });
  expect(clock.nowMs - startedAt).toBeLessThanOrEqual(60_000);
  expect(sent).toHaveLength(3);
  const hasty = shop(["hang"]);
  const call = hasty.tender.payments.create(BODY, { timeoutMs: 5_000 });
  expect(await refusal(hasty.clock, call)).toMatchObject({ code: "timeout", tries: 1 });
  expect(hasty.clock.nowMs - startedAt).toBe(5_000);
  expect([clock.sleepers, hasty.clock.sleepers]).toEqual([0, 0]);
});

test("a signal ends a call while it is sent and while it waits, with the caller's own reason", async () => {
  for (const reply of ["hang", "lost"] as const) {
    const { tender, sent, clock } = shop([reply]);
    const aborter = new AbortController();
    const call = tender.payments.create(BODY, { signal: aborter.signal });
    await new Promise((resolve) => setImmediate(resolve));
    aborter.abort(new Error("closed"));
    await expect(call).rejects.toThrow("closed");
    expect([sent.length, clock.sleepers]).toEqual([1, 0]);
    await expect(tender.payments.create(BODY, { signal: aborter.signal })).rejects.toThrow("closed");
    expect(sent).toHaveLength(1);
  }
});

test("a redirect is not followed, and not asked for again", async () => {
  const { tender, sent, clock } = shop([{ status: 308, headers: { location: "https://elsewhere.example/" } }]);
  expect(await refusal(clock, tender.payments.create(BODY))).toMatchObject({
    code: "redirected",
    status: 308,
    retryable: false,
  });
  expect(sent.map(({ redirect }) => redirect)).toEqual(["manual"]);
});

test("what is no answer of Tender's is told, whatever its status says", async () => {
  for (const type of ["text/html", "application/json"]) {
    const { tender, clock } = shop([{ status: 200, text: "<html>Log in to the hotel's network</html>", type }]);
    expect(await refusal(clock, tender.payments.get("pay_1"))).toMatchObject({
      code: "answer-invalid",
      retryable: false,
    });
  }
});

test("the API key stands in no error, no text, no JSON", async () => {
  const { tender, clock } = shop(["lost"]);
  const error = await refusal(clock, tender.payments.create(BODY));
  const shown = [tender, tender.payments, error].flatMap((each) => [
    inspect(each, { depth: 9, showHidden: true }),
    JSON.stringify(each),
  ]);
  expect(shown.filter((text) => text.includes(API_KEY))).toEqual([]);
  const bad = () => new Tender({ apiKey: `${API_KEY}\n`, baseUrl: "https://api.example" });
  expect(bad).toThrow(TypeError);
  expect(bad).not.toThrow(API_KEY);
});

test("ids, numbers and other values that are asked for do not come into messages", async () => {
  const { tender, clock } = shop(["lost"]);
  const error = await refusal(clock, tender.orders.list({ userId: "ann@shop.example" }).page());
  expect(error.message).toMatch(/^GET \/v1\/orders: the answer was lost/);
});

const REPLIES: fc.Arbitrary<Reply> = fc.oneof(
  fc.constantFrom<Reply>("lost", "cut", "hang", ACCEPTED, problem(409, "order-paid")),
  fc.record({
    status: fc.constantFrom(429, 500, 503),
    headers: fc.record({ "retry-after": fc.constantFrom("1", "20", "x") }),
  }),
);

test("whatever the network does: one key, the same bytes, at most three tries, never beyond its time", async () => {
  const timeouts = fc.integer({ min: 1, max: 90_000 });
  await fc.assert(
    fc.asyncProperty(fc.array(REPLIES, { minLength: 1, maxLength: 4 }), timeouts, async (replies, timeoutMs) => {
      const { tender, sent, clock } = shop([...replies]);
      const startedAt = clock.nowMs;
      await clock.until(tender.payments.create(BODY, { timeoutMs })).catch((error: unknown) => {
        if (!(error instanceof TenderError)) throw error;
      });
      expect(new Set(sent.map(({ headers, body }) => JSON.stringify([headers, body]))).size).toBe(1);
      expect(sent.length).toBeLessThanOrEqual(3);
      expect(clock.nowMs - startedAt).toBeLessThanOrEqual(timeoutMs);
      expect(clock.sleepers).toBe(0);
    }),
    { numRuns: 150 },
  );
});
