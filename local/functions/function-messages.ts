/** What passes between an instance (`function-instance.ts`) and the thread behind it (`function-worker.js`). */

export interface WorkerSettings {
  modulePath: string;
  exportName: string;
  functionName: string;
  functionArn: string;
  memoryMegabytes: number;
}

export interface Invocation {
  requestId: string;
  /** The event as JSON: nothing is shared with the caller. */
  event: string;
  /** Milliseconds since 1970, when the thread is going to be terminated. */
  deadlineMs: number;
}

/** As Lambda reports it to whoever invoked the function. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type InvocationResult = { ok: true; payload: string } | { ok: false; error: FunctionError };

export type WorkerMessage = { kind: "ready" } | { kind: "result"; requestId: string; result: InvocationResult };
