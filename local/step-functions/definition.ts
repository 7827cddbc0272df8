/** A state machine's definition in the Amazon States Language, JSONPath only: what the template uses of it. */
export interface Definition {
  StartAt: string;
  States: Record<string, State>;
}

export interface State {
  Type: string;
  Next?: string;
  End?: boolean;
  ResultPath?: string;
  Parameters?: { FunctionName?: string; [field: string]: unknown };
  ResultSelector?: Record<string, unknown>;
  Resource?: string;
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  Retry?: Retrier[];
  Catch?: Catcher[];
  Choices?: ChoiceRule[];
  Default?: string;
  SecondsPath?: string;
  Error?: string;
  Cause?: string;
  [field: string]: unknown;
}

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher {
  ErrorEquals: string[];
  Next: string;
  ResultPath?: string;
}

export interface ChoiceRule {
  Variable: string;
  Next: string;
  StringEquals: string;
}

/** Node's timers fire at once when they are asked for more milliseconds than fit into 31 bits. */
export const LONGEST_TIMER_SECONDS = 2_147_483;

/** Whether the Task ends with SendTaskSuccess or SendTaskFailure instead of its function's answer. */
export function waitsForToken(state: State): boolean {
  return state.Resource?.endsWith(".waitForTaskToken") ?? false;
}

/** ARN of the function that a Task invokes. */
export function invokedFunction(state: State): string {
  return (state.Parameters?.FunctionName ?? "").replace(/:\$LATEST$/, "");
}
