import {
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidArn,
  InvalidExecutionInput,
  InvalidName,
  InvalidToken,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "@jest/globals";
import { task, Workbench, waitingTask } from "./workbench.ts";

let workbench: Workbench;

afterEach(() => workbench.close());

const ECHO = { Echo: { Type: "Succeed" } };
const WAIT = { AwaitPayment: waitingTask() };

describe("starting", () => {
  test("runs the machine with the input and keeps its output", async () => {
    workbench = await Workbench.open(ECHO);
    const executionArn = await workbench.start({ tenantId: "acme" }, "sag_acme_1");
    expect(executionArn).toBe("arn:aws:states:us-east-1:000000000000:execution:Payments:sag_acme_1");
    const execution = await workbench.ended(executionArn);
    expect(execution).toMatchObject({
      name: "sag_acme_1",
      stateMachineArn: workbench.machine.arn,
      status: "SUCCEEDED",
      input: '{"tenantId":"acme"}',
      output: '{"tenantId":"acme"}',
    });
    expect(execution.startDate).toBeInstanceOf(Date);
    expect(execution.stopDate).toBeInstanceOf(Date);
  });

  test("answers a second start with the same name and input while it runs with the same execution", async () => {
    workbench = await Workbench.open(WAIT);
    const command = new StartExecutionCommand({
      stateMachineArn: workbench.machine.arn,
      name: "once",
      input: '{"sagaId":"1"}',
    });
    const first = await workbench.client.send(command);
    const second = await workbench.client.send(command);
    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    expect(workbench.service.running).toBe(1);
  });

  test("refuses a used name with another input", async () => {
    workbench = await Workbench.open(WAIT);
    await workbench.start({ sagaId: "1" }, "once");
    await expect(workbench.start({ sagaId: "2" }, "once")).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  });

  test("refuses the name of an execution that has ended, even with the same input", async () => {
    workbench = await Workbench.open(ECHO);
    await workbench.ended(await workbench.start({ sagaId: "1" }, "once"));
    await expect(workbench.start({ sagaId: "1" }, "once")).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  });

  test("refuses names, inputs and machines that AWS refuses", async () => {
    workbench = await Workbench.open(ECHO);
    await expect(workbench.start({}, "not a name")).rejects.toBeInstanceOf(InvalidName);
    await expect(workbench.start({}, "n".repeat(81))).rejects.toBeInstanceOf(InvalidName);
    const start = (stateMachineArn: string, input: string) =>
      workbench.client.send(new StartExecutionCommand({ stateMachineArn, input }));
    await expect(start(workbench.machine.arn, "not json")).rejects.toBeInstanceOf(InvalidExecutionInput);
    await expect(start(`${workbench.machine.arn}2`, "{}")).rejects.toBeInstanceOf(StateMachineDoesNotExist);
    await expect(start("Payments", "{}")).rejects.toBeInstanceOf(InvalidArn);
  });

  test("gives an execution without a name one of its own", async () => {
    workbench = await Workbench.open(ECHO);
    expect(await workbench.start()).not.toBe(await workbench.start());
  });
});

describe("ending", () => {
  test("a Fail state ends the execution with its error and cause", async () => {
    workbench = await Workbench.open({ Parked: { Type: "Fail", Error: "NeedsReview", Cause: "a person is needed" } });
    const execution = await workbench.run();
    expect(execution).toMatchObject({ status: "FAILED", error: "NeedsReview", cause: "a person is needed" });
    expect(workbench.complaints).toEqual(["An execution of Payments ended FAILED: NeedsReview"]);
  });

  test("a Fail state without error and cause leaves both out", async () => {
    workbench = await Workbench.open({ Parked: { Type: "Fail" } });
    const execution = await workbench.run();
    expect(execution.status).toBe("FAILED");
    expect(execution.error).toBeUndefined();
    expect(execution.cause).toBeUndefined();
  });

  test("stopping ends it ABORTED with the given reason, and a second stop changes nothing", async () => {
    workbench = await Workbench.open(WAIT);
    const executionArn = await workbench.start();
    await workbench.called(1);
    const stop = new StopExecutionCommand({ executionArn, error: "Cancelled", cause: "by the merchant" });
    const first = await workbench.client.send(stop);
    expect(await workbench.describe(executionArn)).toMatchObject({
      status: "ABORTED",
      error: "Cancelled",
      cause: "by the merchant",
      stopDate: first.stopDate,
    });
    const again = new StopExecutionCommand({ executionArn, error: "Other" });
    expect((await workbench.client.send(again)).stopDate).toEqual(first.stopDate);
    expect((await workbench.describe(executionArn)).error).toBe("Cancelled");
    expect(workbench.service.running).toBe(0);
  });

  test("a stopped execution invokes nothing more, not even a try that was already due", async () => {
    const retry = { ErrorEquals: ["States.ALL"], IntervalSeconds: 60, MaxAttempts: 3 };
    workbench = await Workbench.open(
      { Charge: task({ Retry: [retry], Next: "Settle", End: undefined }), Settle: task() },
      {
        script: () => {
          throw new Error("not now");
        },
      },
    );
    const executionArn = await workbench.start();
    await workbench.called(1);
    await workbench.client.send(new StopExecutionCommand({ executionArn }));
    await workbench.describe(executionArn);
    expect(workbench.events).toHaveLength(1);
  });

  test("nothing starts any more once the local run is stopping", async () => {
    workbench = await Workbench.open(WAIT);
    const executionArn = await workbench.start();
    workbench.service.abortAll();
    expect((await workbench.describe(executionArn)).status).toBe("ABORTED");
    await expect(workbench.start()).rejects.toMatchObject({ name: "ServiceUnavailable" });
  });

  test("an unknown execution does not exist", async () => {
    workbench = await Workbench.open(ECHO);
    const executionArn = "arn:aws:states:us-east-1:000000000000:execution:Payments:other";
    await expect(workbench.describe(executionArn)).rejects.toBeInstanceOf(ExecutionDoesNotExist);
    await expect(workbench.history(executionArn)).rejects.toBeInstanceOf(ExecutionDoesNotExist);
    const stop = workbench.client.send(new StopExecutionCommand({ executionArn }));
    await expect(stop).rejects.toBeInstanceOf(ExecutionDoesNotExist);
  });
});

describe("listing", () => {
  test("gives the newest first, page by page, and by status", async () => {
    workbench = await Workbench.open({
      Route: {
        Type: "Choice",
        Choices: [{ Variable: "$.ok", StringEquals: "yes", Next: "Done" }],
        Default: "Parked",
      },
      Done: { Type: "Succeed" },
      Parked: { Type: "Fail", Error: "NeedsReview" },
    });
    for (let number = 1; number <= 5; number += 1) {
      await workbench.ended(await workbench.start({ ok: number % 2 === 1 ? "yes" : "no" }, `saga-${number}`));
    }
    const list = (fields: object) =>
      workbench.client.send(new ListExecutionsCommand({ stateMachineArn: workbench.machine.arn, ...fields }));
    const first = await list({ maxResults: 2 });
    expect(first.executions?.map(({ name }) => name)).toEqual(["saga-5", "saga-4"]);
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(second.executions?.map(({ name }) => name)).toEqual(["saga-3", "saga-2"]);
    const third = await list({ maxResults: 2, nextToken: second.nextToken });
    expect(third.executions?.map(({ name }) => name)).toEqual(["saga-1"]);
    expect(third.nextToken).toBeUndefined();
    const failed = await list({ statusFilter: "FAILED" });
    expect(failed.executions?.map(({ name, status }) => [name, status])).toEqual([
      ["saga-4", "FAILED"],
      ["saga-2", "FAILED"],
    ]);
    expect((await list({ statusFilter: "RUNNING" })).executions).toEqual([]);
    await expect(list({ nextToken: "made-up" })).rejects.toBeInstanceOf(InvalidToken);
  });

  test("names the machine and gives its definition as it was deployed", async () => {
    workbench = await Workbench.open(ECHO);
    const { arn: stateMachineArn, text: definition } = workbench.machine;
    const described = await workbench.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({ name: "Payments", type: "STANDARD", status: "ACTIVE", definition });
  });

  test("keeps a bounded number of finished executions, the newest, and every running one", async () => {
    workbench = await Workbench.open(
      {
        Route: {
          Type: "Choice",
          Choices: [{ Variable: "$.wait", StringEquals: "yes", Next: "AwaitPayment" }],
          Default: "Done",
        },
        AwaitPayment: waitingTask({ End: undefined, Next: "Done" }),
        Done: { Type: "Succeed" },
      },
      { finishedMax: 3 },
    );
    const running = await workbench.start({ wait: "yes" }, "running");
    for (let number = 1; number <= 6; number += 1)
      await workbench.ended(await workbench.start({ wait: "no" }, `saga-${number}`));
    const { executions } = await workbench.client.send(
      new ListExecutionsCommand({ stateMachineArn: workbench.machine.arn }),
    );
    expect(executions?.map(({ name }) => name)).toEqual(["saga-6", "saga-5", "saga-4", "running"]);
    expect((await workbench.describe(running)).status).toBe("RUNNING");
  });
});

test("an operation that is not there is refused by name", async () => {
  workbench = await Workbench.open(ECHO);
  const executionArn = await workbench.start();
  const redrive = workbench.client.send(new RedriveExecutionCommand({ executionArn }));
  await expect(redrive).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: "The local run does not know RedriveExecution.",
  });
});
