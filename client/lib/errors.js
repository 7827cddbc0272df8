/**
 * @typedef {Omit<import("../index.js").TenderErrorFacts, "problem" | "last"> &
 *   { problem?: import("../index.js").TenderErrorFacts["problem"], last?: unknown, cause?: unknown }} Facts
 */

/** What is thrown when a call has not come to a good end. It never holds the API key. */
export class TenderError extends Error {
  /**
   * @param {string} message
   * @param {Facts} facts
   */
  constructor(message, { cause, problem, ...facts }) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "TenderError";
    this.status = facts.status;
    this.code = facts.code;
    this.retryable = facts.retryable;
    this.waitFor = facts.waitFor;
    this.errors = facts.errors;
    this.requestId = facts.requestId;
    this.idempotencyKey = facts.idempotencyKey;
    this.tries = facts.tries;
    this.last = facts.last;
    this.problem = problem;
  }
}

/** A webhook that is not to be believed. `reason` is for your log, not for the answer. */
export class WebhookError extends Error {
  /**
   * @param {import("../index.js").WebhookErrorReason} reason
   * @param {string} message
   */
  constructor(reason, message) {
    super(message);
    this.name = "WebhookError";
    this.reason = reason;
  }
}
