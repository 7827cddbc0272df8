import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ExecutionAlreadyExists,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Workbench, waitingTask } from "./workbench.ts";

let folder: string;
const STATES = { AwaitPayment: waitingTask() };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tender-restart-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function list(workbench: Workbench) {
  const { executions = [] } = await workbench.client.send(
    new ListExecutionsCommand({ stateMachineArn: workbench.machine.arn }),
  );
  return executions.map(({ name, status }) => [name, status]);
}

test("executions and their histories are there after a restart, and what ran at the stop is ABORTED", async () => {
  const before = await Workbench.open({ Echo: { Type: "Succeed" } }, { folder });
  const finished = await before.start({ sagaId: "1" }, "finished");
  const execution = await before.ended(finished);
  const history = await before.history(finished);
  await before.close();
  const between = await Workbench.open(STATES, { folder });
  await between.start({}, "running");
  await between.close();

  const after = await Workbench.open(STATES, { folder });
  expect(await list(after)).toEqual([
    ["running", "ABORTED"],
    ["finished", "SUCCEEDED"],
  ]);
  const { $metadata: _, ...kept } = execution;
  expect(await after.describe(finished)).toMatchObject(kept);
  expect(await after.history(finished)).toEqual(history);
  expect((await after.describe(finished.replace("finished", "running"))).cause).toContain("stopped");
  expect(after.service.leftovers).toBe(0);
  await expect(after.start({ sagaId: "1" }, "finished")).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  await after.close();
});

test("an execution that was alive at a SIGKILL counts as ABORTED at the next start, and its token is dead", async () => {
  const doomed = spawn(process.execPath, ["--no-warnings", join(import.meta.dirname, "doomed.ts"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [chunk] = (await once(doomed.stdout, "data")) as [Buffer];
  doomed.kill("SIGKILL");
  await once(doomed, "exit");

  const after = await Workbench.open(STATES, { folder });
  expect(after.service.leftovers).toBe(1);
  expect(await list(after)).toEqual([
    ["alive", "ABORTED"],
    ["finished", "SUCCEEDED"],
  ]);
  const alive = `${after.machine.arn.replace(":stateMachine:", ":execution:")}:alive`;
  expect((await after.describe(alive)).cause).toContain("process of the local run ended");
  const events = await after.history(alive);
  expect(events.at(-1)).toMatchObject({ type: "ExecutionAborted", id: events.length, previousEventId: 0 });
  const late = new SendTaskSuccessCommand({ taskToken: String(chunk).trim(), output: "{}" });
  await expect(after.client.send(late)).rejects.toBeInstanceOf(TaskTimedOut);
  // The sweeper resumes it under its next name.
  await after.start({ wait: true }, "alive-r1");
  expect(after.service.running).toBe(1);
  await after.close();
});
