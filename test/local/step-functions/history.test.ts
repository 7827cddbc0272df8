import { GetExecutionHistoryCommand, InvalidToken, SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { afterEach, expect, test } from "@jest/globals";
import { STEPS, task, Workbench, waitingTask } from "./workbench.ts";

let workbench: Workbench;

afterEach(() => workbench.close());

const lambda = { resourceType: "lambda", resource: "invoke" };
const whole = { truncated: false };

const STATES = {
  Charge: task({
    ResultSelector: { "next.$": "$.Payload.next" },
    ResultPath: "$.route",
    End: undefined,
    Next: "Route",
  }),
  Route: {
    Type: "Choice",
    Choices: [{ Variable: "$.route.next", StringEquals: "Pause", Next: "Pause" }],
    Default: "Parked",
  },
  Pause: { Type: "Wait", SecondsPath: "$.pause", Next: "Done" },
  Done: { Type: "Succeed" },
  Parked: { Type: "Fail", Error: "NeedsReview", Cause: "a person is needed" },
};

test("tells each state and what its Task did, in the words of AWS", async () => {
  workbench = await Workbench.open(STATES, { script: () => ({ next: "Pause" }) });
  const { executionArn } = await workbench.run({ pause: 0 });
  const input = '{"pause":0}';
  const output = '{"pause":0,"route":{"next":"Pause"}}';
  const entered = (name: string) => ({ stateEnteredEventDetails: { name, input: output, inputDetails: whole } });
  const exited = (name: string) => ({ stateExitedEventDetails: { name, output, outputDetails: whole } });
  const events = await workbench.history(executionArn);
  expect(events.map(({ timestamp, ...event }) => event)).toEqual(
    [
      {
        type: "ExecutionStarted",
        executionStartedEventDetails: { input, inputDetails: whole, roleArn: workbench.machine.roleArn },
      },
      { type: "TaskStateEntered", stateEnteredEventDetails: { name: "Charge", input, inputDetails: whole } },
      {
        type: "TaskScheduled",
        taskScheduledEventDetails: {
          ...lambda,
          region: "us-east-1",
          parameters: JSON.stringify({ FunctionName: STEPS, Payload: { pause: 0 } }),
          timeoutInSeconds: 30,
        },
      },
      { type: "TaskStarted", taskStartedEventDetails: lambda },
      {
        type: "TaskSucceeded",
        taskSucceededEventDetails: {
          ...lambda,
          output: '{"ExecutedVersion":"$LATEST","Payload":{"next":"Pause"},"StatusCode":200}',
          outputDetails: whole,
        },
      },
      { type: "TaskStateExited", ...exited("Charge") },
      { type: "ChoiceStateEntered", ...entered("Route") },
      { type: "ChoiceStateExited", ...exited("Route") },
      { type: "WaitStateEntered", ...entered("Pause") },
      { type: "WaitStateExited", ...exited("Pause") },
      { type: "SucceedStateEntered", ...entered("Done") },
      { type: "SucceedStateExited", ...exited("Done") },
      { type: "ExecutionSucceeded", executionSucceededEventDetails: { output, outputDetails: whole } },
    ].map((event, index) => ({ ...event, id: index + 1, previousEventId: index < 2 ? 0 : index })),
  );
  expect(events.every(({ timestamp }) => timestamp instanceof Date)).toBe(true);
});

test("tells a failed Task with its error and cause, and what the Fail state said", async () => {
  workbench = await Workbench.open(
    { ...STATES, Charge: { ...STATES.Charge, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Parked" }] } },
    {
      script: () => {
        throw new RangeError("too much");
      },
    },
  );
  const { executionArn } = await workbench.run();
  const events = await workbench.history(executionArn);
  expect(events.map(({ type }) => type)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskFailed",
    "TaskStateExited",
    "FailStateEntered",
    "ExecutionFailed",
  ]);
  expect(events[4]?.taskFailedEventDetails).toEqual({
    ...lambda,
    error: "RangeError",
    cause: expect.stringContaining('"errorMessage":"too much"'),
  });
  expect(events[7]?.executionFailedEventDetails).toEqual({ error: "NeedsReview", cause: "a person is needed" });
});

test("tells that a Task with a token was submitted before it was answered", async () => {
  workbench = await Workbench.open({ AwaitPayment: waitingTask() });
  const executionArn = await workbench.start();
  const [event] = await workbench.called(1);
  // The function has answered when its answer is in the history.
  while ((await workbench.history(executionArn)).at(-1)?.type !== "TaskSubmitted");
  await workbench.client.send(new SendTaskSuccessCommand({ taskToken: String(event?.token), output: '"paid"' }));
  await workbench.ended(executionArn);
  const events = await workbench.history(executionArn);
  expect(events.slice(2, 7).map(({ type }) => type)).toEqual([
    "TaskScheduled",
    "TaskStarted",
    "TaskSubmitted",
    "TaskSucceeded",
    "TaskStateExited",
  ]);
  expect(events[5]?.taskSucceededEventDetails).toMatchObject({
    resource: "invoke.waitForTaskToken",
    output: '"paid"',
  });
});

test("comes in pages, in either direction, and without data when none is wanted", async () => {
  workbench = await Workbench.open(STATES, { script: () => ({ next: "Pause" }) });
  const { executionArn } = await workbench.run({ pause: 0 });
  const page = (fields: object) =>
    workbench.client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 8, ...fields }));
  const ids = ({ events = [] }: Awaited<ReturnType<typeof page>>) => events.map(({ id }) => id);
  const first = await page({});
  expect(ids(first)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const second = await page({ nextToken: first.nextToken });
  expect(ids(second)).toEqual([9, 10, 11, 12, 13]);
  expect(second.nextToken).toBeUndefined();
  const newest = await page({ reverseOrder: true });
  expect(ids(newest)).toEqual([13, 12, 11, 10, 9, 8, 7, 6]);
  expect(ids(await page({ reverseOrder: true, nextToken: newest.nextToken }))).toEqual([5, 4, 3, 2, 1]);
  const bare = await page({ includeExecutionData: false });
  expect(bare.events?.[1]?.stateEnteredEventDetails).toEqual({ name: "Charge" });
  await expect(page({ nextToken: "made-up" })).rejects.toBeInstanceOf(InvalidToken);
});

test("an execution that never comes to an end is ended at AWS's limit of 25,000 events", async () => {
  workbench = await Workbench.open({
    Route: { Type: "Choice", Choices: [{ Variable: "$.stop", StringEquals: "now", Next: "Done" }], Default: "Route" },
    Done: { Type: "Succeed" },
  });
  const execution = await workbench.run({ stop: "never" });
  expect(execution).toMatchObject({
    status: "FAILED",
    cause: "The execution reached the maximum number of history events (25000).",
  });
  expect(workbench.store.events(1, 24_998, 10, false).map(({ id, type }) => [id, type])).toEqual([
    [24_999, expect.any(String)],
    [25_000, "ExecutionFailed"],
  ]);
});
