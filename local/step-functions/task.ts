import type { FunctionError } from "../functions/function-messages.ts";
import type { Failure } from "./interpreter.ts";

/** Bytes of one state's input or output, as on AWS. */
const PAYLOAD_MAX_BYTES = 262_144;

export type Outcome =
  /** JSON. */
  { kind: "succeeded"; output: string } | { kind: "failed"; failure: Failure } | { kind: "timedOut" };

/** One try of a Task state, from the invocation to the first outcome; later ones find it closed. */
export class Task {
  readonly token: string | undefined;
  readonly #settlement = Promise.withResolvers<Outcome>();
  readonly #onOutcome: (outcome: Outcome) => void;
  #open = true;

  /** `onOutcome` hears of it before anything else happens. */
  constructor(token: string | undefined, onOutcome: (outcome: Outcome) => void) {
    this.token = token;
    this.#onOutcome = onOutcome;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Never comes when the execution ends first. */
  get outcome(): Promise<Outcome> {
    return this.#settlement.promise;
  }

  /** `output` is JSON. */
  succeed(output: string): void {
    this.#close(isTooLarge(output) ? { kind: "failed", failure: tooLarge("lambda") } : { kind: "succeeded", output });
  }

  fail(failure: Failure): void {
    this.#close({ kind: "failed", failure });
  }

  timeOut(): void {
    this.#close({ kind: "timedOut" });
  }

  #close(outcome: Outcome): void {
    if (!this.#open) return;
    this.#open = false;
    this.#onOutcome(outcome);
    this.#settlement.resolve(outcome);
  }
}

export function isTooLarge(json: string): boolean {
  return Buffer.byteLength(json) > PAYLOAD_MAX_BYTES;
}

/** `what`: a state, or the service behind a task. */
export function tooLarge(what: string): Failure {
  return {
    error: "States.DataLimitExceeded",
    cause: `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  };
}

/** A function's error, as the integration `lambda:invoke` reports it. */
export function lambdaError(error: FunctionError): Failure {
  const cause = JSON.stringify(error);
  if (error.errorType) return { error: error.errorType, cause };
  return {
    error: "Lambda.Unknown",
    cause: `The cause could not be determined because Lambda did not return an error type. Returned payload: ${cause}`,
  };
}
