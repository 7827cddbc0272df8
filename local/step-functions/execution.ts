import { randomInt } from "node:crypto";
import type { InvocationResult } from "../functions/function-messages.ts";
import type { State } from "./definition.ts";
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
import { Interpreter, invocationResult, type Move, type TaskAsked, type Visit } from "./interpreter.ts";
import type { StateMachine } from "./state-machine.ts";
import { isTooLarge, lambdaError, type Outcome, Task, tooLarge } from "./task.ts";
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

/** A state that is being visited. */
interface Stay {
  visit: Visit;
  state: State;
  /** Number of the event that tells of it. */
  eventId: number;
}

/** One running execution: it drives the interpreter by the wall clock, invokes functions, and writes the history. */
export class Execution {
  readonly #parts: ExecutionParts;
  readonly #interpreter: Interpreter;
  #eventId = 0;
  #ended = false;
  #task: Task | undefined;
  #pause: NodeJS.Timeout | undefined;

  constructor(parts: ExecutionParts) {
    this.#parts = parts;
    this.#interpreter = new Interpreter(parts.machine.definition, random);
  }

  start(): void {
    const { machine, row } = this.#parts;
    this.#write(executionStarted(row.input, machine.roleArn));
    this.#run(this.#interpreter.begin(JSON.parse(row.input))).catch((error: Error) =>
      this.#end({ status: "FAILED", error: "States.Runtime", cause: String(error.stack) }),
    );
  }

  abort(error: string | undefined, cause: string | undefined): void {
    this.#end({ status: "ABORTED", error, cause });
  }

  async #run(first: Visit): Promise<void> {
    let stay = this.#enter(first);
    for (let steps = 0; !this.#ended; steps += 1) {
      // Whoever has started it gets an answer first, and a loop without waits lets others live.
      if (steps % 100 === 0) await new Promise(setImmediate);
      if (this.#ended) return;
      const move = await this.#perform(stay);
      if (this.#ended) return;
      switch (move.kind) {
        case "next":
          if (!this.#exit(stay, move.output)) return;
          stay = this.#enter(move.visit);
          break;
        case "retry":
          await this.#sleep(move.afterSeconds);
          stay = { ...stay, visit: move.visit };
          break;
        case "succeeded":
          if (!this.#exit(stay, move.output)) return;
          this.#end({ status: "SUCCEEDED", output: JSON.stringify(move.output) });
          break;
        case "failed":
          this.#end({ status: "FAILED", error: move.error, cause: causeOf(stay, move) });
      }
    }
  }

  async #perform(stay: Stay): Promise<Move> {
    const { visit } = stay;
    const { tokens, row } = this.#parts;
    const token = stay.state.Type === "Task" ? tokens.issue(row.arn) : undefined;
    // What definition-rules.ts knows of the context object.
    const context = { Execution: { Name: row.name }, Task: { Token: token } };
    const asked = this.#interpreter.enter(visit, context);
    if (asked.kind === "wait") {
      await this.#sleep(asked.seconds);
      return this.#interpreter.waited(visit);
    }
    if (asked.kind !== "task") return asked;
    const outcome = await this.#try(stay.state, asked, asked.waitsForToken ? token : undefined);
    switch (outcome.kind) {
      case "succeeded":
        return this.#interpreter.done(visit, JSON.parse(outcome.output), context);
      case "failed":
        return this.#interpreter.failed(visit, outcome.failure);
      case "timedOut":
        return this.#interpreter.failed(visit, { error: "States.Timeout", cause: "" });
    }
  }

  async #try(state: State, asked: TaskAsked, token: string | undefined): Promise<Outcome> {
    const task = new Task(token, (outcome) => {
      clearTimeout(timer);
      this.#forget(task);
      this.#write(outcomeEvent(state, outcome));
    });
    const { timeoutSeconds } = asked;
    const timer = timeoutSeconds === undefined ? undefined : setTimeout(() => task.timeOut(), timeoutSeconds * 1000);
    this.#task = task;
    this.#pause = timer;
    if (token !== undefined) this.#parts.tokens.add(token, task);
    this.#write(taskScheduled(state, asked.parameters, timeoutSeconds));
    this.#write(taskStarted(state));
    void this.#invoke(state, task, asked);
    return task.outcome;
  }

  /** A function that still runs when its Task has timed out runs on, as on AWS; its answer comes to nobody. */
  async #invoke(state: State, task: Task, { functionArn, parameters }: TaskAsked): Promise<void> {
    // What was written of it may have been the last event that there may be.
    if (this.#ended) return;
    const event = JSON.stringify(parameters.Payload ?? {});
    if (isTooLarge(event)) {
      task.fail(tooLarge("lambda"));
      return;
    }
    const result = await this.#parts.invoke(functionArn, event);
    if (!task.isOpen || this.#ended) return;
    if (!result.ok) {
      task.fail(lambdaError(result.error));
      return;
    }
    const output = JSON.stringify(invocationResult(JSON.parse(result.payload)));
    if (task.token === undefined) task.succeed(output);
    else if (isTooLarge(output)) task.fail(tooLarge("lambda"));
    else this.#write(taskSubmitted(state, output));
  }

  #forget(task: Task): void {
    if (task.token !== undefined) this.#parts.tokens.remove(task.token);
    if (this.#task === task) this.#task = undefined;
  }

  /** Never resolves when the execution ends before. */
  #sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#pause = setTimeout(resolve, seconds * 1000);
    });
  }

  #enter(visit: Visit): Stay {
    const state = this.#interpreter.state(visit.name);
    this.#write(stateEntered(state.Type, visit.name, visit.input, this.#eventId === 1));
    return { visit, state, eventId: this.#eventId };
  }

  /** Whether the execution goes on. */
  #exit({ visit, state }: Stay, output: unknown): boolean {
    if (isTooLarge(JSON.stringify(output))) {
      this.#end({ status: "FAILED", ...tooLarge(visit.name) });
      return false;
    }
    this.#write(stateExited(state.Type, visit.name, output));
    return !this.#ended;
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
    clearTimeout(this.#pause);
    if (this.#task) this.#forget(this.#task);
    const { store, row, onEnd } = this.#parts;
    store.end(row.seq, this.#eventId + 1, Date.now(), ending);
    onEnd(ending);
  }
}

function outcomeEvent(state: State, outcome: Outcome): NewEvent {
  switch (outcome.kind) {
    case "succeeded":
      return taskSucceeded(state, outcome.output);
    case "failed":
      return taskFailed(state, outcome.failure.error || undefined, outcome.failure.cause || undefined);
    case "timedOut":
      return taskTimedOut(state);
  }
}

/** AWS says where an error of its own has come up. */
function causeOf({ visit, eventId }: Stay, { cause, isOwn }: Move & { kind: "failed" }): string | undefined {
  if (!isOwn) return cause;
  return `An error occurred while executing the state '${visit.name}' (entered at the event id #${eventId}). ${cause}`;
}

function random(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}
