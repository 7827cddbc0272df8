import {
  InvalidOutput,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "@jest/globals";
import { STEPS, Workbench, waitingTask } from "./workbench.ts";

let workbench: Workbench;

afterEach(() => workbench.close());

const succeed = (taskToken: unknown, output: unknown = { outcome: "paid" }) =>
  workbench.client.send(new SendTaskSuccessCommand({ taskToken: String(taskToken), output: JSON.stringify(output) }));

async function waiting(states: Record<string, unknown> = { AwaitPayment: waitingTask() }, input: unknown = {}) {
  workbench = await Workbench.open(states);
  const executionArn = await workbench.start(input);
  const [event] = await workbench.called(1);
  return { executionArn, token: event?.token };
}

describe("a Task that waits for its token", () => {
  test("ends with the output that was sent, not with the function's answer", async () => {
    const { executionArn, token } = await waiting();
    await succeed(token);
    const execution = await workbench.ended(executionArn);
    expect(execution).toMatchObject({ status: "SUCCEEDED", output: '{"outcome":"paid"}' });
  });

  test("fails with the error and cause that were sent, which can be caught", async () => {
    const Catch = [{ ErrorEquals: ["ChannelGone"], ResultPath: "$.failure", Next: "Caught" }];
    const { executionArn, token } = await waiting({
      AwaitPayment: waitingTask({ Catch, End: undefined, Next: "Caught" }),
      Caught: { Type: "Succeed" },
    });
    const command = { taskToken: String(token), error: "ChannelGone", cause: "closed for good" };
    await workbench.client.send(new SendTaskFailureCommand(command));
    const { output } = await workbench.ended(executionArn);
    expect(JSON.parse(output ?? "")).toEqual({ failure: { Error: "ChannelGone", Cause: "closed for good" } });
  });

  test("fails when its function fails, and then the token is dead", async () => {
    let token: unknown;
    workbench = await Workbench.open(
      { AwaitPayment: waitingTask() },
      {
        script: (event) => {
          token = event.token;
          throw new TypeError("no such channel");
        },
      },
    );
    expect(await workbench.run()).toMatchObject({ status: "FAILED", error: "TypeError" });
    await expect(succeed(token)).rejects.toBeInstanceOf(TaskTimedOut);
  });

  test("may be answered before its function has answered, which then changes nothing", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    workbench = await Workbench.open(
      { AwaitPayment: waitingTask({ End: undefined, Next: "AwaitRefund" }), AwaitRefund: waitingTask() },
      { script: () => promise },
    );
    const executionArn = await workbench.start();
    const [payment] = await workbench.called(1);
    await succeed(payment?.token);
    const [, refund] = await workbench.called(2);
    resolve();
    while ((await workbench.history(executionArn)).at(-1)?.type !== "TaskSubmitted");
    await succeed(refund?.token);
    expect((await workbench.ended(executionArn)).status).toBe("SUCCEEDED");
    const types = (await workbench.history(executionArn)).map(({ type }) => type);
    expect(types.filter((type) => type === "TaskSubmitted")).toHaveLength(1);
  });

  test("gives each try a token of its own, and the older one is dead", async () => {
    const Retry = [{ ErrorEquals: ["ChannelGone"], IntervalSeconds: 1, MaxDelaySeconds: 1, JitterStrategy: "FULL" }];
    const { executionArn, token } = await waiting({ AwaitPayment: waitingTask({ Retry }) });
    await workbench.client.send(new SendTaskFailureCommand({ taskToken: String(token), error: "ChannelGone" }));
    const [, second] = await workbench.called(2);
    expect(second?.token).not.toBe(token);
    await expect(succeed(token)).rejects.toBeInstanceOf(TaskTimedOut);
    await succeed(second?.token);
    expect((await workbench.ended(executionArn)).status).toBe("SUCCEEDED");
  });

  test("names one token wherever its parameters name it", async () => {
    const Payload = { "token.$": "$$.Task.Token", note: [{ "text.$": "$$.Task.Token" }] };
    const { token } = await waiting({ AwaitPayment: waitingTask({ Parameters: { FunctionName: STEPS, Payload } }) });
    expect(workbench.events[0]?.note).toEqual([{ text: token }]);
  });
});

describe("a token", () => {
  test("works once", async () => {
    const { executionArn, token } = await waiting();
    await succeed(token);
    await expect(succeed(token, { outcome: "declined" })).rejects.toBeInstanceOf(TaskTimedOut);
    expect((await workbench.ended(executionArn)).output).toBe('{"outcome":"paid"}');
  });

  test("lives as long as its Task waits", async () => {
    const { executionArn, token } = await waiting();
    await workbench.client.send(new StopExecutionCommand({ executionArn }));
    await expect(succeed(token)).rejects.toBeInstanceOf(TaskTimedOut);
  });

  test.each([
    ["its definition says", { TimeoutSeconds: 1 }],
    ["its input says", { TimeoutSeconds: undefined, TimeoutSecondsPath: "$.route.waitSeconds" }],
  ])("is dead after the Task's timeout, which %s", async (_where, timeout) => {
    const { executionArn, token } = await waiting(
      { AwaitPayment: waitingTask(timeout) },
      { route: { waitSeconds: 1 } },
    );
    expect(await workbench.ended(executionArn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    await expect(succeed(token)).rejects.toBeInstanceOf(TaskTimedOut);
  });

  test("of an execution that is not kept does not exist", async () => {
    const { token } = await waiting();
    await workbench.close();
    workbench = await Workbench.open({ AwaitPayment: waitingTask() });
    await expect(succeed(token)).rejects.toBeInstanceOf(TaskDoesNotExist);
  });

  test("that nobody has issued is invalid, and so is an output that is no JSON", async () => {
    const { token } = await waiting();
    await expect(succeed("made-up")).rejects.toBeInstanceOf(InvalidToken);
    const notJson = new SendTaskSuccessCommand({ taskToken: String(token), output: "paid" });
    await expect(workbench.client.send(notJson)).rejects.toBeInstanceOf(InvalidOutput);
    // The Task waits on.
    await succeed(token);
  });
});

test("200 executions wait at once, each for its own token", async () => {
  workbench = await Workbench.open({ AwaitPayment: waitingTask() });
  const started = await Promise.all(
    Array.from({ length: 200 }, (_, number) => workbench.start({ number }, `s-${number}`)),
  );
  const events = await workbench.called(200);
  expect(workbench.service.running).toBe(200);
  expect(new Set(events.map(({ token }) => token)).size).toBe(200);
  await Promise.all(events.map(({ token }) => succeed(token)));
  const ended = await Promise.all(started.map((executionArn) => workbench.ended(executionArn)));
  expect(ended.every(({ status }) => status === "SUCCEEDED")).toBe(true);
  expect(workbench.service.running).toBe(0);
});
