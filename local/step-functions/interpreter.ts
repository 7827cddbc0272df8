import {
  type ChoiceRule,
  type Definition,
  invokedFunction,
  LONGEST_TIMER_SECONDS,
  type Retrier,
  type State,
  waitsForToken,
} from "./definition.ts";
import { filledIn, PathError, placed, required, valueAt } from "./paths.ts";

/** One visit to a state: with what it was entered, and how often each of its Retriers has let it try again. */
export interface Visit {
  readonly name: string;
  readonly input: unknown;
  readonly tries: readonly number[];
}

/** What a Retry or a Catch sees. */
export interface Failure {
  error: string;
  cause: string;
}

/** A function is to be invoked. With a token it is the token's answer that counts. */
export interface TaskAsked {
  kind: "task";
  functionArn: string;
  waitsForToken: boolean;
  parameters: { Payload?: unknown };
  /** Undefined: as long as it takes. */
  timeoutSeconds: number | undefined;
}

export interface WaitAsked {
  kind: "wait";
  seconds: number;
}

export type Move =
  /** Left with this output, for the next state. */
  | { kind: "next"; output: unknown; visit: Visit }
  | { kind: "retry"; afterSeconds: number; visit: Visit }
  | { kind: "succeeded"; output: unknown }
  /** `isOwn`: the machine itself could not go on, neither a Fail state nor a Task has said so. */
  | { kind: "failed"; error: string | undefined; cause: string | undefined; isOwn: boolean };

const RUNTIME = "States.Runtime";
const TIMEOUT = "States.Timeout";
/** Neither States.ALL nor States.TaskFailed matches them. */
const TERMINAL = [RUNTIME, "States.DataLimitExceeded"];

/**
 * The Amazon States Language, as far as the template uses it. It decides what comes next and nothing else: whoever drives it
 * holds the clock, invokes functions and keeps the history, so that the local run, the simulation and the tests share it.
 * `random` gives numbers from 0 to 1, for jitter.
 */
export class Interpreter {
  readonly #definition: Definition;
  readonly #random: () => number;

  constructor(definition: Definition, random: () => number) {
    this.#definition = definition;
    this.#random = random;
  }

  begin(input: unknown): Visit {
    return visitTo(this.#definition.StartAt, input);
  }

  state(name: string): State {
    const state = Object.hasOwn(this.#definition.States, name) ? this.#definition.States[name] : undefined;
    if (!state) throw new Error(`The definition has no state ${name}.`);
    return state;
  }

  /** What the state asks for, or where it leads without asking. `context` is the context object. */
  enter(visit: Visit, context: object): TaskAsked | WaitAsked | Move {
    const { input } = visit;
    const state = this.state(visit.name);
    return guarded(() => {
      switch (state.Type) {
        case "Task":
          return taskOf(state, input, context);
        case "Wait":
          return { kind: "wait", seconds: secondsOf(state, input, context) };
        case "Choice":
          return choose(state, input, context);
        case "Succeed":
          return { kind: "succeeded", output: input };
        case "Fail":
          return { kind: "failed", error: state.Error, cause: state.Cause, isOwn: false };
        default:
          throw new Error(`The state type ${state.Type} is not known.`);
      }
    });
  }

  /** A Wait is over. */
  waited(visit: Visit): Move {
    return leave(this.state(visit.name), visit.input);
  }

  /** A Task has its result: of its function, wrapped by `invocationResult`, or the one that was sent with its token. */
  done(visit: Visit, result: unknown, context: object): Move {
    const state = this.state(visit.name);
    return guarded(() => {
      const selected = state.ResultSelector ? filledIn(state.ResultSelector, result, context) : result;
      return leave(state, placed(state.ResultPath, visit.input, selected));
    });
  }

  /** A try of a Task has failed or timed out (States.Timeout). */
  failed(visit: Visit, failure: Failure): Move {
    const state = this.state(visit.name);
    const at = (state.Retry ?? []).findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure.error));
    const retrier = state.Retry?.[at];
    const tried = visit.tries[at] ?? 0;
    if (retrier && tried < (retrier.MaxAttempts ?? 3)) {
      const tries = Array.from({ length: state.Retry?.length ?? 0 }, (_, index) => visit.tries[index] ?? 0);
      tries[at] = tried + 1;
      return { kind: "retry", afterSeconds: this.#backoff(retrier, tried), visit: { ...visit, tries } };
    }
    const catcher = state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, failure.error));
    if (!catcher) {
      const { error, cause } = failure;
      return { kind: "failed", error: error || undefined, cause: cause || undefined, isOwn: false };
    }
    return guarded(() => {
      const output = placed(catcher.ResultPath, visit.input, { Error: failure.error, Cause: failure.cause });
      return { kind: "next", output, visit: visitTo(catcher.Next, output) };
    });
  }

  #backoff({ IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds, JitterStrategy }: Retrier, tried: number): number {
    const seconds = Math.min(IntervalSeconds * BackoffRate ** tried, MaxDelaySeconds ?? LONGEST_TIMER_SECONDS);
    return JitterStrategy === "FULL" ? seconds * this.#random() : seconds;
  }
}

