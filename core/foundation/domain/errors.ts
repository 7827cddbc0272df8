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

/** What a request is answered with instead of what it asked for. */
abstract class Refusal<Code> extends Error {
  readonly code: Code;
  readonly errors: FieldError[] | undefined;
  readonly extensions: Record<string, string>;

  constructor(code: Code, detail: string, { errors, extensions = {}, cause }: Details) {
    super(detail, { cause });
    this.code = code;
    this.errors = errors;
    this.extensions = extensions;
  }
}

/** A final refusal: repeating the same request gives the same answer. */
export class TerminalError extends Refusal<FinalCode> {
  override readonly name = "TerminalError";
  readonly headers: Record<string, string>;

  constructor(code: FinalCode, detail: string, details: Details & { headers?: Record<string, string> } = {}) {
    super(code, detail, details);
    this.headers = details.headers ?? {};
  }
}

/** Nothing took effect; the same request may succeed after `retryAfterMs`. */
export class RetryableError extends Refusal<SoonCode> {
  override readonly name = "RetryableError";
  readonly retryAfterMs: number;

  constructor(code: SoonCode, detail: string, retryAfterMs: number, details: Details = {}) {
    super(code, detail, details);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Nothing took effect, and nothing will before something else has come to its end or to a person. */
export class WaitingError extends Refusal<PlainCode | OpenCode> {
  override readonly name = "WaitingError";
  readonly wait: Wait;

  constructor(code: PlainCode | OpenCode, detail: string, wait: Wait, details: Details = {}) {
    super(code, detail, details);
    this.wait = wait;
  }
}

/** The world is not as our rules say it must be. Never retried: a person has to look. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}
