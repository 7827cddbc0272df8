/** A state machine's definition in the Amazon States Language, JSONPath only. */
export interface Definition {
  StartAt: string;
  States: Record<string, State>;
  TimeoutSeconds?: number;
}

export interface State {
  Type: string;
  Next?: string;
  End?: boolean;
  Resource?: string;
  Parameters?: { FunctionName?: string; [field: string]: unknown };
  ResultPath?: string | null;
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  Catch?: { ResultPath?: string | null }[];
  [field: string]: unknown;
}

/** Node's timers fire at once when they are asked for more milliseconds than fit into 31 bits. */
export const LONGEST_TIMER_SECONDS = 2_147_483;

/** Carries a Task's timeout out of its state's input, beside the parameters of its function. */
const TIMEOUT_PARAMETER = "LocalTimeoutSeconds";

/** What a Task was asked for, and its timeout where its input says it. */
export function splitTimeout(parameters: unknown): { parameters: { Payload?: unknown }; timeoutSeconds?: number } {
  const { [TIMEOUT_PARAMETER]: timeoutSeconds, ...rest } = parameters as Record<string, unknown>;
  return { parameters: rest, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds: Number(timeoutSeconds) }) };
}

/** The same machine, in the words that the interpreter understands as AWS does. */
export function forInterpreter(definition: Definition): Definition {
  const { QueryLanguage: _, ...rest } = definition as Definition & { QueryLanguage?: string };
  const states = Object.entries(definition.States).map(([name, state]) => [name, stateForInterpreter(state)]);
  return { ...rest, States: Object.fromEntries(states) as Record<string, State> };
}

function stateForInterpreter(state: State): State {
  const { QueryLanguage: _, ...plain } = state;
  const result = withoutRootResultPath(plain as State);
  if (result.Catch) result.Catch = result.Catch.map(withoutRootResultPath);
  // It would give up after 60 s, AWS after 3 years.
  if (result.Type === "Task" && result.TimeoutSecondsPath === undefined) {
    result.TimeoutSeconds ??= LONGEST_TIMER_SECONDS;
  }
  // It would look for the path in what the function gets, AWS looks in the state's input.
  if (result.TimeoutSecondsPath !== undefined) {
    result.Parameters = { ...result.Parameters, [`${TIMEOUT_PARAMETER}.$`]: result.TimeoutSecondsPath };
    result.TimeoutSecondsPath = `$.${TIMEOUT_PARAMETER}`;
  }
  return result;
}

/** `$` is the default, which it would take for a field's name. */
function withoutRootResultPath<T extends { ResultPath?: string | null }>(row: T): T {
  if (row.ResultPath !== "$") return { ...row };
  const { ResultPath: _, ...rest } = row;
  return rest as T;
}

/** Whether the Task ends with SendTaskSuccess or SendTaskFailure instead of its function's answer. */
export function waitsForToken(state: State): boolean {
  return state.Resource?.endsWith(".waitForTaskToken") ?? false;
}

/** ARN of the function that a Task invokes. */
export function invokedFunction(state: State): string {
  return (state.Parameters?.FunctionName ?? "").replace(/:\$LATEST$/, "");
}
