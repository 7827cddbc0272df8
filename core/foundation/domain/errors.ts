import type { FieldError } from "../../../contract/answers/problem.ts";
import type { FinalCode, OpenCode, PlainCode, SoonCode, Wait } from "../../../contract/errors.ts";

export type { FieldError } from "../../../contract/answers/problem.ts";
export * from "../../../contract/errors.ts";

interface Details {
  errors?: FieldError[] | undefined;
  /** Further members of the problem document: ids only. */
  extensions?: Record<string, string> | undefined;
  cause?: unknown;
}

/** A final refusal: repeating the same request gives the same answer. */
export class TerminalError extends Error {
  override readonly name = "TerminalError";
  readonly code: FinalCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;
  readonly extensions: Record<string, string>;

  constructor(code: FinalCode, detail: string, details: Details & { headers?: Record<string, string> } = {}) {
    super(detail, { cause: details.cause });
    this.code = code;
    this.errors = details.errors;
    this.headers = details.headers ?? {};
    this.extensions = details.extensions ?? {};
  }
}

/** Nothing took effect; the same request may succeed after `retryAfterMs`. */
export class RetryableError extends Error {
  override readonly name = "RetryableError";
  readonly code: SoonCode;
  readonly retryAfterMs: number;
  readonly errors: FieldError[] | undefined;
  readonly extensions: Record<string, string>;

  constructor(code: SoonCode, detail: string, retryAfterMs: number, details: Details = {}) {
    super(detail, { cause: details.cause });
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.errors = details.errors;
    this.extensions = details.extensions ?? {};
  }
}

/** Nothing took effect, and nothing will before something else has come to its end or to a person. */
export class WaitingError extends Error {
  override readonly name = "WaitingError";
  readonly code: PlainCode | OpenCode;
  readonly wait: Wait;
  readonly errors: FieldError[] | undefined;
  readonly extensions: Record<string, string>;

  constructor(code: PlainCode | OpenCode, detail: string, wait: Wait, details: Details = {}) {
    super(detail, { cause: details.cause });
    this.code = code;
    this.wait = wait;
    this.errors = details.errors;
    this.extensions = details.extensions ?? {};
  }
}

/** The world is not as our rules say it must be. Never retried: a person has to look. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}
