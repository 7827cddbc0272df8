import { randomUUID } from "node:crypto";
import { LocalError } from "../local-error.ts";
import { ApiError } from "../servers/json-api.ts";
import type { Complain, Invocable } from "../triggers/trigger.ts";
import { invokedFunction } from "./definition.ts";
import { Execution } from "./execution.ts";
import type { ExecutionRow, ExecutionStore } from "./execution-store.ts";
import type { StateMachine } from "./state-machine.ts";
import type { Task } from "./task.ts";
import { TaskTokens } from "./task-tokens.ts";

const STOPPED_CAUSE = "The local run was stopped while this execution was running.";
const KILLED_CAUSE = "The process of the local run ended while this execution was running.";

export interface StepFunctionsParts {
  machines: StateMachine[];
  /** By ARN. */
  functions: ReadonlyMap<string, Invocable>;
  store: ExecutionStore;
  complain: Complain;
}

/** The state machines of the template and their executions. */
export class StepFunctions {
  readonly machines: ReadonlyMap<string, StateMachine>;
  readonly store: ExecutionStore;
  /** Milliseconds since 1970. */
  readonly createdAt = Date.now();
  /** How many executions the end of the process before this one has cut off. */
  readonly leftovers: number;
  readonly #functions: ReadonlyMap<string, Invocable>;
  readonly #complain: Complain;
  readonly #running = new Map<string, Execution>();
  readonly #tokens = new TaskTokens();
  #stopping = false;

  /** Throws when a machine calls a function that is not in the template. */
  constructor({ machines, functions, store, complain }: StepFunctionsParts) {
    for (const machine of machines) requireFunctions(machine, functions);
    this.machines = new Map(machines.map((machine) => [machine.arn, machine]));
    this.store = store;
    this.#functions = functions;
    this.#complain = complain;
    this.leftovers = store.abortLeftovers(KILLED_CAUSE, Date.now());
  }

  get running(): number {
    return this.#running.size;
  }

  machine(arn: string): StateMachine {
    const machine = this.machines.get(arn);
    if (!machine) throw new ApiError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  execution(arn: string): ExecutionRow {
    const row = this.store.find(arn);
    if (!row) throw new ApiError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    return row;
  }

  /** The same name with the same input, while it runs, is the same execution; any other second use of a name is refused. */
  startExecution(machine: StateMachine, name: string | undefined, input: string): ExecutionRow {
    if (this.#stopping) throw new ApiError("ServiceUnavailable", "The local run is stopping.", 503);
    const ownName = name ?? randomUUID();
    const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${ownName}`;
    const known = this.store.find(arn);
    if (known?.status === "RUNNING" && known.input === input) return known;
    if (known) throw new ApiError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
    const row = this.store.create({ arn, machineArn: machine.arn, name: ownName, input, startedAt: Date.now() });
    const execution = new Execution({
      machine,
      row,
      store: this.store,
      tokens: this.#tokens,
      invoke: (functionArn, event) => this.#function(functionArn).invoke(event),
      onEnd: ({ status, error }) => {
        this.#running.delete(arn);
        if (status === "FAILED") {
          this.#complain(`An execution of ${machine.name} ended ${status}: ${error ?? "without an error's name"}`);
        }
      },
    });
    this.#running.set(arn, execution);
    execution.start();
    return row;
  }

  stopExecution(arn: string, error: string | undefined, cause: string | undefined): ExecutionRow {
    this.execution(arn);
    this.#running.get(arn)?.abort(error, cause);
    return this.execution(arn);
  }

  /** The Task that waits for the token, or the API's error. */
  waitingTask(token: string): Task {
    return this.#tokens.find(token, (arn) => this.store.find(arn) !== undefined);
  }

  /** Nothing starts from here on. What runs ends ABORTED: it would only see functions fail that are being stopped. */
  abortAll(): void {
    this.#stopping = true;
    for (const execution of [...this.#running.values()]) execution.abort(undefined, STOPPED_CAUSE);
  }

  #function(arn: string): Invocable {
    const target = this.#functions.get(arn);
    if (!target) throw new Error(`There is no function ${arn}.`);
    return target;
  }
}

function requireFunctions({ name, definition }: StateMachine, functions: ReadonlyMap<string, Invocable>): void {
  for (const [state, row] of Object.entries(definition.States)) {
    if (row.Type === "Task" && !functions.has(invokedFunction(row))) {
      throw new LocalError(`The state ${state} of ${name} invokes ${invokedFunction(row)}, which is not here.`);
    }
  }
}
