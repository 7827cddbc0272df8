import { TenderError } from "../lib/errors.js";
import { codeOf, messageOf, rootOf } from "./errors.js";
import { Ended, EXIT } from "./exit.js";
import { printable } from "./text.js";

/**
 * What went wrong, what to do next, and the exit code.
 * @param {unknown} error
 * @param {Pick<import("./io.js").Io, "signal">} io
 * @param {string} baseUrl
 * @returns {{ exit: import("./exit.js").Exit, lines: string[], facts: object }}
 */
export function failureOf(error, { signal }, baseUrl) {
  if (error instanceof Ended) return { exit: error.exit, lines: [error.message], facts: { code: "cli" } };
  if (error instanceof TenderError) return ofTheApi(error, baseUrl);
  if (signal.aborted) return { exit: EXIT.pending, lines: ["Stopped."], facts: { code: "stopped" } };
  return { exit: EXIT.error, lines: [printable(messageOf(error))], facts: { code: "cli" } };
}

/**
 * @param {TenderError} error
 * @param {string} baseUrl
 */
function ofTheApi(error, baseUrl) {
  const { code, status, requestId, idempotencyKey, retryable, waitFor, problem } = error;
  const about = [status > 0 && String(status), code, requestId && `request ${requestId}`].filter(Boolean).join(", ");
  const lines = [
    printable(problem?.detail ?? error.message),
    ...(error.errors ?? []).map(({ pointer, detail }) => `  ${printable(pointer)}: ${printable(detail)}`),
    ...nextOf(error, baseUrl),
    ...(status > 0 ? [`(${printable(about)})`] : []),
  ];
  const message = problem?.detail ?? error.message;
  return {
    exit: exitOf(error),
    lines,
    facts: { code, status, message, requestId, idempotencyKey, retryable, waitFor },
  };
}

/**
 * @param {TenderError} error
 * @returns {import("./exit.js").Exit}
 */
export function exitOf({ code, status, retryable, idempotencyKey, last }) {
  if (code === "ended-otherwise") return EXIT.refused;
  if (code === "wait-timeout") return last === undefined ? EXIT.error : EXIT.pending;
  // It may have taken effect, or may soon: the same under the same key says so. A read is simply not answered.
  if (retryable) return idempotencyKey === undefined ? EXIT.error : EXIT.pending;
  return status >= 400 && status < 500 ? EXIT.refused : EXIT.error;
}

/**
 * @param {TenderError} error
 * @param {string} baseUrl
 * @returns {string[]}
 */
function nextOf({ code, cause, status, retryable, idempotencyKey, problem, last }, baseUrl) {
  const again = retryable && idempotencyKey ? [`Run it again with --idempotency-key ${idempotencyKey}`] : [];
  const isUnanswered = code === "no-answer" || code === "timeout" || (code === "wait-timeout" && last === undefined);
  if (isUnanswered)
    return [`Is the API at ${baseUrl}${whyOf(cause)}? TENDER_URL says where it is; npm start runs one here.`, ...again];
  if (code === "redirected" || code === "answer-invalid" || (status >= 400 && !problem && !retryable))
    return [`TENDER_URL is ${baseUrl}: is that the API?`];
  if (code === "wait-timeout") return ["Run it again to go on waiting, or with a longer --timeout."];
  return [...(NEXT.get(code) ?? []), ...paymentOf(problem), ...again];
}

/** @param {unknown} cause */
function whyOf(cause) {
  const code = codeOf(rootOf(cause));
  return code === undefined ? "" : ` (${code})`;
}

/** @type {Map<string, string[]>} */
const NEXT = new Map([
  ["unauthenticated", ["The key in TENDER_API_KEY, or in the --key-file, is not one of this API's, or was revoked."]],
  ["scope-missing", ["npx tender keys list shows what a key may do; keys create makes another."]],
  ["idempotency-key-reused", ["Leave --idempotency-key out for a new request, or repeat the first one as it was."]],
]);

/** @param {TenderError["problem"]} problem */
function paymentOf(problem) {
  const id = problem?.paymentId;
  return typeof id === "string" ? [`npx tender payments get ${printable(id)}`] : [];
}
