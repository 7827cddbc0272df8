import { positive, refuseUnknown } from "./config.js";
import { TenderError } from "./errors.js";

const EVERY_MS = 2_000;
/** An event may come to light so much later than its time says: its id is made before its commit, on a clock of its own. */
export const LATE_MS = 120_000;

/** @typedef {(query: object, options: object) => import("../index.js").List<import("../index.js").TenderEvent>} ListEvents */

/**
 * Events as they happen, each once, until the signal ends it or nobody asks for more.
 * @param {import("../index.js").Clock} clock
 * @param {ListEvents} list
 * @param {import("../index.js").FollowOptions} [options]
 */
export async function* follow(clock, list, options = {}) {
  refuseUnknown(options, ["since", "type", "resourceId", "everyMs", "signal"]);
  const { type, resourceId, everyMs = EVERY_MS, signal } = options;
  const call = signal ? { signal } : {};
  /** @type {Map<string, number>} of what may be shown again: id and time */
  const seen = new Map();
  positive(everyMs, "everyMs");
  let startedAt = timeOf(options.since);
  let from = startedAt;
  let newestAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    signal?.throwIfAborted();
    const beganAt = clock.now();
    try {
      if (startedAt === undefined || type !== undefined) {
        // The API's own times say what is now: clocks differ. Of any type: those of one may be rare, and a page of them empty before its end.
        const [newest] = (await list({ resourceId, limit: 1 }, call).page()).items;
        if (newest) newestAt = Math.max(newestAt, Date.parse(newest.at));
        if (startedAt === undefined) {
          startedAt = from = newest ? newestAt : 0;
          if (newest) seen.set(newest.eventId, newestAt);
        }
      }
      const query = { type, resourceId, since: new Date(from ?? startedAt).toISOString(), order: "asc", limit: 100 };
      for await (const event of list(query, call)) {
        if (seen.has(event.eventId)) continue;
        const at = Date.parse(event.at);
        seen.set(event.eventId, at);
        newestAt = Math.max(newestAt, at);
        yield event;
      }
      // Who takes long over a page may find newer ones behind it than were there when it was read.
      from = Math.max(startedAt, newestAt - LATE_MS - (clock.now() - beganAt));
      for (const [id, at] of seen) if (at < from) seen.delete(id);
    } catch (error) {
      // Asked again from the same place.
      if (!(error instanceof TenderError && error.retryable)) throw error;
    }
    await clock.sleep(everyMs, signal);
  }
}

/** @param {string | Date | undefined} since */
function timeOf(since) {
  if (since === undefined) return undefined;
  const time = new Date(since).getTime();
  if (Number.isNaN(time)) throw new TypeError("since has to be a time, such as 2026-01-02T03:04:05Z.");
  return time;
}
