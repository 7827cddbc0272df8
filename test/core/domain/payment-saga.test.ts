import { describe, expect, test } from "@jest/globals";
import { CONTRACT, LIMITS, type LimitsProfile } from "../../../core/domain/limits.ts";
import { cursorOf, PAYMENT_SAGA, PAYMENT_TASKS } from "../../../core/domain/payment-saga.ts";
import { executionNameOf } from "../../../core/domain/saga.ts";

describe("the payment saga's table", () => {
  test("has its compensations before the pivot and none after it", () => {
    const lastPivot = PAYMENT_SAGA.findLastIndex(({ kind }) => kind === "pivot");
    PAYMENT_SAGA.forEach(({ compensation, kind }, at) => {
      expect(compensation === null).toBe(at > lastPivot);
      expect(kind === "retriable").toBe(at > lastPivot);
    });
  });

  test("has a task for each step and each compensation", () => {
    for (const { step, compensation } of PAYMENT_SAGA) {
      expect(PAYMENT_TASKS).toContain(step);
      if (compensation) expect(PAYMENT_TASKS).toContain(compensation);
    }
    expect(new Set(PAYMENT_SAGA.map(({ step }) => step)).size).toBe(PAYMENT_SAGA.length);
  });

  test("orders its steps as a payment goes", () => {
    expect(PAYMENT_SAGA.map(({ step }) => cursorOf(step))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

test("each resume has an execution name of its own, that Step Functions takes", () => {
  const sagaId = `sag_${"a".repeat(32)}_01JZZZZZZZZZZZZZZZZZZZZZZZ`;
  const names = [0, 1, 2, 999].map((resumes) => executionNameOf({ sagaId, resumes }));
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
});

describe.each(Object.keys(LIMITS) as LimitsProfile[])("with the %s limits", (profile) => {
  const limits = LIMITS[profile];
  const stepTimeoutMs = limits.sagaStepTimeoutSeconds * 1000;
  const refundTimeoutMs = limits.refundTimeoutSeconds * 1000;

  test("what a channel does not find after the settle window can have no effect any more", () => {
    const longestMs = Math.max(stepTimeoutMs, refundTimeoutMs);
    expect(limits.channelSettleMs).toBeGreaterThan(longestMs + limits.channelInFlightMs);
  });

  test("a step with all its tries fits its execution's lease", () => {
    // Three more tries, with 1, 2 and 4 s between them; each is killed at its timeout.
    expect(limits.sagaLeaseMs).toBeGreaterThan(stepTimeoutMs);
  });

  test("a live refund worker is never robbed of its lease", () => {
    expect(limits.refundLeaseMs).toBeGreaterThan(refundTimeoutMs);
  });

  test("a refund's age limit leaves room for all its sends and their settle windows", () => {
    expect(limits.refundAgeMaxMs).toBeGreaterThan(CONTRACT.refundSendsMax * limits.channelSettleMs);
  });

  test("a call to a channel and the writes after it fit into the time of a step and of the refund worker", () => {
    expect(limits.channelCallTimeoutMs + 1000).toBeLessThan(Math.min(stepTimeoutMs, refundTimeoutMs));
  });

  test("a charge that stays unknown is parked only after its settle window", () => {
    expect(limits.channelDoubtMaxMs).toBeGreaterThan(limits.channelSettleMs);
  });

  test("each wait between lookups fits a queue's delay of 15 minutes", () => {
    expect(limits.channelBackoffMs).toBeLessThanOrEqual(limits.channelBackoffMaxMs);
    expect(limits.channelBackoffMaxMs).toBeLessThanOrEqual(900_000);
  });
});
