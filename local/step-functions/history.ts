import { REGION } from "../servers/addresses.ts";
import { type State, waitsForToken } from "./definition.ts";

export type Status = "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";

export interface Ending {
  status: Exclude<Status, "RUNNING">;
  /** JSON. */
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
}

/** Events in the shape of GetExecutionHistory. */
export interface NewEvent {
  type: string;
  details: Record<string, object>;
  /** AWS gives number 0 as the previous event of the first two and of an end from outside. */
  hasPrevious: boolean;
}

const WHOLE = { truncated: false };

export function executionStarted(input: string, roleArn: string): NewEvent {
  return event("ExecutionStarted", { executionStartedEventDetails: { input, inputDetails: WHOLE, roleArn } }, false);
}

export function stateEntered(type: string, name: string, input: unknown, isFirst: boolean): NewEvent {
  const details = { name, input: JSON.stringify(input), inputDetails: WHOLE };
  return event(`${type}StateEntered`, { stateEnteredEventDetails: details }, !isFirst);
}

export function stateExited(type: string, name: string, output: unknown): NewEvent {
  const details = { name, output: JSON.stringify(output), outputDetails: WHOLE };
  return event(`${type}StateExited`, { stateExitedEventDetails: details });
}

export function taskScheduled(state: State, parameters: unknown, timeoutSeconds: number | undefined): NewEvent {
  return event("TaskScheduled", {
    taskScheduledEventDetails: {
      ...resourceOf(state),
      region: REGION,
      parameters: JSON.stringify(parameters),
      ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    },
  });
}

export function taskStarted(state: State): NewEvent {
  return event("TaskStarted", { taskStartedEventDetails: resourceOf(state) });
}

/** The function of a Task with a token has answered; the Task goes on waiting. */
export function taskSubmitted(state: State, output: string): NewEvent {
  return event("TaskSubmitted", {
    taskSubmittedEventDetails: { ...resourceOf(state), output, outputDetails: WHOLE },
  });
}

export function taskSucceeded(state: State, output: string): NewEvent {
  return event("TaskSucceeded", {
    taskSucceededEventDetails: { ...resourceOf(state), output, outputDetails: WHOLE },
  });
}

export function taskFailed(state: State, error: string | undefined, cause: string | undefined): NewEvent {
  return event("TaskFailed", { taskFailedEventDetails: { ...resourceOf(state), error, cause } });
}

export function taskTimedOut(state: State): NewEvent {
  return event("TaskTimedOut", { taskTimedOutEventDetails: { ...resourceOf(state), error: "States.Timeout" } });
}

export function terminalEvent({ status, output, error, cause }: Ending): NewEvent {
  switch (status) {
    case "SUCCEEDED":
      return event("ExecutionSucceeded", { executionSucceededEventDetails: { output, outputDetails: WHOLE } });
    case "FAILED":
      return event("ExecutionFailed", { executionFailedEventDetails: { error, cause } });
    case "ABORTED":
      return event("ExecutionAborted", { executionAbortedEventDetails: { error, cause } }, false);
  }
}

function resourceOf(state: State) {
  return { resourceType: "lambda", resource: waitsForToken(state) ? "invoke.waitForTaskToken" : "invoke" };
}

function event(type: string, details: Record<string, object>, hasPrevious = true): NewEvent {
  return { type, details, hasPrevious };
}
