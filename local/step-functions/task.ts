import type { FunctionError } from "../function-worker.ts";

/** Bytes of one state's input or output, as on AWS. */
const PAYLOAD_MAX_BYTES = 262_144;

/** What a Retry or a Catch sees: the name is matched, the message becomes the Cause. */
export class TaskError extends Error {
  override readonly name: string;
  /** Read by the interpreter. */
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(error: string, cause: string, isFinal = false) {
    super(cause);
    this.name = error;
    this.isRetryable = !isFinal;
    this.isCatchable = !isFinal;
  }
}

/** One try of a Task state, from the invocation to the first answer that counts; later ones find it closed. */
export class Task {
  readonly token: string | undefined;
  readonly #settlement = Promise.withResolvers<unknown>();
  readonly #onClose: (task: Task, how: Settled | undefined) => void;
  #open = true;

  constructor(token: string | undefined, onClose: (task: Task, how: Settled | undefined) => void) {
    this.token = token;
    this.#onClose = onClose;
    // Whoever abandons it before the interpreter looks must not end the process.
    this.#settlement.promise.catch(() => {});
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** What the interpreter waits for. */
  get outcome(): Promise<unknown> {
    return this.#settlement.promise;
  }

  /** `output` is JSON. */
  succeed(output: string): void {
    if (!this.#open) return;
    if (isTooLarge(output)) {
      this.fail(tooLarge("output"));
      return;
    }
    this.#close({ output });
    this.#settlement.resolve(JSON.parse(output));
  }

  fail(error: TaskError): void {
    if (!this.#open) return;
    this.#close({ error });
    this.#settlement.reject(error);
  }

  /** Nobody waits any longer: it has timed out, or its execution has ended. */
  abandon(): void {
    if (!this.#open) return;
    this.#close(undefined);
    this.#settlement.reject(new TaskError("States.Runtime", "The task was abandoned.", true));
  }

  #close(how: Settled | undefined): void {
    this.#open = false;
    this.#onClose(this, how);
  }
}

export type Settled = { output: string } | { error: TaskError };

export function isTooLarge(json: string): boolean {
  return Buffer.byteLength(json) > PAYLOAD_MAX_BYTES;
}

/** Cannot be caught, as on AWS. */
export function tooLarge(what: "input" | "output"): TaskError {
  return new TaskError(
    "States.DataLimitExceeded",
    `The ${what} of the task exceeds the maximum of ${PAYLOAD_MAX_BYTES} bytes.`,
    true,
  );
}

/** A function's error, as the integration `lambda:invoke` reports it. */
export function lambdaError(error: FunctionError): TaskError {
  const cause = JSON.stringify(error);
  if (error.errorType) return new TaskError(error.errorType, cause);
  return new TaskError(
    "Lambda.Unknown",
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${cause}`,
  );
}
