import { SendTaskFailureCommand, SendTaskSuccessCommand, TaskTimedOut } from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "@jest/globals";
import { STEPS, task, Workbench, waitingTask } from "./workbench.ts";

let workbench: Workbench;

afterEach(() => workbench.close());

/** As the payment saga waits for its customer, looks the charge up, and ends. */
const AFTER = {
  Reconcile: task({
    Parameters: { FunctionName: STEPS, Payload: { task: "Reconcile" } },
    ResultPath: "$.found",
    End: undefined,
    Next: "Compensated",
  }),
  Compensated: { Type: "Succeed" },
};
const CAUGHT = {
  Catch: [{ ErrorEquals: ["States.ALL"], Next: "Reconcile", ResultPath: "$.failure" }],
  End: undefined,
  Next: "Reconcile",
};
/** What does not answer: the Task's function of these tests, but not the one after it. */
const silent = (event: Record<string, unknown>) => (event.task === "Reconcile" ? {} : new Promise(() => {}));

describe.each([
  ["waits for its token", waitingTask, "invoke.waitForTaskToken"],
  ["waits for its function", task, "invoke"],
])("a Task that %s", (_what, make, resource) => {
  test.each([
    ["its definition", { TimeoutSeconds: 1 }],
    ["its input", { TimeoutSeconds: undefined, TimeoutSecondsPath: "$.route.waitSeconds" }],
  ])(
    "and has timed out as %s says leads to the Task that its Catch names, which ends the execution",
    async (_, time) => {
      workbench = await Workbench.open({ Await: make({ ...time, ...CAUGHT }), ...AFTER }, { script: silent });
      const execution = await workbench.run({ route: { waitSeconds: 1 } });
      expect(execution).toMatchObject({
        status: "SUCCEEDED",
        result: { route: { waitSeconds: 1 }, failure: { Error: "States.Timeout", Cause: "" } },
      });
      const events = await workbench.history(execution.executionArn);
      expect(events.map(({ type }) => type).filter((type) => type !== "TaskSubmitted")).toEqual([
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskTimedOut",
        "TaskStateExited",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
        "SucceedStateEntered",
        "SucceedStateExited",
        "ExecutionSucceeded",
      ]);
      expect(events.find(({ type }) => type === "TaskScheduled")?.taskScheduledEventDetails?.timeoutInSeconds).toBe(1);
      expect(events.find(({ type }) => type === "TaskTimedOut")?.taskTimedOutEventDetails).toEqual({
        error: "States.Timeout",
        resource,
        resourceType: "lambda",
      });
    },
  );

  test("and has timed out is tried again when a Retry says so, with its whole time", async () => {
    const Retry = [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 1, MaxDelaySeconds: 1, JitterStrategy: "FULL" }];
    let tries = 0;
    workbench = await Workbench.open(
      { Await: make({ TimeoutSeconds: 1, Retry, ...CAUGHT }), ...AFTER },
      { script: (event) => (event.task === "Reconcile" || tries++ === 0 ? silent(event) : Promise.reject("no")) },
    );
    const execution = await workbench.run();
    expect(execution.status).toBe("SUCCEEDED");
    const types = (await workbench.history(execution.executionArn)).map(({ type }) => type);
    expect(types.slice(1, 9)).toEqual([
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskTimedOut",
      "TaskScheduled",
      "TaskStarted",
      "TaskFailed",
      "TaskStateExited",
    ]);
  });

  test("and has timed out without a Catch ends the execution FAILED with States.Timeout and no cause", async () => {
    workbench = await Workbench.open({ Await: make({ TimeoutSeconds: 1 }) }, { script: silent });
    const execution = await workbench.run();
    expect(execution).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(execution.cause).toBeUndefined();
    expect((await workbench.history(execution.executionArn)).at(-1)).toMatchObject({
      type: "ExecutionFailed",
      executionFailedEventDetails: { error: "States.Timeout" },
    });
  });
});

test("an answer in either way to a wait that has timed out and gone on is refused and changes nothing", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  workbench = await Workbench.open(
    { Await: waitingTask({ TimeoutSeconds: 1, ...CAUGHT }), ...AFTER },
    { script: ({ task: name }) => (name === "Reconcile" ? promise : {}) },
  );
  const executionArn = await workbench.start();
  const [waited] = await workbench.called(1);
  await workbench.called(2);
  const taskToken = String(waited?.token);
  const before = await workbench.history(executionArn);
  const late = [
    new SendTaskSuccessCommand({ taskToken, output: "{}" }),
    new SendTaskFailureCommand({ taskToken, error: "TooLate" }),
  ];
  await expect(workbench.client.send(late[0] as SendTaskSuccessCommand)).rejects.toBeInstanceOf(TaskTimedOut);
  await expect(workbench.client.send(late[1] as SendTaskFailureCommand)).rejects.toBeInstanceOf(TaskTimedOut);
  expect(await workbench.history(executionArn)).toEqual(before);
  resolve();
  expect((await workbench.ended(executionArn)).status).toBe("SUCCEEDED");
});

test.each([
  ["zero", { route: { waitSeconds: 0 } }, "does not reference a positive integer: $.route.waitSeconds == 0"],
  ["a part of a second", { route: { waitSeconds: 0.5 } }, "does not reference a positive integer"],
  ["not there", {}, "Invalid path '$.route.waitSeconds' : No results for path: $['route']['waitSeconds']"],
])("a timeout that is %s ends the execution with States.Runtime, which nothing catches", async (_, input, cause) => {
  workbench = await Workbench.open({
    Await: waitingTask({ TimeoutSeconds: undefined, TimeoutSecondsPath: "$.route.waitSeconds", ...CAUGHT }),
    ...AFTER,
  });
  const execution = await workbench.run(input);
  expect(execution).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  expect(execution.cause).toContain(
    "An error occurred while executing the state 'Await' (entered at the event id #2). ",
  );
  expect(execution.cause).toContain(cause);
  expect(workbench.events).toEqual([]);
});
