import { StateMachine as Interpreter, type RunOptions, type StateMachineDefinition } from "aws-local-stepfunctions";
import type { InvocationResult } from "../function-worker.ts";
import { type Definition, invokedFunction, type State, splitTimeout, waitsForToken } from "./definition.ts";
import type { ExecutionRow, ExecutionStore } from "./execution-store.ts";
import {
  type Ending,
  executionStarted,
  type NewEvent,
  stateEntered,
  stateExited,
  taskFailed,
  taskScheduled,
  taskStarted,
  taskSubmitted,
  taskSucceeded,
  taskTimedOut,
} from "./history.ts";
import type { StateMachine } from "./state-machine.ts";
import { isTooLarge, lambdaError, type Settled, Task, tooLarge } from "./task.ts";
import type { TaskTokens } from "./task-tokens.ts";

/** AWS ends an execution there, and a loop without end has to end here too. */
const EVENTS_MAX = 25_000;

export interface ExecutionParts {
  machine: StateMachine;
  row: ExecutionRow;
  store: ExecutionStore;
  tokens: TaskTokens;
  /** The event is JSON. */
  invoke: (functionArn: string, event: string) => Promise<InvocationResult>;
  onEnd: (ending: Ending) => void;
}

type Log = ReturnType<Interpreter["run"]>["eventLogs"];
type LoggedEvent = Log extends AsyncGenerator<infer Event> ? Event : never;

/** One running execution: the interpreter, what it asks for, and its history. */
export class Execution {
  readonly #parts: ExecutionParts;
  #eventId = 0;
  #ended = false;
  #task: Task | undefined;
  #nextToken: string | undefined;
  #state = { name: "", enteredAt: "", tries: 0 };
  #abortRun = () => {};

  constructor(parts: ExecutionParts) {
    this.#parts = parts;
  }

  start(): void {
    const { machine, row } = this.#parts;
    this.#write(executionStarted(row.input, machine.roleArn));
    const definition = this.#watched(machine.interpreted) as unknown as StateMachineDefinition;
    // Validated once per machine (state-machine.ts): it takes 70 ms.
    const interpreter = new Interpreter(definition, { validationOptions: { noValidate: true } });
    const run = interpreter.run(JSON.parse(row.input), {
      context: this.#context(),
      overrides: { taskResourceLocalHandlers: this.#handlers() },
      noThrowOnAbort: true,
    } as RunOptions);
    this.#abortRun = run.abort;
    // How it ends is in the log.
    run.result.catch(() => {});
    void this.#follow(run.eventLogs);
  }

  abort(error: string | undefined, cause: string | undefined): void {
    this.#end({ status: "ABORTED", error, cause });
  }

  /** The interpreter looks a state up when it enters it, and nowhere else. */
  #watched(definition: Definition): Definition {
    const enter = (name: string) => {
      this.#state = { name, enteredAt: new Date().toISOString(), tries: 0 };
    };
    const States = new Proxy(definition.States, {
      get(states, name: string) {
        if (name in states) enter(name);
        return states[name];
      },
    });
    return { ...definition, States };
  }

