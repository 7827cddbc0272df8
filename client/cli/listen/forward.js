import { codeOf, messageOf, rootOf } from "../errors.js";
import { signedHeaders } from "./sign.js";

/** As the API has it for a webhook. */
const TRY_MS = 15_000;
/** After each failed try; then the next event has its turn. */
const WAITS_MS = [1_000, 2_000, 4_000];

/**
 * @typedef {object} Forwarded
 * @property {boolean} isDone
 * @property {number | undefined} status the receiver's; none: it has not answered
 * @property {string | undefined} error
 * @property {number} tries
 * @property {number} ms of the last try
 */

/**
 * Sends an event as a webhook, as often as it takes and no oftener than a few times.
 * @param {import("../io.js").Io} io
 * @param {{ url: string, secret: string }} to
 * @param {import("../../index.js").TenderEvent} event
 * @param {(failed: Forwarded, againInMs: number) => void} onAgain
 * @returns {Promise<Forwarded>}
 */
export async function forward(io, to, { eventId, type, resourceId, resourceVersion, at, data }, onAgain) {
  const body = JSON.stringify({ type, timestamp: at, eventId, resourceId, resourceVersion, data });
  for (let tries = 1; ; tries++) {
    const headers = await signedHeaders(to.secret, { eventId, body, nowMs: io.clock.now() });
    const startedAt = io.clock.now();
    const { status, error } = await once(io, to.url, headers, body);
    io.signal.throwIfAborted();
    const isDone = status !== undefined && status >= 200 && status < 300;
    const forwarded = { isDone, status, error, tries, ms: io.clock.now() - startedAt };
    const waitMs = WAITS_MS[tries - 1];
    if (isDone || waitMs === undefined) return forwarded;
    onAgain(forwarded, waitMs);
    await io.clock.sleep(waitMs, io.signal);
  }
}

/**
 * @param {import("../io.js").Io} io
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {string} body
 * @returns {Promise<{ status?: number, error?: string }>}
 */
async function once({ fetch, signal, clock }, url, headers, body) {
  const aborter = new AbortController();
  const over = new AbortController();
  const abort = () => aborter.abort(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  let isLate = false;
  clock.sleep(TRY_MS, over.signal).then(
    () => {
      isLate = true;
      aborter.abort();
    },
    () => {},
  );
  try {
    // Never anywhere else: a redirect is an answer like others.
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal: aborter.signal });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    return { error: isLate ? `no answer within ${TRY_MS / 1000} s` : whyOf(error) };
  } finally {
    signal.removeEventListener("abort", abort);
    over.abort();
  }
}

/** @param {unknown} error */
function whyOf(error) {
  const root = rootOf(error);
  if (codeOf(root) === "ECONNREFUSED") return "nobody listens there";
  return messageOf(root) || (codeOf(root) ?? "no answer");
}
