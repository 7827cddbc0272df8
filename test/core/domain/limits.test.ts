import { describe, expect, test } from "@jest/globals";
import { CONTRACT, LIMITS, type LimitsProfile } from "../../../core/domain/limits.ts";

describe.each(Object.keys(LIMITS) as LimitsProfile[])("with the %s limits", (profile) => {
  const limits = LIMITS[profile];
  const workerTimeoutMs = limits.workerTimeoutSeconds * 1000;

  test("what a lookup does not find after the settle window can have no effect any more", () => {
    expect(limits.settleMs).toBeGreaterThan(workerTimeoutMs + limits.exchangeInFlightMs);
  });

  test("a live worker is never robbed of its lease", () => {
    expect(limits.leaseMs).toBeGreaterThan(workerTimeoutMs);
  });

  test("a live batch request is never resumed by its twin", () => {
    expect(limits.batchLeaseMs).toBeGreaterThan(limits.httpTimeoutSeconds * 1000);
  });

  test("a call to the exchange and the writes after it fit into the worker's time", () => {
    expect(limits.exchangeCallTimeoutMs + 1000).toBeLessThan(workerTimeoutMs);
  });

  test("an HTTP function answers before the gateway stops waiting", () => {
    expect(limits.httpTimeoutSeconds).toBeLessThan(30);
  });

  test("each backoff grows, and its longest wait still fits a queue's delay of 15 minutes", () => {
    for (const name of ["lookup", "yield", "job"] as const) {
      expect(limits[`${name}BackoffMs`]).toBeLessThan(limits[`${name}BackoffMaxMs`]);
      expect(limits[`${name}BackoffMaxMs`]).toBeLessThanOrEqual(900_000);
    }
  });

  test("the age limit leaves room for all sends and their settle windows", () => {
    expect(limits.redemptionAgeMaxMs).toBeGreaterThan(CONTRACT.sendsMax * limits.settleMs);
  });

  test("the sweeper looks as far ahead as its own period, so that no due row falls between two sweeps", () => {
    expect(limits.sweepHorizonMs).toBeGreaterThanOrEqual(60_000);
  });
});

test("an atomic batch fits one DynamoDB transaction, with its key and its batch row", () => {
  expect(CONTRACT.atomicBatchMaxItems * 3 + 2).toBeLessThanOrEqual(100);
});

test("sums of the largest amounts stay exact", () => {
  expect(Number.isSafeInteger(CONTRACT.amountMax * 1000)).toBe(true);
});
