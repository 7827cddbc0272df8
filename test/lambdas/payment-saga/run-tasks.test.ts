import { expect, test } from "@jest/globals";
import { InvariantError } from "../../../core/foundation/domain/errors.ts";
import type { TaskEvent } from "../../../core/payments/saga/run-task.ts";
import { sagaTasks } from "../../../lambdas/payment-saga/run-tasks.ts";
import type { AllDeps } from "../../../lambdas/runtime/all-deps.ts";
import { CONTEXT } from "../deployed.ts";

const logged: unknown[] = [];
const quiet = { note: () => {}, info: () => {} };
const deps = { log: { ...quiet, error: (...line: unknown[]) => void logged.push(line) } } as unknown as AllDeps;
const EVENT: TaskEvent = { task: "CreateOrder", tenantId: "acme", sagaId: "sag_1", executionName: "sag_1" };

test("a task is run with the time that the function has left, and its answer is the function's", async () => {
  const ran: unknown[] = [];
  const handler = sagaTasks(deps, async (_deps, event, remainingMs) => {
    ran.push(event, remainingMs());
    return { next: "ChargePayment", waitSeconds: 0 };
  });

  const answer = await handler({ ...EVENT, token: "t" }, CONTEXT);

  expect(answer).toEqual({ next: "ChargePayment", waitSeconds: 0 });
  expect(ran).toEqual([{ ...EVENT, token: "t" }, 25_000]);
});

test.each([
  ["LoadSaga", "CreateOrder"],
  ["ClosePayment", "FulfilOrder"],
])("an execution of an earlier release that asks for %s gets %s", async (former, now) => {
  const handler = sagaTasks(deps, async (_deps, { task }) => {
    expect(task).toBe(now);
    return { next: "Completed", waitSeconds: 0 };
  });

  await expect(handler({ ...EVENT, task: former }, CONTEXT)).resolves.toEqual({ next: "Completed", waitSeconds: 0 });
});

test.each([
  ["another task", { ...EVENT, task: "StealMoney" }],
  ["a task of every object", { ...EVENT, task: "constructor" }],
  ["no tenant's id", { ...EVENT, tenantId: "ACME#1" }],
  ["no saga", { ...EVENT, sagaId: "" }],
  ["nothing", {}],
  ["no object", "CreateOrder"],
])("an event with %s is refused", async (_what, event) => {
  const handler = sagaTasks(deps, () => Promise.reject(new Error("was run")));

  await expect(handler(event, CONTEXT)).rejects.toThrow(InvariantError);
});

test("a failure is logged and left to the state machine", async () => {
  const failure = new Error("no table");
  const handler = sagaTasks(deps, () => Promise.reject(failure));

  await expect(handler(EVENT, CONTEXT)).rejects.toBe(failure);
  expect(logged).toEqual([["a task of the payment saga failed", failure, { durationMs: 0 }]]);
});
