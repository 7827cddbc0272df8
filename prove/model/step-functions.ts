import type { TaskEvent } from "../../core/payments/saga/run-task.ts";
import type { MachineDefinition } from "../../lib/payment-machine.ts";
import type { Definition } from "../../local/step-functions/definition.ts";
import {
  Interpreter,
  invocationResult,
  type Move,
  type TaskAsked,
  type Visit,
} from "../../local/step-functions/interpreter.ts";
import type { End } from "../invocation.ts";
import type { Simulation } from "../simulation.ts";

interface Execution {
  name: string;
  input: { tenantId: string; sagaId: string };
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  visit: Visit;
  token?: string;
  /** The run of its task that counts; one that was given up may still end. */
  attempt?: object;
  /** Calls off what it does next by itself. */
  callOff: () => void;
}

/** From one state to the next. */
const TRANSITION_MS = 10;

/** The deployed state machine's definition, driven by the world's time. Names start once; its history is its own. */
export class StepFunctionsModel {
  readonly executions = new Map<string, Execution>();
  readonly #simulation: Simulation;
  readonly #interpreter: Interpreter;
  readonly #invoke: (event: TaskEvent, onEnd: (end: End<unknown>) => void) => void;
  #tokens = 0;

  constructor(
    simulation: Simulation,
    definition: MachineDefinition,
    invoke: (event: TaskEvent, onEnd: (end: End<unknown>) => void) => void,
  ) {
    this.#simulation = simulation;
    // Every wait lasts as long as it may: jitter only makes some worlds milder.
    this.#interpreter = new Interpreter(definition as Definition, () => 1);
    this.#invoke = invoke;
  }

  start(name: string, input: Execution["input"]): void {
    if (this.executions.has(name)) return;
    const visit = this.#interpreter.begin(input);
    const execution: Execution = { name, input, status: "RUNNING", visit, callOff: () => {} };
    this.executions.set(name, execution);
    this.#enter(execution, visit);
  }

  stop(name: string): void {
    const execution = this.executions.get(name);
    if (execution) this.#finish(execution, "ABORTED");
  }

  stopAll(): void {
    for (const name of this.executions.keys()) this.stop(name);
  }

  isRunning(name: string): boolean {
    return this.executions.get(name)?.status === "RUNNING";
  }

  wake(token: string, output: object): void {
    const execution = [...this.executions.values()].find((each) => each.token === token);
    if (execution?.status === "RUNNING") this.#done(execution, output);
  }

  #finish(execution: Execution, status: Execution["status"]): void {
    if (execution.status !== "RUNNING") return;
    execution.callOff();
    delete execution.token;
    execution.status = status;
    this.#simulation.tell(execution.name, status.toLowerCase());
  }

  #enter(execution: Execution, visit: Visit): void {
    delete execution.token;
    delete execution.attempt;
    execution.visit = visit;
    this.#later(execution, TRANSITION_MS + this.#waitMs(execution), () => this.#run(execution));
  }

  #waitMs(execution: Execution): number {
    if (this.#interpreter.state(execution.visit.name).Type !== "Wait") return 0;
    const asked = this.#interpreter.enter(execution.visit, contextOf(execution));
    return asked.kind === "wait" ? asked.seconds * 1000 : 0;
  }

  #later(execution: Execution, delayMs: number, run: () => void): void {
    const { faults, choices } = this.#simulation;
    const isAborted = faults.draw("machine", execution.visit.name) !== undefined;
    // In the middle of a wait, too: whoever wakes it then finds nobody.
    const untilMs = isAborted ? Math.floor((delayMs * choices.below(4)) / 4) : delayMs;
    execution.callOff = this.#simulation.in(untilMs, execution.name, execution.visit.name, () => {
      if (execution.status !== "RUNNING") return;
      if (isAborted) this.#finish(execution, "ABORTED");
      else run();
    });
  }

  #run(execution: Execution): void {
    const token = `token-${this.#tokens + 1}`;
    const asked = this.#interpreter.enter(execution.visit, contextOf(execution, token));
    switch (asked.kind) {
      case "task":
        this.#task(execution, asked, asked.waitsForToken ? token : undefined);
        break;
      case "wait":
        this.#go(execution, this.#interpreter.waited(execution.visit));
        break;
      default:
        this.#go(execution, asked);
    }
  }

  #task(execution: Execution, { parameters, timeoutSeconds }: TaskAsked, token: string | undefined): void {
    if (token !== undefined) {
      this.#tokens++;
      execution.token = token;
    }
    const attempt = {};
    execution.attempt = attempt;
    this.#later(execution, Number(timeoutSeconds) * 1000, () => this.#failed(execution, "States.Timeout"));
    this.#invoke(parameters.Payload as TaskEvent, (end) => {
      if (execution.status !== "RUNNING" || execution.attempt !== attempt) return;
      if (end.kind !== "returned") {
        execution.callOff();
        this.#failed(execution, "States.TaskFailed");
      } else if (token === undefined) this.#done(execution, invocationResult(end.value));
    });
  }

  #done(execution: Execution, result: unknown): void {
    execution.callOff();
    this.#go(execution, this.#interpreter.done(execution.visit, result, contextOf(execution)));
  }

  #failed(execution: Execution, error: string): void {
    this.#go(execution, this.#interpreter.failed(execution.visit, { error, cause: "" }));
  }

  #go(execution: Execution, move: Move): void {
    switch (move.kind) {
      case "next":
        this.#enter(execution, move.visit);
        break;
      case "retry":
        delete execution.token;
        delete execution.attempt;
        execution.visit = move.visit;
        this.#later(execution, move.afterSeconds * 1000, () => this.#run(execution));
        break;
      case "succeeded":
        this.#finish(execution, "SUCCEEDED");
        break;
      case "failed":
        if (move.isOwn) throw new Error(`the machine cannot go on: ${move.cause}`);
        this.#finish(execution, "FAILED");
    }
  }
}

function contextOf({ name, input }: Execution, token?: string): object {
  return { Execution: { Name: name, Input: input }, ...(token === undefined ? {} : { Task: { Token: token } }) };
}
