import { afterEach, describe, expect, test } from "@jest/globals";
import { STEPS, task, Workbench } from "./workbench.ts";

let workbench: Workbench;

afterEach(() => workbench.close());

class Declined extends Error {
  override readonly name = "Declined";
}

describe("a function's answer", () => {
  test("is the Payload, beside what AWS tells of the invocation", async () => {
    workbench = await Workbench.open(
      { Charge: task() },
      { script: ({ paymentId }) => ({ next: "Settle", paymentId }) },
    );
    const { result } = await workbench.run({ paymentId: "pay_1" });
    expect(result).toEqual({
      ExecutedVersion: "$LATEST",
      Payload: { next: "Settle", paymentId: "pay_1" },
      StatusCode: 200,
    });
  });

  test("goes through ResultSelector and ResultPath to a Choice and a Wait of as many seconds as it says", async () => {
    const route = { ResultSelector: { "next.$": "$.Payload.next", "waitSeconds.$": "$.Payload.waitSeconds" } };
    let looks = 0;
    workbench = await Workbench.open(
      {
        Load: task({ ...route, ResultPath: "$.route", End: undefined, Next: "Route" }),
        Route: {
          Type: "Choice",
          Choices: [
            { Variable: "$.route.next", StringEquals: "Reconcile", Next: "Pause" },
            { Variable: "$.route.next", StringEquals: "Close", Next: "Done" },
          ],
          Default: "Parked",
        },
        Pause: { Type: "Wait", SecondsPath: "$.route.waitSeconds", Next: "Load" },
        Done: { Type: "Succeed" },
        Parked: { Type: "Fail" },
      },
      { script: () => ({ next: looks++ === 2 ? "Close" : "Reconcile", waitSeconds: 0 }) },
    );
    const execution = await workbench.run({ sagaId: "sag_1" });
    expect(execution.status).toBe("SUCCEEDED");
    expect(execution.result).toEqual({ sagaId: "sag_1", route: { next: "Close", waitSeconds: 0 } });
    expect(workbench.events).toHaveLength(3);
  });

  test("replaces everything with the ResultPath $", async () => {
    workbench = await Workbench.open(
      { Charge: task({ ResultSelector: { "ok.$": "$.Payload.ok" }, ResultPath: "$" }) },
      { script: () => ({ ok: true }) },
    );
    expect((await workbench.run({ paymentId: "pay_1" })).result).toEqual({ ok: true });
  });

  test("ends the execution when it is larger than AWS passes on, and neither Retry nor Catch can help", async () => {
    workbench = await Workbench.open(
      {
        Charge: task({
          Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Done" }],
          End: undefined,
          Next: "Done",
        }),
        Done: { Type: "Succeed" },
      },
      { script: () => "x".repeat(262_144) },
    );
    expect(await workbench.run()).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
    expect(workbench.events).toHaveLength(1);
  });
});

describe("a function's error", () => {
  const charge = (fields: object) => ({
    Charge: task({ ...fields, End: undefined, Next: "Done" }),
    Done: { Type: "Succeed" },
    ...("Catch" in fields ? { Caught: { Type: "Succeed" } } : {}),
  });
  const decline = () => {
    throw new Declined("no money");
  };

  test("is the execution's error, with Lambda's own object as the cause", async () => {
    workbench = await Workbench.open(charge({}), { script: decline });
    const execution = await workbench.run();
    expect(execution).toMatchObject({ status: "FAILED", error: "Declined" });
    expect(JSON.parse(execution.cause ?? "")).toMatchObject({
      errorType: "Declined",
      errorMessage: "no money",
      trace: expect.arrayContaining(["Declined: no money"]),
    });
  });

  test("can be caught by name, and the Cause is the same JSON", async () => {
    const Catch = [{ ErrorEquals: ["Declined"], ResultPath: "$.failure", Next: "Caught" }];
    workbench = await Workbench.open(charge({ Catch }), { script: decline });
    const { result } = await workbench.run({ sagaId: "sag_1" });
    const { sagaId, failure } = result as { sagaId: string; failure: { Error: string; Cause: string } };
    expect([sagaId, failure.Error, JSON.parse(failure.Cause).errorMessage]).toEqual(["sag_1", "Declined", "no money"]);
  });

  test("is retried as often as the Retry says, and then caught", async () => {
    const Retry = [
      {
        ErrorEquals: ["States.TaskFailed"],
        IntervalSeconds: 1,
        BackoffRate: 2,
        MaxAttempts: 2,
        MaxDelaySeconds: 1,
        JitterStrategy: "FULL",
      },
    ];
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }];
    workbench = await Workbench.open(charge({ Retry, Catch }), { script: decline });
    const execution = await workbench.run();
    expect(execution.result).toMatchObject({ Error: "Declined" });
    expect(workbench.events).toHaveLength(3);
  });

  test("that has no type is Lambda.Unknown", async () => {
    workbench = await Workbench.open(charge({}), {
      script: () => {
        throw Object.assign(new Error("gone"), { name: "" });
      },
    });
    expect(await workbench.run()).toMatchObject({ error: "Lambda.Unknown", cause: expect.stringContaining("gone") });
  });

  test("after the Task's timeout changes nothing: the Task has failed with States.Timeout", async () => {
    const { promise, reject } = Promise.withResolvers<void>();
    const Catch = [{ ErrorEquals: ["States.Timeout"], Next: "Caught" }];
    workbench = await Workbench.open(charge({ TimeoutSeconds: 1, Catch }), { script: () => promise });
    const execution = await workbench.run();
    expect(execution.result).toMatchObject({ Error: "States.Timeout" });
    reject(new Declined("too late"));
    await workbench.describe(execution.executionArn ?? "");
    const types = (await workbench.history(execution.executionArn)).map(({ type }) => type);
    expect(types.slice(2, 6)).toEqual(["TaskScheduled", "TaskStarted", "TaskTimedOut", "TaskStateExited"]);
    expect(types).not.toContain("TaskFailed");
  });

  test("of the kind timeout does not match States.TaskFailed", async () => {
    const Catch = [{ ErrorEquals: ["States.TaskFailed"], Next: "Caught" }];
    workbench = await Workbench.open(charge({ TimeoutSeconds: 1, Catch }), { script: () => new Promise(() => {}) });
    const execution = await workbench.run();
    expect(execution).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(execution.cause).toBeUndefined();
  });
});

test("the context object tells the execution's name, at every try", async () => {
  const Parameters = { FunctionName: STEPS, Payload: { "name.$": "$$.Execution.Name", "sagaId.$": "$.sagaId" } };
  const Retry = [{ ErrorEquals: ["Declined"], IntervalSeconds: 1, MaxDelaySeconds: 1, JitterStrategy: "FULL" }];
  let tries = 0;
  workbench = await Workbench.open(
    { Only: task({ Parameters, Retry }) },
    {
      script: () => {
        if (tries++ === 0) throw new Declined("once");
      },
    },
  );
  const execution = await workbench.ended(await workbench.start({ sagaId: "sag_1" }, "sag_1-r2"));
  expect(workbench.events).toEqual(Array(2).fill({ name: "sag_1-r2", sagaId: "sag_1" }));
  expect(execution.status).toBe("SUCCEEDED");
});