  /** The interpreter adds the execution's input and its start. */
  #context(): object {
    const { machine, row, tokens } = this.#parts;
    const state = () => this.#state;
    // Both places of a definition that name the token mean the same one; the next try has another.
    const token = () => {
      this.#nextToken ??= tokens.issue(row.arn);
      return this.#nextToken;
    };
    return {
      Execution: { Id: row.arn, Name: row.name, RoleArn: machine.roleArn },
      StateMachine: { Id: machine.arn, Name: machine.name },
      State: {
        get Name() {
          return state().name;
        },
        get EnteredTime() {
          return state().enteredAt;
        },
        get RetryCount() {
          return state().tries;
        },
      },
      Task: {
        get Token() {
          return token();
        },
      },
    };
  }

  #handlers(): Record<string, (parameters: unknown) => Promise<unknown>> {
    const tasks = Object.entries(this.#parts.machine.definition.States).filter(([, state]) => state.Type === "Task");
    return Object.fromEntries(tasks.map(([name, state]) => [name, (parameters) => this.#perform(state, parameters)]));
  }

  #perform(state: State, parameters: unknown): Promise<unknown> {
    const token = waitsForToken(state) ? (this.#nextToken ?? this.#parts.tokens.issue(this.#parts.row.arn)) : undefined;
    this.#nextToken = undefined;
    const task = new Task(token, (closed, how) => this.#onTaskClosed(state, closed, how));
    this.#task = task;
    // After an end the interpreter may still come with the next try of a Retry.
    if (this.#ended) task.abandon();
    else void this.#invoke(state, task, splitTimeout(parameters));
    return task.outcome;
  }

  async #invoke(state: State, task: Task, asked: ReturnType<typeof splitTimeout>): Promise<void> {
    const { parameters, timeoutSeconds = state.TimeoutSeconds } = asked;
    if (task.token !== undefined) this.#parts.tokens.add(task.token, task);
    // The log is read in microtasks: that the state was entered comes before what it does.
    await new Promise(setImmediate);
    if (!task.isOpen) return;
    this.#write(taskScheduled(state, parameters, timeoutSeconds));
    this.#write(taskStarted(state));
    const event = JSON.stringify(parameters.Payload ?? {});
    if (isTooLarge(event)) {
      task.fail(tooLarge("input"));
      return;
    }
    const result = await this.#parts.invoke(invokedFunction(state), event);
    if (!task.isOpen) return;
    if (!result.ok) {
      task.fail(lambdaError(result.error));
      return;
    }
    const output = `{"ExecutedVersion":"$LATEST","Payload":${result.payload},"StatusCode":200}`;
    if (task.token === undefined) task.succeed(output);
    else if (isTooLarge(output)) task.fail(tooLarge("output"));
    else this.#write(taskSubmitted(state, output));
  }

  #onTaskClosed(state: State, task: Task, how: Settled | undefined): void {
    if (task.token !== undefined) this.#parts.tokens.remove(task.token);
    if (how === undefined) return;
    if ("output" in how) this.#write(taskSucceeded(state, how.output));
    else this.#write(taskFailed(state, how.error.name || undefined, how.error.message || undefined));
    if ("error" in how) this.#state.tries += 1;
  }

  async #follow(log: Log): Promise<void> {
    try {
      for await (const event of log) this.#record(event);
    } catch (error) {
      this.#end({ status: "FAILED", error: "States.Runtime", cause: String((error as Error).stack) });
    }
  }

  #record(event: LoggedEvent): void {
    switch (event.type) {
      case "StateEntered":
        this.#write(stateEntered(event.state.type, event.state.name, event.state.input, this.#eventId === 1));
        break;
      case "StateExited":
        this.#write(stateExited(event.state.type, event.state.name, event.state.output));
        break;
      case "StateFailed":
        // Every other failure has closed its task before the interpreter heard of it.
        if (this.#task?.isOpen) this.#timeOut(this.#task, event.state.name);
        break;
      case "ExecutionSucceeded":
        this.#end({ status: "SUCCEEDED", output: JSON.stringify(event.output) });
        break;
      case "ExecutionFailed":
        this.#end({ status: "FAILED", ...failureOf(event) });
        break;
      case "ExecutionTimeout":
        this.#end({ status: "TIMED_OUT", error: "States.Timeout" });
        break;
      default:
    }
  }

  /** The function, if it still runs, runs on, as on AWS; its answer comes to nobody. */
  #timeOut(task: Task, stateName: string): void {
    this.#write(taskTimedOut(this.#parts.machine.definition.States[stateName] as State));
    this.#state.tries += 1;
    task.abandon();
  }

  #write(event: NewEvent): void {
    if (this.#ended) return;
    if (this.#eventId >= EVENTS_MAX - 1) {
      const cause = `The execution reached the maximum number of history events (${EVENTS_MAX}).`;
      this.#end({ status: "FAILED", error: "States.Runtime", cause });
      return;
    }
    this.#eventId += 1;
    this.#parts.store.append(this.#parts.row.seq, this.#eventId, Date.now(), event);
  }

  #end(ending: Ending): void {
    if (this.#ended) return;
    this.#ended = true;
    const { store, row, onEnd } = this.#parts;
    const at = Date.now();
    store.end(row.seq, this.#eventId + 1, at, ending);
    this.#task?.abandon();
    this.#abortRun();
    onEnd(ending);
  }
}

/** The interpreter fills in names and messages where AWS has nothing. */
function failureOf({ Error: error, Cause: cause }: { Error: string; Cause: unknown }) {
  if (error === "States.Timeout") return { error };
  const isUnnamed = error === "FailStateError";
  const isUnexplained = cause === "Execution failed because of a Fail state";
  return {
    error: isUnnamed ? undefined : error || undefined,
    cause: isUnexplained ? undefined : String(cause) || undefined,
  };
}
