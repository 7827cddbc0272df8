import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Tender, TenderError } from "../../../client/index.js";
import { DELIVERY_STATES, DELIVERY_TRANSITIONS } from "../../../core/events/domain/delivery.ts";
import { NOTIFICATION_STATES, NOTIFICATION_TRANSITIONS } from "../../../core/notifications/domain/notification.ts";
import { ORDER_STATES, ORDER_TRANSITIONS } from "../../../core/orders/domain/order.ts";
import { PAYMENT_STATES, PAYMENT_TRANSITIONS } from "../../../core/payments/domain/payment.ts";
import { REFUND_STATES, REFUND_TRANSITIONS } from "../../../core/payments/domain/refund.ts";
import { SAGA_STATES, SAGA_TRANSITIONS } from "../../../core/payments/domain/saga.ts";
import { REDEMPTION_STATES, REDEMPTION_TRANSITIONS } from "../../../core/redemptions/domain/redemption.ts";
import { WITHDRAWAL_STATES, WITHDRAWAL_TRANSITIONS } from "../../../core/withdrawals/domain/withdrawal.ts";
import { answering, FakeClock, problem, type Reply } from "../fake-api.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const { WAITS } = (await import(join(ROOT, "client/lib/wait-for.js"))) as {
  WAITS: Record<string, { moves: string[]; ends: string[] }>;
};

const is = (status: string): Reply => ({ status: 200, json: { paymentId: "pay_1", status } });

function shop(replies: Reply[]) {
  const { fetch, sent } = answering(replies);
  const clock = new FakeClock();
  const { payments } = new Tender({ apiKey: "tk", baseUrl: "https://api.example", fetch, clock });
  return { payments, sent, clock };
}

async function refusal(clock: FakeClock, call: Promise<unknown>): Promise<TenderError> {
  const error = await clock.until(call).catch((reason: unknown) => reason);
  if (!(error instanceof TenderError)) throw new Error("it was not refused", { cause: error });
  return error;
}

test("a payment is waited for until it does not change by itself any more", async () => {
  for (const end of ["SUCCEEDED", "REQUIRES_ACTION", "NEEDS_REVIEW", "DECLINED"]) {
    const { payments, sent, clock } = shop([is("PROCESSING"), is("UNKNOWN"), is(end)]);
    expect(await clock.until(payments.waitFor("pay_1"))).toEqual({ paymentId: "pay_1", status: end });
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual(
      Array(3).fill("GET https://api.example/v1/payments/pay_1"),
    );
  }
});

test("with `until` it goes on through what asks for a customer or an operator", async () => {
  const { payments, clock } = shop([is("REQUIRES_ACTION"), is("NEEDS_REVIEW"), is("SUCCEEDED")]);
  expect((await clock.until(payments.waitFor("pay_1", { until: ["SUCCEEDED"] }))).status).toBe("SUCCEEDED");
  const own = shop([is("PROCESSING"), is("REQUIRES_ACTION")]);
  const until = ({ status }: { status: string }) => status === "REQUIRES_ACTION";
  expect((await own.clock.until(own.payments.waitFor("pay_1", { until }))).status).toBe("REQUIRES_ACTION");
});

test("what has ended otherwise is not waited for, and never taken for what was wanted", async () => {
  const { payments, sent, clock } = shop([is("PROCESSING"), is("DECLINED")]);
  const error = await refusal(clock, payments.waitFor("pay_1", { until: ["SUCCEEDED"] }));
  expect(error).toMatchObject({ code: "ended-otherwise", retryable: false, last: { status: "DECLINED" } });
  expect(sent).toHaveLength(2);
});

test("a status that the client does not know is shown to whoever waits", async () => {
  const { payments, clock } = shop([is("PROCESSING"), is("FROZEN")]);
  expect((await clock.until(payments.waitFor("pay_1"))).status).toBe("FROZEN");
});

test("its time ends it, with what was seen last", async () => {
  const { payments, clock } = shop([is("PROCESSING")]);
  const startedAt = clock.nowMs;
  const error = await refusal(clock, payments.waitFor("pay_1", { timeoutMs: 30_000 }));
  expect(error).toMatchObject({ code: "wait-timeout", retryable: true, last: { status: "PROCESSING" } });
  expect(error.message).toBe("pay_1 is PROCESSING still.");
  expect(clock.nowMs - startedAt).toBeLessThanOrEqual(30_000);
});

test("an API that is away is asked again; what will stay as it is ends the wait", async () => {
  const away = shop([...Array<Reply>(7).fill("lost"), is("SUCCEEDED")]);
  expect((await away.clock.until(away.payments.waitFor("pay_1"))).status).toBe("SUCCEEDED");
  const unknown = shop([problem(404, "not-found")]);
  expect(await refusal(unknown.clock, unknown.payments.waitFor("pay_1"))).toMatchObject({ code: "not-found" });
});

test("a signal ends the wait", async () => {
  const { payments, clock } = shop([is("PROCESSING")]);
  const aborter = new AbortController();
  const wait = payments.waitFor("pay_1", { signal: aborter.signal });
  await new Promise((resolve) => setImmediate(resolve));
  aborter.abort(new Error("closed"));
  await expect(wait).rejects.toThrow("closed");
  expect(clock.sleepers).toBe(0);
});

type Row = { from: string; to: string; by?: string };
const TABLES: Record<string, [readonly string[], readonly Row[]]> = {
  payments: [PAYMENT_STATES, PAYMENT_TRANSITIONS],
  refunds: [REFUND_STATES, REFUND_TRANSITIONS],
  redemptions: [REDEMPTION_STATES, REDEMPTION_TRANSITIONS],
  withdrawals: [WITHDRAWAL_STATES, WITHDRAWAL_TRANSITIONS],
  orders: [ORDER_STATES, ORDER_TRANSITIONS],
  notifications: [NOTIFICATION_STATES, NOTIFICATION_TRANSITIONS],
  webhookDeliveries: [DELIVERY_STATES, DELIVERY_TRANSITIONS],
  sagas: [SAGA_STATES, SAGA_TRANSITIONS],
  jobs: [["RUNNING", "DONE", "FAILED"], [{ from: "RUNNING", to: "DONE", by: "worker" }]],
};

describe("what is known of statuses is what the transition tables say", () => {
  test("each resource that is waited for has a table here", () => {
    expect(Object.keys(WAITS).sort()).toEqual(Object.keys(TABLES).sort());
  });
  test.each(Object.keys(TABLES))("%s", (resource) => {
    const [states, rows] = TABLES[resource] as [readonly string[], readonly Row[]];
    const { moves = [], ends = [] } = WAITS[resource] ?? {};
    expect([...moves, ...ends].filter((state) => !states.includes(state))).toEqual([]);
    expect(moves.filter((state) => ends.includes(state))).toEqual([]);
    const isLeft = (state: string) => rows.some(({ from, to }) => from === state && to !== state);
    expect(states.filter((state) => !isLeft(state) && !ends.includes(state))).toEqual([]);
    expect(moves.filter((state) => !isLeft(state))).toEqual([]);
  });
});
