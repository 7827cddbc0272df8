import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  healthAfterFailure,
  isLastTry,
  isTooSoon,
  laneOf,
  verdictOn,
  waitAfter,
} from "../../../../core/events/domain/retry-table.ts";
import { CROCKFORD } from "../../../../core/foundation/domain/ids.ts";
import { LIMITS, type LimitsProfile } from "../../../../core/foundation/domain/limits.ts";

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const status = fc.option(fc.integer({ min: 100, max: 599 }));

describe.each(Object.keys(LIMITS) as LimitsProfile[])("with the %s limits", (profile) => {
  const table = LIMITS[profile].delivery;
  const tries = fc.integer({ min: 1, max: table.waitsMs.length - 1 });

  test("a wait is the table's, longer or shorter by up to a fifth", () => {
    fc.assert(
      fc.property(tries, fraction, (n, x) => {
        const planned = table.waitsMs[n] ?? 0;
        const wait = waitAfter(n, table, x) ?? -1;
        expect(wait).toBeGreaterThanOrEqual(planned * 0.8 - 1);
        expect(wait).toBeLessThanOrEqual(planned * 1.2 + 1);
        expect(Number.isInteger(wait)).toBe(true);
      }),
    );
  });

  test("a receiver that says when is heard, between that and twice that, and no other answer changes it", () => {
    fc.assert(
      fc.property(tries, fraction, status, fc.integer({ min: 0 }), (n, x, httpStatus, retryAfterMs) => {
        const plain = waitAfter(n, table, x) ?? -1;
        const wait = waitAfter(n, table, x, { httpStatus, retryAfterMs }) ?? -1;
        if (httpStatus !== 429 && httpStatus !== 503) return expect(wait).toBe(plain);
        expect(wait).toBeGreaterThanOrEqual(plain);
        expect(wait).toBeLessThanOrEqual(2 * plain);
        if (retryAfterMs >= plain && retryAfterMs <= 2 * plain) expect(wait).toBe(retryAfterMs);
      }),
    );
  });

  test("there are as many tries as waits, and none after the last", () => {
    const last = table.waitsMs.length - 1;
    expect(isLastTry(last, table)).toBe(true);
    expect(isLastTry(last - 1, table)).toBe(false);
    expect(waitAfter(last, table, 0.5)).toBeGreaterThan(0);
    expect(waitAfter(last + 1, table, 0.5)).toBeUndefined();
  });

  test("a delivery has one of the endpoint's lanes, each that it has found taken leads to another, and after a failure there is one", () => {
    fc.assert(
      fc.property(fc.constantFrom(...CROCKFORD), fc.nat(1000), fc.integer({ min: 1 }), (symbol, waits, failures) => {
        const delivery = { deliveryId: `dlv_acme_01${symbol}`, waits };
        const lane = laneOf(delivery, { failures: 0 }, table);
        expect(lane).toBeGreaterThanOrEqual(0);
        expect(lane).toBeLessThan(table.lanes);
        expect(laneOf({ ...delivery, waits: waits + 1 }, { failures: 0 }, table)).not.toBe(lane);
        expect(laneOf(delivery, { failures }, table)).toBe(0);
      }),
    );
    const lanes = [...CROCKFORD].map((symbol) => laneOf({ deliveryId: symbol, waits: 0 }, { failures: 0 }, table));
    expect(new Set(lanes).size).toBe(table.lanes);
  });

  test("somebody is told after half of the span, once, and after all of it the endpoint is disabled", () => {
    const { failingMaxMs } = table;
    const failingFor = (ms: number, failingTold?: true) =>
      healthAfterFailure({ failingSince: 1000, ...(failingTold ? { failingTold } : {}) }, 1000 + ms, table);
    expect(healthAfterFailure({}, 1000, table)).toBe("count");
    expect(failingFor(failingMaxMs / 2)).toBe("count");
    expect(failingFor(failingMaxMs / 2 + 1)).toBe("tell");
    expect(failingFor(failingMaxMs / 2 + 1, true)).toBe("count");
    expect(failingFor(failingMaxMs)).toBe("tell");
    expect(failingFor(failingMaxMs + 1, true)).toBe("disable");
  });

  test("an endpoint that cools is tried when its last try is as long ago as it has to be", () => {
    const { coolingMs } = table;
    expect(isTooSoon({}, 0, table)).toBe(false);
    expect(isTooSoon({ lastTryAt: 1000 }, 1000 + coolingMs - 1, table)).toBe(true);
    expect(isTooSoon({ lastTryAt: 1000 }, 1000 + coolingMs, table)).toBe(false);
  });
});

test("a 2xx alone is a delivery, 410 says that nobody listens, and all else is a failure, redirects too", () => {
  fc.assert(
    fc.property(status, (httpStatus) => {
      const expected =
        httpStatus !== null && httpStatus >= 200 && httpStatus < 300
          ? "delivered"
          : httpStatus === 410
            ? "gone"
            : "failed";
      expect(verdictOn({ httpStatus, error: null })).toBe(expected);
    }),
  );
  expect(verdictOn({ httpStatus: null, error: "timeout" })).toBe("failed");
});
