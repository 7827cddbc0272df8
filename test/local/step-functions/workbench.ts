import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { shapeError } from "../../../local/functions/function-worker.js";
import { functionArn } from "../../../local/servers/addresses.ts";
import { ExecutionStore } from "../../../local/step-functions/execution-store.ts";
import { StepFunctionsServer } from "../../../local/step-functions/server.ts";
import { makeStateMachine, type StateMachine } from "../../../local/step-functions/state-machine.ts";
import { StepFunctions } from "../../../local/step-functions/step-functions.ts";

/** What a function does with its event; a thrown error is the function's error. */
export type Script = (event: Record<string, unknown>) => unknown;

export const STEPS = functionArn("steps");

/** A Task that calls the one function of these tests. */
export function task(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: STEPS, "Payload.$": "$" },
    TimeoutSeconds: 30,
    End: true,
    ...fields,
  };
}

/** A Task that waits for its token, which the function gets as `token`. */
export function waitingTask(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return task({
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Parameters: { FunctionName: STEPS, Payload: { "token.$": "$$.Task.Token" } },
    ...fields,
  });
}

export interface WorkbenchOptions {
  script?: Script;
  /** Keep the store in this folder; without it in a fresh one that goes away at the end. */
  folder?: string;
  finishedMax?: number;
}

/** The Step Functions API over one machine, as the local run serves it, with a scripted function. */
export class Workbench {
  readonly machine: StateMachine;
  readonly store: ExecutionStore;
  readonly service: StepFunctions;
  readonly server = new StepFunctionsServer();
  readonly events: Record<string, unknown>[] = [];
  readonly complaints: string[] = [];
  readonly folder: string;
  readonly #keepFolder: boolean;
  client = new SFNClient({});

  static async open(states: Record<string, unknown> | StateMachine, options: WorkbenchOptions = {}) {
    const machine = isMachine(states) ? states : machineOf(states);
    const workbench = new Workbench(machine, options);
    workbench.server.open(workbench.service);
    workbench.client = clientFor(await workbench.server.listen());
    return workbench;
  }

  private constructor(machine: StateMachine, { script = () => ({}), folder, finishedMax }: WorkbenchOptions) {
    this.machine = machine;
    this.folder = folder ?? mkdtempSync(join(tmpdir(), "tender-executions-"));
    this.#keepFolder = folder !== undefined;
    this.store = new ExecutionStore(join(this.folder, "step-functions.sqlite"), finishedMax);
    const invoke = async (text: string) => {
      const event = JSON.parse(text) as Record<string, unknown>;
      this.events.push(event);
      try {
        return { ok: true as const, payload: JSON.stringify(await script(event)) ?? "null" };
      } catch (error) {
        return { ok: false as const, error: shapeError(error) };
      }
    };
    try {
      this.service = new StepFunctions({
        machines: [machine],
        functions: new Map([[STEPS, { name: "steps", invoke }]]),
        store: this.store,
        complain: (text) => this.complaints.push(text),
      });
    } catch (error) {
      this.#closeStore();
      throw error;
    }
  }

  async start(input: unknown = {}, name?: string): Promise<string> {
    const { executionArn } = await this.client.send(
      new StartExecutionCommand({
        stateMachineArn: this.machine.arn,
        input: JSON.stringify(input),
        ...(name === undefined ? {} : { name }),
      }),
    );
    return executionArn ?? "";
  }

  describe(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    return this.client.send(new DescribeExecutionCommand({ executionArn }));
  }

  /** Asks until it is over. */
  async ended(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    for (;;) {
      const execution = await this.describe(executionArn);
      if (execution.status !== "RUNNING") return execution;
    }
  }

  async run(input: unknown = {}): Promise<DescribeExecutionCommandOutput & { result: unknown }> {
    const execution = await this.ended(await this.start(input));
    return { ...execution, result: execution.output === undefined ? undefined : JSON.parse(execution.output) };
  }

  async history(executionArn: string | undefined): Promise<HistoryEvent[]> {
    const { events = [] } = await this.client.send(new GetExecutionHistoryCommand({ executionArn }));
    return events;
  }

  /** Asks until the function was called so many times. */
  async called(times: number): Promise<Record<string, unknown>[]> {
    while (this.events.length < times) await new Promise(setImmediate);
    return this.events;
  }

  async close(): Promise<void> {
    this.service.abortAll();
    this.client.destroy();
    await this.server.close();
    this.#closeStore();
  }

  #closeStore(): void {
    this.store.close();
    if (!this.#keepFolder) rmSync(this.folder, { recursive: true, force: true });
  }
}

function isMachine(value: object): value is StateMachine {
  return "arn" in value && "text" in value;
}

/** The first state is where it starts. */
export function machineOf(states: Record<string, unknown>, fields: Record<string, unknown> = {}): StateMachine {
  const definition = { StartAt: Object.keys(states)[0], States: states, ...fields };
  return makeStateMachine("Payments", JSON.stringify(definition), "arn:aws:iam::000000000000:role/saga");
}

export function clientFor(endpoint: string): SFNClient {
  return new SFNClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
}
