import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Deployment } from "../../../local/deployment.ts";
import { ExecutionStore } from "../../../local/step-functions/execution-store.ts";
import { StepFunctionsServer } from "../../../local/step-functions/server.ts";
import { StepFunctions } from "../../../local/step-functions/step-functions.ts";
import { readAssembly } from "../../../local/template/template.ts";
import { clientFor } from "./workbench.ts";

const HANDLER = `
export async function handler({ step, sagaId, executionName, token }) {
  if (step === "ChargePayment") return { next: "AwaitPayment", sagaId, executionName };
  if (step === "AwaitPayment") {
    await fetch(process.env.AWS_ENDPOINT_URL_SFN, {
      method: "POST",
      headers: { "x-amz-target": "AWSStepFunctions.SendTaskSuccess" },
      body: JSON.stringify({ taskToken: token, output: JSON.stringify({ next: "Compensate" }) }),
    });
    return {};
  }
  throw Object.assign(new Error("the channel refuses"), { name: "ChannelRefuses" });
}`;

let folder: string;
let server: StepFunctionsServer;
let store: ExecutionStore;
let service: StepFunctions;
let deployment: Deployment;
let client: SFNClient;

/** By a process of its own: jest's loader takes ten times as long to load the CDK, and never forgets it. */
function synthesise(): string {
  const outdir = join(folder, "cdk.out");
  const script = join(import.meta.dirname, "synthesise-saga.ts");
  execFileSync(process.execPath, ["--no-warnings", script, join(folder, "code"), outdir], {
    env: { ...process.env, CDK_VALIDATION: "false" },
  });
  return outdir;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tender-saga-"));
  mkdirSync(join(folder, "code"));
  writeFileSync(join(folder, "code", "index.mjs"), HANDLER);
  server = new StepFunctionsServer();
  const stepFunctions = await server.listen();
  const nowhere = "http://127.0.0.1:1";
  const endpoints = { api: nowhere, dynamodb: nowhere, sqs: nowhere, secretsManager: nowhere, stepFunctions };
  deployment = new Deployment(readAssembly(synthesise()), endpoints, join(folder, "functions.log"));
  const machines = deployment.stateMachines();
  await deployment.loadFunctions();
  store = new ExecutionStore(join(folder, "step-functions.sqlite"));
  service = new StepFunctions({ machines, functions: deployment.functions, store, complain: () => {} });
  server.open(service);
  client = clientFor(stepFunctions);
});

afterEach(async () => {
  service.abortAll();
  await deployment.stop(0);
  client.destroy();
  await server.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

test("runs a machine that the CDK has synthesised, with real functions, their endpoint and their errors", async () => {
  const { StateMachineArn: stateMachineArn, StateMachineName } = deployment.outputs().Sagas ?? {};
  const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(described.name).toBe(StateMachineName);
  const input = '{"tenantId":"acme","sagaId":"sag_acme_1"}';
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name: "sag_acme_1", input }));
  let execution = await client.send(new DescribeExecutionCommand({ executionArn }));
  while (execution.status === "RUNNING") execution = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(execution).toMatchObject({ status: "FAILED", error: "NeedsReview" });
  const events = store.events(1, 0, 100, false).map(({ type, details }) => ({ type, details }));
  const failures = events.filter(({ type }) => type === "TaskFailed");
  expect(failures).toHaveLength(2);
  expect(JSON.parse(failures[0]?.details ?? "").taskFailedEventDetails).toMatchObject({
    error: "ChannelRefuses",
    cause: expect.stringContaining('"errorMessage":"the channel refuses"'),
  });
  const charged = events.find(({ type }) => type === "TaskSucceeded");
  expect(charged?.details).toContain('\\"sagaId\\":\\"sag_acme_1\\",\\"executionName\\":\\"sag_acme_1\\"');
});