function choose(state: State, input: unknown, context: object): Move {
  const rule = state.Choices?.find((one) => isTrue(one, input, context));
  const next = rule?.Next ?? state.Default;
  if (next !== undefined) return { kind: "next", output: input, visit: visitTo(next, input) };
  return { kind: "failed", error: "States.NoChoiceMatched", cause: "No choice matched.", isOwn: true };
}

function leave(state: State, output: unknown): Move {
  if (state.Next === undefined) return { kind: "succeeded", output };
  return { kind: "next", output, visit: visitTo(state.Next, output) };
}

/** What the integration `lambda:invoke` makes of a function's answer. */
export function invocationResult(payload: unknown): object {
  return { ExecutedVersion: "$LATEST", Payload: payload, StatusCode: 200 };
}

function visitTo(name: string, input: unknown): Visit {
  return { name, input, tries: [] };
}

function matches(names: string[], error: string): boolean {
  // Whatever a Catch says, AWS ends the execution.
  if (error === RUNTIME) return false;
  if (names.includes(error)) return true;
  if (TERMINAL.includes(error)) return false;
  return names.includes("States.ALL") || (names.includes("States.TaskFailed") && error !== TIMEOUT);
}

function guarded<T>(decide: () => T): T | Move {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    return { kind: "failed", error: RUNTIME, cause: error.message, isOwn: true };
  }
}

function taskOf(state: State, input: unknown, context: object): TaskAsked {
  return {
    kind: "task",
    functionArn: invokedFunction(state),
    waitsForToken: waitsForToken(state),
    parameters: filledIn(state.Parameters ?? {}, input, context) as { Payload?: unknown },
    timeoutSeconds: timeoutOf(state, input, context),
  };
}

function timeoutOf({ TimeoutSeconds, TimeoutSecondsPath }: State, input: unknown, context: object): number | undefined {
  if (TimeoutSecondsPath === undefined) return TimeoutSeconds;
  const seconds = required(TimeoutSecondsPath, input, context);
  const value = `${TimeoutSecondsPath} == ${JSON.stringify(seconds)}`;
  if (!Number.isInteger(seconds) || (seconds as number) <= 0) {
    throw new PathError(`The TimeoutSecondsPath parameter does not reference a positive integer: ${value}`);
  }
  if ((seconds as number) > LONGEST_TIMER_SECONDS) throw new PathError(`The timeout is too long: ${value}`);
  return seconds as number;
}

function secondsOf({ SecondsPath = "" }: State, input: unknown, context: object): number {
  const seconds = valueAt(SecondsPath, input, context);
  if (seconds === undefined) {
    throw new PathError(`The SecondsPath parameter does not reference an input value: ${SecondsPath}`);
  }
  const value = `${SecondsPath} == ${JSON.stringify(seconds)}`;
  if (!Number.isInteger(seconds)) {
    throw new PathError(`The SecondsPath parameter cannot be parsed as a long value: ${value}`);
  }
  if ((seconds as number) < 0) throw new PathError(`The SecondsPath parameter references a negative value: ${value}`);
  if ((seconds as number) > LONGEST_TIMER_SECONDS) throw new PathError("Wait state delay is too long.");
  return seconds as number;
}

function isTrue(rule: ChoiceRule, input: unknown, context: object): boolean {
  const value = valueAt(rule.Variable, input, context);
  if (value === undefined) {
    throw new PathError(
      `Invalid path '${rule.Variable}': The choice state's condition path references an invalid value.`,
    );
  }
  return value === rule.StringEquals;
}
