import type { PaymentTask, TaskAnswer } from "../../core/domain/payment-saga.ts";
import type { Executions } from "../../core/services/deps.ts";
import type { MachineDefinition, MachineState } from "../../lib/payment-machine.ts";

export interface Execution {
  name: string;
  input: { tenantId: string; sagaId: string };
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  /** The state that it is in, or ended in. */
  state: string;
  route: TaskAnswer;
  /** When it does something by itself: the next try, the end of a wait. */
  at: number;
  tries: number;
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
  readonly #definition: MachineDefinition;
  readonly #runTask: RunTask;
  readonly #clock: () => number;
  readonly #answers = new Map<string, TaskAnswer>();
  #tokens = 0;

  constructor(definition: MachineDefinition, runTask: RunTask, clock: () => number) {
    this.#definition = definition;
    this.#runTask = runTask;
    this.#clock = clock;
  }

  async start(name: string, input: { tenantId: string; sagaId: string }): Promise<void> {
    if (this.executions.has(name)) return;
    const { StartAt } = this.#definition;
    const fresh = { tries: 0, waiting: false, path: [], transitions: 1, at: 0 };
    const route: TaskAnswer = { next: "Superseded", waitSeconds: 0 };
    const execution: Execution = { name, input, status: "RUNNING", state: StartAt, route, ...fresh };
    this.executions.set(name, execution);
    this.#enter(execution, StartAt);
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
    const state = this.#stateOf(execution);
    switch (state.Type) {
      case "Task":
        return execution.waiting ? this.#endWait(execution, state) : this.#task(execution, state);
      case "Choice":
        return this.#choose(execution, state);
      case "Wait":
        return this.#enter(execution, String(state.Next));
      case "Succeed":
        execution.status = "SUCCEEDED";
        return;
      case "Fail":
        execution.status = "FAILED";
    }
  }

  #stateOf(execution: Execution): MachineState {
    const state = (this.#definition.States as Record<string, MachineState>)[execution.state];
    if (!state) throw new Error(`no state ${execution.state}`);
    return state;
  }

  #enter(execution: Execution, name: string): void {
    const waitMs = name.startsWith("Wait") ? execution.route.waitSeconds * 1000 : 0;
    delete execution.token;
    Object.assign(execution, { state: name, tries: 0, waiting: false, at: this.#clock() + waitMs });
    execution.path.push(name);
    execution.transitions++;
  }

  async #task(execution: Execution, state: MachineState): Promise<void> {
    const { input, name } = execution;
    const waits = String(state.Resource).endsWith(".waitForTaskToken");
    if (waits) execution.token = `token-${++this.#tokens}`;
    const task = execution.state as PaymentTask;
    try {
      const token = execution.token === undefined ? {} : { token: execution.token };
      const answer = await this.#runTask({ task, ...input, executionName: name, ...token });
      if (execution.status !== "RUNNING") return;
      if (!waits) return this.#done(execution, state, answer);
      execution.waiting = true;
      const answered = this.#answers.has(execution.token ?? "");
      const seconds = state.TimeoutSecondsPath ? execution.route.waitSeconds : Number(state.TimeoutSeconds);
      execution.at = this.#clock() + (answered ? 0 : seconds * 1000);
    } catch (error) {
      if (execution.status !== "RUNNING") return;
      this.#failed(execution, state, error);
    }
  }

  #endWait(execution: Execution, state: MachineState): void {
    const answer = this.#answers.get(execution.token ?? "");
    if (answer) this.#done(execution, state, answer);
    else this.#caught(execution, state);
  }

  #done(execution: Execution, state: MachineState, answer: TaskAnswer): void {
    execution.route = answer;
    if (state.End) execution.status = "SUCCEEDED";
    else this.#enter(execution, String(state.Next));
  }

  #failed(execution: Execution, state: MachineState, error: unknown): void {
    const [retry] = state.Retry as { IntervalSeconds: number; BackoffRate: number; MaxAttempts: number }[];
    if (retry && execution.tries < retry.MaxAttempts) {
      execution.at = this.#clock() + retry.IntervalSeconds * retry.BackoffRate ** execution.tries * 1000;
      execution.tries++;
      execution.transitions++;
      return;
    }
    this.errors.push(error);
    this.#caught(execution, state);
  }

  /** What was thrown when all tries were used up. */
  readonly errors: unknown[] = [];

  #caught(execution: Execution, state: MachineState): void {
    const [caught] = (state.Catch ?? []) as { Next: string }[];
    if (caught) this.#enter(execution, caught.Next);
    else execution.status = "FAILED";
  }

  #choose(execution: Execution, state: MachineState): void {
    const choices = state.Choices as { StringEquals: string; Next: string }[];
    const found = choices.find(({ StringEquals }) => StringEquals === execution.route.next);
    this.#enter(execution, found?.Next ?? String(state.Default));
  }
}
