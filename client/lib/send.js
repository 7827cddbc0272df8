import { TenderError } from "./errors.js";

/** One try. What the API has not answered by then it does not answer any more. */
const TRY_MS = 20_000;
const BACKOFF_MS = 500;
const BACKOFF_MAX_MS = 8_000;

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} template the path with its parameters' names: what messages show, so that no id comes into a log
 * @property {string} path
 * @property {string | undefined} body the same bytes in every try
 * @property {string | undefined} key the same in every try
 * @property {AbortSignal | undefined} signal
 * @property {number | undefined} timeoutMs
 * @property {number | undefined} retries
 */

/**
 * @typedef {object} Got
 * @property {Response} response
 * @property {string} text
 */

/**
 * One call: the request is sent until an answer says that it is the last one, tries are used up or time is.
 * Whatever is sent again is safe to be: it has a key, changes nothing, or (DELETE) comes to the same.
 * @param {import("./config.js").Config} config
 * @param {Request} request
 * @returns {Promise<unknown>}
 */
export async function send(config, request) {
  const { clock } = config;
  const retries = request.retries ?? config.retries;
  const deadline = clock.now() + (request.timeoutMs ?? config.timeoutMs);
  for (let tries = 1; ; tries++) {
    request.signal?.throwIfAborted();
    const outcome = await once(config, request, Math.min(TRY_MS, deadline - clock.now()), tries);
    if (!(outcome instanceof Refusal)) return outcome.value;
    const waitMs = Math.max(outcome.retryAfterMs, backoff(tries, clock.random()));
    const isLast = tries > retries || clock.now() + waitMs >= deadline;
    if (isLast || !outcome.error.retryable) throw outcome.error;
    await clock.sleep(waitMs, request.signal);
  }
}

class Refusal {
  /**
   * @param {TenderError} error
   * @param {number} retryAfterMs
   */
  constructor(error, retryAfterMs = 0) {
    this.error = error;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * @param {number} tries
 * @param {number} random
 */
function backoff(tries, random) {
  return Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** (tries - 1)) * (0.5 + random / 2);
}

/**
 * @param {import("./config.js").Config} config
 * @param {Request} request
 * @param {number} limitMs
 * @param {number} tries
 */
async function once(config, request, limitMs, tries) {
  const facts = { waitFor: undefined, errors: undefined, requestId: undefined, idempotencyKey: request.key, tries };
  /** @type {Got} */
  let got;
  try {
    got = await exchange(config, request, limitMs);
  } catch (cause) {
    // The caller's own wish, with the reason that it gave.
    request.signal?.throwIfAborted();
    const [code, what] = cause === TIMED_OUT ? ["timeout", "no answer in time"] : ["no-answer", "the answer was lost"];
    const message = `${nameOf(request)}: ${what}.${advice(request)}`;
    const reason = cause === TIMED_OUT ? {} : { cause };
    return new Refusal(new TenderError(message, { ...facts, ...reason, status: 0, code, retryable: true }));
  }
  return judged(request, got, facts, config.clock.now());
}

/**
 * A read has changed nothing, whatever became of it.
 * @param {Request} request
 */
function advice({ key, method }) {
  if (method === "GET") return "";
  const again = key === undefined ? "it can be sent again" : `under the key ${key} it can be sent again`;
  return ` Whether it took effect is not known; ${again}.`;
}

/** @param {Request} request */
const nameOf = ({ method, template }) => `${method} ${template}`;

const TIMED_OUT = Symbol("timed out");

/**
 * @param {import("./config.js").Config} config
 * @param {Request} request
 * @param {number} limitMs
 * @returns {Promise<Got>}
 */
async function exchange({ baseUrl, authorization, fetch, clock }, { method, path, body, key, signal }, limitMs) {
  const aborter = new AbortController();
  const over = new AbortController();
  const abort = () => aborter.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  clock.sleep(limitMs, over.signal).then(
    () => aborter.abort(TIMED_OUT),
    () => {},
  );
  /** @type {Promise<never>} */
  const aborted = new Promise((_resolve, reject) => {
    aborter.signal.addEventListener("abort", () => reject(aborter.signal.reason), { once: true });
  });
  const answered = async () => {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        accept: "application/json, application/problem+json, text/csv",
        authorization,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(key !== undefined && { "idempotency-key": header(key) }),
      },
      ...(body !== undefined && { body }),
      // Followed, a redirect would take the key and the body elsewhere.
      redirect: "manual",
      credentials: "omit",
      cache: "no-store",
      signal: aborter.signal,
    });
    return { response, text: await response.text() };
  };
  try {
    // Raced, for a fetch, or a body, that does not hear the signal.
    return await Promise.race([answered(), aborted]);
  } finally {
    signal?.removeEventListener("abort", abort);
    over.abort();
  }
}

/**
 * A comma in a bare key could be two headers.
 * @param {string} key
 */
function header(key) {
  return /[",\\]/.test(key) ? `"${key.replace(/["\\]/g, "\\$&")}"` : key;
}

/**
 * @param {Request} request
 * @param {Got} got
 * @param {Pick<import("../index.js").TenderErrorFacts, "waitFor" | "errors" | "requestId" | "idempotencyKey" | "tries">} facts
 * @param {number} now
 */
function judged(request, { response, text }, facts, now) {
  const { status, headers } = response;
  const requestId = headers.get("tender-request-id") ?? undefined;
  const isJson = /[/+]json\b/i.test(headers.get("content-type") ?? "");
  const json = isJson ? parsed(text) : undefined;
  if (status >= 200 && status < 300 && (!isJson || json !== undefined)) {
    if (isJson || /^text\/csv\b/i.test(headers.get("content-type") ?? "")) return { value: isJson ? json : text };
  }
  const [code, detail] =
    response.type === "opaqueredirect" || (status >= 300 && status < 400)
      ? ["redirected", "baseUrl leads elsewhere: give the address that it leads to"]
      : status >= 200 && status < 300
        ? ["answer-invalid", "what came is no answer of Tender's: look at baseUrl"]
        : [`http-${status}`, `HTTP ${status}`];
  const problem = problemIn(json);
  const again = status === 408 || status === 429 || status >= 500;
  const message = `${nameOf(request)}: ${problem ? `${status} ${problem.code}: ${problem.detail}` : detail}`;
  const error = new TenderError(message, {
    ...facts,
    status,
    code: problem?.code ?? code,
    retryable: again || problem?.retryable === true,
    waitFor: problem?.waitFor,
    errors: problem?.errors,
    requestId: requestId ?? problem?.requestId,
    problem,
  });
  return new Refusal(error, retryAfter(headers.get("retry-after"), now));
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The gateway's own refusals are no problem documents.
 * @param {unknown} json
 */
function problemIn(json) {
  const isProblem = typeof json === "object" && json !== null && "code" in json && typeof json.code === "string";
  return isProblem ? /** @type {import("../index.js").Problem} */ (json) : undefined;
}

/**
 * Seconds, or a date.
 * @param {string | null} text
 * @param {number} now
 */
function retryAfter(text, now) {
  if (text === null) return 0;
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? 0 : Math.max(ms, 0);
}
