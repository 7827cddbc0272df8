import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { InvariantError } from "../../../core/foundation/domain/errors.ts";

type Executions = typeof import("../../../lambdas/runtime/executions.ts");

const MACHINE = "arn:aws:states:eu-central-1:000000000000:stateMachine:Payments";
const EXECUTION = "arn:aws:states:eu-central-1:000000000000:execution:Payments:sag_acme_1-r1";

let server: Server;
let runtime: Executions;
let asked: [operation: string, input: object][] = [];
let answer: { status: number; body: object } = { status: 200, body: {} };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const operation = String(request.headers["x-amz-target"]).replace("AWSStepFunctions.", "");
    asked.push([operation, JSON.parse(Buffer.concat(chunks).toString())]);
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  runtime = await import("../../../lambdas/runtime/executions.ts");
});
beforeEach(() => {
  asked = [];
  answer = { status: 200, body: {} };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const refusal = (name: string) => {
  answer = { status: 400, body: { __type: name, message: "no" } };
};

test("an execution is started under its own name with pointers only; one that exists already is success", async () => {
  const executions = runtime.sagaExecutions(MACHINE);
  answer.body = { executionArn: EXECUTION, startDate: 1 };
  const input = { tenantId: "acme", sagaId: "sag_acme_1", secret: "CANARY" };

  await executions.start("sag_acme_1-r1", input);
  refusal("ExecutionAlreadyExists");
  await executions.start("sag_acme_1-r1", input);

  const sent = { stateMachineArn: MACHINE, name: "sag_acme_1-r1", input: '{"tenantId":"acme","sagaId":"sag_acme_1"}' };
  expect(asked).toEqual([
    ["StartExecution", sent],
    ["StartExecution", sent],
  ]);
});

test("behind an alias it is started by that, and is the machine's execution all the same", async () => {
  const executions = runtime.sagaExecutions(`${MACHINE}:live`);
  answer.body = { executionArn: EXECUTION, startDate: 1 };
  await executions.start("sag_acme_1-r1", { tenantId: "acme", sagaId: "sag_acme_1" });
  answer.body = { stopDate: 1 };
  await executions.stop("sag_acme_1-r1", "turned round");
  answer.body = { status: "RUNNING", executionArn: EXECUTION, startDate: 1, stateMachineArn: MACHINE };
  expect(await executions.isRunning("sag_acme_1-r1")).toBe(true);
  expect(asked).toMatchObject([
    ["StartExecution", { stateMachineArn: `${MACHINE}:live` }],
    ["StopExecution", { executionArn: EXECUTION }],
    ["DescribeExecution", { executionArn: EXECUTION }],
  ]);
});

test("an execution that never was is as good as stopped, and is not running", async () => {
  const executions = runtime.sagaExecutions(MACHINE);
  refusal("ExecutionDoesNotExist");

  await executions.stop("sag_acme_1-r1", "turned round");

  expect(await executions.isRunning("sag_acme_1-r1")).toBe(false);
  expect(asked).toEqual([
    ["StopExecution", { executionArn: EXECUTION, error: "Superseded", cause: "turned round" }],
    ["DescribeExecution", { executionArn: EXECUTION }],
  ]);
});

test.each([
  ["RUNNING", true],
  ["SUCCEEDED", false],
  ["FAILED", false],
  ["ABORTED", false],
  ["TIMED_OUT", false],
])("an execution that is %s runs: %s", async (status, runs) => {
  answer.body = { executionArn: EXECUTION, stateMachineArn: MACHINE, status, startDate: 1 };

  expect(await runtime.sagaExecutions(MACHINE).isRunning("sag_acme_1-r1")).toBe(runs);
});

test.each([undefined, "TaskTimedOut", "TaskDoesNotExist"])("waking a task that answers %s is done", async (name) => {
  if (name) refusal(name);

  await runtime.sagaExecutions().wake("token", { next: "ReconcilePayment", waitSeconds: 0 });

  const output = '{"next":"ReconcilePayment","waitSeconds":0}';
  expect(asked).toEqual([["SendTaskSuccess", { taskToken: "token", output }]]);
});

test("any other refusal is an error, so that the message comes again", async () => {
  refusal("InvalidToken");
  await expect(runtime.sagaExecutions().wake("token", {})).rejects.toThrow();

  refusal("StateMachineDoesNotExist");
  await expect(runtime.sagaExecutions(MACHINE).start("a", { tenantId: "acme", sagaId: "s" })).rejects.toThrow();
});

test("a function without the state machine's ARN can only wake", async () => {
  await expect(runtime.sagaExecutions().isRunning("a")).rejects.toThrow(InvariantError);
  expect(asked).toEqual([]);
});
