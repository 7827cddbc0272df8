import type { TaskEvent } from "../../core/services/payment-saga/run-task.ts";
import type { MachineDefinition, MachineState } from "../../lib/payment-machine.ts";
import type { End } from "../invocation.ts";
import type { Simulation } from "../simulation.ts";

type Route = { next: string; waitSeconds: number } & Record<string, unknown>;

interface Execution {
  name: string;
  input: { tenantId: string; sagaId: string };
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  state: string;
  route: Route;
  tries: number;
  token?: string;
  /** The run of its task that counts; one that was given up may still end. */
  attempt?: object;
  /** Calls off what it does next by itself. */
  callOff: () => void;
}

interface Retry {
  ErrorEquals: string[];
  IntervalSeconds: number;
  BackoffRate: number;
  MaxAttempts: number;
  MaxDelaySeconds: number;
}

/** From one state to the next. */
const TRANSITION_MS = 10;

/** The deployed state machine's definition, driven by the world's time. Names start once; its history is its own. */
export class StepFunctionsModel {
  readonly executions = new Map<string, Execution>();
  readonly #simulation: Simulation;
  readonly #definition: MachineDefinition;
  readonly #invoke: (event: TaskEvent, onEnd: (end: End<unknown>) => void) => void;
  #tokens = 0;

  constructor(
    simulation: Simulation,
    definition: MachineDefinition,
    invoke: (event: TaskEvent, onEnd: (end: End<unknown>) => void) => void,
  ) {
    this.#simulation = simulation;
    this.#definition = definition;
    this.#invoke = invoke;
  }

  start(name: string, input: Execution["input"]): void {
    if (this.executions.has(name)) return;
    const route = { next: "", waitSeconds: 0 };
    const execution: Execution = { name, input, status: "RUNNING", state: "", route, tries: 0, callOff: () => {} };
    this.executions.set(name, execution);
    this.#enter(execution, this.#definition.StartAt);
  }

  stop(name: string): void {
    const execution = this.executions.get(name);
    if (execution) this.#finish(execution, "ABORTED");
  }

  isRunning(name: string): boolean {
    return this.executions.get(name)?.status === "RUNNING";
  }

  wake(token: string, output: object): void {
    const execution = [...this.executions.values()].find((each) => each.token === token);
    if (execution?.status === "RUNNING") this.#done(execution, output as Route);
  }

  #finish(execution: Execution, status: Execution["status"]): void {
    if (execution.status !== "RUNNING") return;
    execution.callOff();
    delete execution.token;
    execution.status = status;
    this.#simulation.tell(execution.name, status.toLowerCase());
  }

  #enter(execution: Execution, name: string): void {
    delete execution.token;
    delete execution.attempt;
    Object.assign(execution, { state: name, tries: 0 });
    this.#later(execution, TRANSITION_MS + this.#waitMs(execution), () => this.#run(execution));
  }

  #waitMs({ state, route }: Execution): number {
    const { Type, SecondsPath } = this.#stateOf(state);
    return Type === "Wait" ? 1000 * Number(valueAt(SecondsPath, route)) : 0;
  }

  #later(execution: Execution, delayMs: number, run: () => void): void {
    const { faults, choices } = this.#simulation;
    const isAborted = faults.draw("machine", execution.state) !== undefined;
    // In the middle of a wait, too: whoever wakes it then finds nobody.
    const untilMs = isAborted ? Math.floor((delayMs * choices.below(4)) / 4) : delayMs;
    execution.callOff = this.#simulation.in(untilMs, execution.name, execution.state, () => {
      if (execution.status !== "RUNNING") return;
      if (isAborted) this.#finish(execution, "ABORTED");
      else run();
    });
  }

  #stateOf(name: string): MachineState {
    const state = (this.#definition.States as Record<string, MachineState>)[name];
    if (!state) throw new Error(`the definition has no state ${name}`);
    return state;
  }

  #run(execution: Execution): void {
    const state = this.#stateOf(execution.state);
    switch (state.Type) {
      case "Task":
        this.#task(execution, state);
        break;
      case "Choice": {
        const choices = state.Choices as { StringEquals: string; Next: string }[];
        const found = choices.find(({ StringEquals }) => StringEquals === execution.route.next);
        this.#enter(execution, found?.Next ?? String(state.Default));
        break;
      }
      case "Wait":
        this.#enter(execution, String(state.Next));
        break;
      default:
        this.#finish(execution, state.Type === "Succeed" ? "SUCCEEDED" : "FAILED");
    }
  }

  #task(execution: Execution, state: MachineState): void {
    const { input, name, state: task } = execution;
    const waits = String(state.Resource).endsWith(".waitForTaskToken");
    const token = waits ? `token-${++this.#tokens}` : undefined;
    if (token !== undefined) execution.token = token;
    const seconds = state.TimeoutSecondsPath
      ? valueAt(state.TimeoutSecondsPath, execution.route)
      : state.TimeoutSeconds;
    const attempt = {};
    execution.attempt = attempt;
    this.#later(execution, Number(seconds) * 1000, () => this.#failed(execution, state, "States.Timeout"));
    const event = { task, ...input, executionName: name, ...(token === undefined ? {} : { token }) } as TaskEvent;
    this.#invoke(event, (end) => {
      if (execution.status !== "RUNNING" || execution.attempt !== attempt) return;
      if (end.kind !== "returned") {
        execution.callOff();
        this.#failed(execution, state, "States.TaskFailed");
      } else if (!waits) this.#done(execution, end.value as Route);
    });
  }

  #done(execution: Execution, answer: Route): void {
    execution.callOff();
    execution.route = answer;
    const state = this.#stateOf(execution.state);
    if (state.End) this.#finish(execution, "SUCCEEDED");
    else this.#enter(execution, String(state.Next));
  }

  #failed(execution: Execution, state: MachineState, error: string): void {
    const retries = (state.Retry ?? []) as Retry[];
    const retry = retries.find(({ ErrorEquals }) => ErrorEquals.includes("States.ALL") || ErrorEquals.includes(error));
    if (retry && execution.tries < retry.MaxAttempts) {
      const seconds = Math.min(retry.MaxDelaySeconds, retry.IntervalSeconds * retry.BackoffRate ** execution.tries);
      execution.tries++;
      delete execution.token;
      delete execution.attempt;
      this.#later(execution, seconds * 1000, () => this.#run(execution));
      return;
    }
    const [caught] = (state.Catch ?? []) as { Next: string }[];
    if (caught) this.#enter(execution, caught.Next);
    else this.#finish(execution, "FAILED");
  }
}

/** `$.route.<name>`, the only kind of path that the definition reads numbers from. */
function valueAt(path: unknown, route: Route): unknown {
  return route[String(path).replace("$.route.", "")];
}
