import { positive, refuseUnknown } from "./config.js";
import { TenderError } from "./errors.js";

const TIMEOUT_MS = 120_000;
const FIRST_WAIT_MS = 500;
const WAIT_MAX_MS = 5_000;

/**
 * `moves`: what changes by itself, so that it is worth asking again. `ends`: what stays, unless somebody asks for more. In
 * between somebody has to act: a customer, an operator. A status that this client does not know yet is shown to its caller.
 * @typedef {{ moves: readonly string[], ends: readonly string[] }} Waits
 */

/** @type {Record<string, Waits>} */
export const WAITS = {
  payments: { moves: ["PROCESSING", "UNKNOWN"], ends: ["DECLINED", "CANCELLED", "REFUNDED"] },
  refunds: { moves: ["PENDING", "SENT", "UNKNOWN"], ends: ["SUCCEEDED", "FAILED"] },
  redemptions: { moves: ["ACCEPTED", "CLAIMED", "SENDING", "UNKNOWN"], ends: ["SUCCEEDED", "FAILED"] },
  withdrawals: { moves: ["TRIED", "PAYING", "UNKNOWN"], ends: ["CONFIRMED", "CANCELLED"] },
  orders: { moves: ["PENDING", "PAID"], ends: ["CANCELLED", "EXPIRED", "REFUNDED"] },
  notifications: { moves: ["ACCEPTED", "SENDING", "UNKNOWN"], ends: ["SENT", "FAILED"] },
  webhookDeliveries: { moves: ["PENDING", "SENDING"], ends: ["DELIVERED", "EXHAUSTED", "CANCELLED"] },
  jobs: { moves: ["RUNNING"], ends: ["DONE", "FAILED"] },
  sagas: { moves: ["RUNNING", "PIVOTED", "COMPENSATING"], ends: ["COMPLETED", "COMPENSATED"] },
};

/** @typedef {(id: string, options?: import("../index.js").CallOptions) => Promise<{ status: string }>} Get */

/**
 * @param {import("../index.js").Clock} clock
 * @param {Get} get
 * @param {Waits} waits
 * @param {string} id
 * @param {import("../index.js").WaitOptions<{ status: string }>} [options]
 */
export async function waitFor(clock, get, waits, id, options = {}) {
  refuseUnknown(options, ["until", "timeoutMs", "signal"]);
  const { until, signal } = options;
  const deadline = clock.now() + positive(options.timeoutMs ?? TIMEOUT_MS, "timeoutMs");
  const isReached = reachedBy(until, waits);
  /** @type {{ status: string } | undefined} */
  let last;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(WAIT_MAX_MS, waitMs * 1.5)) {
    /** @type {unknown} */
    let cause;
    const leftMs = Math.max(1, deadline - clock.now());
    try {
      last = await get(id, { timeoutMs: leftMs, ...(signal && { signal }) });
      if (isReached(last)) return last;
      if (until && waits.ends.includes(last.status))
        throw stopped("ended-otherwise", `${id} has ended as ${last.status}`, false, last);
    } catch (error) {
      // Who waits has time: only what will stay as it is ends it before.
      if (!(error instanceof TenderError && error.retryable)) throw error;
      cause = error;
    }
    const jittered = waitMs * (0.75 + clock.random() / 2);
    if (clock.now() + jittered >= deadline)
      throw stopped("wait-timeout", `${id} is ${last?.status ?? "not known"} still`, true, last, cause);
    await clock.sleep(jittered, signal);
  }
}

/**
 * @param {import("../index.js").WaitOptions<{ status: string }>["until"]} until
 * @param {Waits} waits
 * @returns {(resource: { status: string }) => boolean}
 */
function reachedBy(until, waits) {
  if (typeof until === "function") return until;
  if (until === undefined) return ({ status }) => !waits.moves.includes(status);
  return ({ status }) => until.includes(status);
}

/**
 * @param {string} code
 * @param {string} message
 * @param {boolean} retryable
 * @param {{ status: string } | undefined} last
 * @param {unknown} [cause]
 */
function stopped(code, message, retryable, last, cause) {
  const none = { waitFor: undefined, errors: undefined, requestId: undefined, idempotencyKey: undefined };
  return new TenderError(`${message}.`, { ...none, status: 0, code, retryable, tries: 0, last, cause });
}
