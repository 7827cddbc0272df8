import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendTaskSuccessCommand, StopExecutionCommand, TaskTimedOut } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Script, task, Workbench, waitingTask } from "./workbench.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tender-stops-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const after = { End: undefined, Next: "After" };
const fail: Script = () => {
  throw new Error("not now");
};

/** Where an execution may be when it is stopped, and the last event that tells that it is there. */
describe.each<[string, Record<string, unknown>, Script, string]>([
  ["its function runs", task(after), () => new Promise(() => {}), "TaskStarted"],
  ["it waits for its token", waitingTask(after), () => ({}), "TaskSubmitted"],
  [
    "it waits for the next try",
    task({ ...after, Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 60 }] }),
    fail,
    "TaskFailed",
  ],
  ["it waits for a time", { Type: "Wait", SecondsPath: "$.pause", Next: "After" }, fail, "WaitStateEntered"],
])("an execution that is stopped while %s", (_where, state, script, lastEvent) => {
  const states = { Here: state, After: task() };

  async function reached(): Promise<{ workbench: Workbench; executionArn: string; calls: number }> {
    const workbench = await Workbench.open(states, { script, folder });
    const executionArn = await workbench.start({ pause: 60 }, "saga-1");
    while ((await workbench.history(executionArn)).at(-1)?.type !== lastEvent);
    return { workbench, executionArn, calls: workbench.events.length };
  }

  test("is ABORTED with the reason, does nothing more, and its token is dead", async () => {
    const { workbench, executionArn, calls } = await reached();
    await workbench.client.send(new StopExecutionCommand({ executionArn, error: "Cancelled", cause: "by the shop" }));
    const aborted = { status: "ABORTED", error: "Cancelled", cause: "by the shop" };
    expect(await workbench.describe(executionArn)).toMatchObject(aborted);
    const events = await workbench.history(executionArn);
    expect(events.slice(-2).map(({ type }) => type)).toEqual([lastEvent, "ExecutionAborted"]);
    expect(events.at(-1)).toMatchObject({ id: events.length, previousEventId: 0 });
    for (const { token } of workbench.events.filter((event) => event.token !== undefined)) {
      const late = new SendTaskSuccessCommand({ taskToken: String(token), output: "{}" });
      await expect(workbench.client.send(late)).rejects.toBeInstanceOf(TaskTimedOut);
    }
    expect(workbench.events).toHaveLength(calls);
    expect(workbench.service.running).toBe(0);
    await workbench.close();
  });

  test("by the end of the local run is ABORTED after a restart, and its successor has another name", async () => {
    const { workbench, executionArn } = await reached();
    await workbench.close();
    const next = await Workbench.open(states, { script, folder });
    const { status, cause } = await next.describe(executionArn);
    expect([status, cause]).toEqual(["ABORTED", "The local run was stopped while this execution was running."]);
    expect((await next.history(executionArn)).slice(-2).map(({ type }) => type)).toEqual([
      lastEvent,
      "ExecutionAborted",
    ]);
    await next.start({ pause: 60 }, "saga-1-r1");
    expect(next.service.running).toBe(1);
    await next.close();
  });
});
