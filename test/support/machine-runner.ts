import type { PaymentTask, TaskAnswer } from "../../core/payments/domain/payment-saga.ts";
import type { Executions } from "../../core/payments/services/deps.ts";
import type { MachineDefinition } from "../../lib/payment-machine.ts";
import type { Definition } from "../../local/step-functions/definition.ts";
import {
  Interpreter,
  invocationResult,
  type Move,
  type TaskAsked,
  type Visit,
} from "../../local/step-functions/interpreter.ts";

export interface Execution {
  name: string;
  input: { tenantId: string; sagaId: string };
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  /** The state that it is in, or ended in. */
  visit: Visit;
  /** Of an execution that has succeeded. */
  output?: unknown;
  /** When it does something by itself: the next try, the end of a wait. */
  at: number;
  /** While it waits for an answer to it. */
  token?: string;
  waiting: boolean;
  /** States that it has entered, in order. */
  path: string[];
  /** As AWS bills them: one for each state that is entered, retries included. */
  transitions: number;
}

export type RunTask = (event: {
  task: PaymentTask;
  tenantId: string;
  sagaId: string;
  executionName: string;
  token?: string;
}) => Promise<TaskAnswer>;

/** Runs the deployed definition on a clock that tests hold in their hands. */
export class MachineRunner implements Executions {
  readonly executions = new Map<string, Execution>();
  readonly #interpreter: Interpreter;
  readonly #runTask: RunTask;
  readonly #clock: () => number;
  readonly #answers = new Map<string, TaskAnswer>();
  #tokens = 0;

  constructor(definition: MachineDefinition, runTask: RunTask, clock: () => number) {
    // Every wait lasts as long as it may.
    this.#interpreter = new Interpreter(definition as Definition, () => 1);
    this.#runTask = runTask;
    this.#clock = clock;
  }

  async start(name: string, input: { tenantId: string; sagaId: string }): Promise<void> {
    if (this.executions.has(name)) return;
    const visit = this.#interpreter.begin(input);
    const execution: Execution = {
      name,
      input,
      status: "RUNNING",
      visit,
      waiting: false,
      path: [],
      transitions: 1,
      at: 0,
    };
    this.executions.set(name, execution);
    this.#enter(execution, visit);
  }

  async stop(name: string): Promise<void> {
    const execution = this.executions.get(name);
    if (execution?.status === "RUNNING") execution.status = "ABORTED";
  }

  async isRunning(name: string): Promise<boolean> {
    return this.executions.get(name)?.status === "RUNNING";
  }

  async wake(token: string, output: object): Promise<void> {
    const execution = [...this.executions.values()].find((one) => one.token === token && one.status === "RUNNING");
    if (!execution) return;
    this.#answers.set(token, output as TaskAnswer);
    if (execution.waiting) execution.at = this.#clock();
  }

  /** The machine that all this runs on has lost its power. */
  abortAll(): void {
    for (const execution of this.executions.values()) {
      if (execution.status === "RUNNING") execution.status = "ABORTED";
    }
  }

  /** Who does something next, and when. One that waits for its customer does it only when its time is up. */
  next(includeWaiting: boolean): Execution | undefined {
    return this.running(includeWaiting)[0];
  }

  /** All that do something by themselves, the earliest first. */
  running(includeWaiting: boolean): Execution[] {
    return [...this.executions.values()]
      .filter(({ status }) => status === "RUNNING")
      .filter((one) => includeWaiting || !one.waiting || this.#answers.has(one.token ?? ""))
      .sort((a, b) => a.at - b.at);
  }

  /** One state of one execution. */
  async advance(execution: Execution): Promise<void> {
    if (execution.waiting) return this.#endWait(execution);
    const token = `token-${this.#tokens + 1}`;
    const asked = this.#interpreter.enter(execution.visit, contextOf(execution, token));
    if (asked.kind === "task") return this.#task(execution, asked, asked.waitsForToken ? token : undefined);
    const move = asked.kind === "wait" ? this.#interpreter.waited(execution.visit) : asked;
    this.#go(execution, move);
  }

  #enter(execution: Execution, visit: Visit): void {
    delete execution.token;
    Object.assign(execution, { visit, waiting: false, at: this.#clock() });
    if (this.#interpreter.state(visit.name).Type === "Wait") {
      const asked = this.#interpreter.enter(visit, contextOf(execution));
      if (asked.kind === "wait") execution.at += asked.seconds * 1000;
    }
    execution.path.push(visit.name);
    execution.transitions++;
  }

  async #task(execution: Execution, asked: TaskAsked, token: string | undefined): Promise<void> {
    if (token !== undefined) {
      this.#tokens++;
      execution.token = token;
    }
    let answer: TaskAnswer;
    try {
      answer = await this.#runTask(asked.parameters.Payload as Parameters<RunTask>[0]);
    } catch (error) {
      if (execution.status === "RUNNING") this.#failed(execution, (error as Error).name, error);
      return;
    }
    if (execution.status !== "RUNNING") return;
    if (token === undefined) return this.#done(execution, invocationResult(answer));
    execution.waiting = true;
    execution.at = this.#clock() + (this.#answers.has(token) ? 0 : Number(asked.timeoutSeconds) * 1000);
  }

  #endWait(execution: Execution): void {
    const answer = this.#answers.get(execution.token ?? "");
    if (answer) this.#done(execution, answer);
    else this.#failed(execution, "States.Timeout");
  }

  #done(execution: Execution, result: unknown): void {
    this.#go(execution, this.#interpreter.done(execution.visit, result, contextOf(execution)));
  }

  #failed(execution: Execution, name: string, thrown?: unknown): void {
    const move = this.#interpreter.failed(execution.visit, { error: name, cause: "" });
    if (thrown !== undefined && move.kind !== "retry") this.errors.push(thrown);
    this.#go(execution, move);
  }

  /** What was thrown when all tries were used up. */
  readonly errors: unknown[] = [];

  #go(execution: Execution, move: Move): void {
    switch (move.kind) {
      case "next":
        this.#enter(execution, move.visit);
        break;
      case "retry":
        Object.assign(execution, { visit: move.visit, waiting: false, at: this.#clock() + move.afterSeconds * 1000 });
        execution.transitions++;
        break;
      case "succeeded":
        Object.assign(execution, { status: "SUCCEEDED", output: move.output });
        break;
      case "failed":
        if (move.isOwn) throw new Error(`the machine cannot go on: ${move.cause}`);
        execution.status = "FAILED";
    }
  }
}

function contextOf({ name, input }: Execution, token?: string): object {
  return { Execution: { Name: name, Input: input }, ...(token === undefined ? {} : { Task: { Token: token } }) };
}
