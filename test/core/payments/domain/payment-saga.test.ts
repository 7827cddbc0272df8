import { describe, expect, test } from "@jest/globals";
import { cursorOf, PAYMENT_SAGA, PAYMENT_TASKS } from "../../../../core/payments/domain/payment-saga.ts";
import { executionNameOf } from "../../../../core/payments/domain/saga.ts";

describe("the payment saga's table", () => {
  test("has its compensations before the pivot and none after it", () => {
    const lastPivot = PAYMENT_SAGA.findLastIndex(({ kind }) => kind === "pivot");
    PAYMENT_SAGA.forEach(({ compensation, kind }, at) => {
      expect(compensation === null).toBe(at > lastPivot);
      expect(kind === "retriable").toBe(at > lastPivot);
    });
  });

  test("has a task for each step and each compensation; FulfilOrder's closes the payment, too", () => {
    for (const { step, compensation } of PAYMENT_SAGA) {
      expect(PAYMENT_TASKS).toContain(step === "ClosePayment" ? "FulfilOrder" : step);
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
