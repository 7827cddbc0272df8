import type { Problem } from "../../../contract/answers/problem.ts";

/** An answer that is no answer: a refusal, or none at all. */
export class ApiError extends Error {
  /** As the API wrote it; `undefined`: something else has answered, or nothing. */
  readonly problem: Problem | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    message: string,
    about: { problem?: Problem; status?: number; requestId?: string; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.problem = about.problem;
    this.status = about.status;
    this.requestId = about.requestId ?? about.problem?.requestId;
    this.retryAfterSeconds = about.retryAfterSeconds;
  }

  /** It took no effect, and says so. Of everything else nobody knows: a 500 may have come after the write. */
  get isRefusal(): boolean {
    return this.problem !== undefined && this.problem.status < 500;
  }

  /** The same request may succeed as it is. Without an answer nobody knows, and the same Idempotency-Key makes it safe. */
  get mayRetry(): boolean {
    return this.problem
      ? this.problem.retryable
      : this.status === undefined || this.status >= 500 || this.status === 429;
  }
}

/** What an operator reads of it: what has happened, and what to do next, which a problem's `detail` says itself. */
export function inWords(error: ApiError): { title: string; detail: string } {
  const { problem, status, message } = error;
  if (problem) return { title: problem.title, detail: problem.detail };
  if (status === undefined)
    return { title: "No answer", detail: `${message} Try again: what has taken effect is not done twice.` };
  return { title: `Answer ${status}`, detail: `${message} Try again in a moment.` };
}
