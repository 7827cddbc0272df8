/** Stripe's lists of what it has made since a moment, newest first, one after the other as one list of a port. */

import type { List } from "../domain/listing.ts";
import { doubtOf } from "./stripe-client.ts";
import { timeLeft, unknown, type VendorDeps } from "./vendor-call.ts";

/** Of at most 100. With what is expanded in them, objects have some 8 KB, and somebody else's metadata may have 25 KB more. */
const PAGE = 50;
/** "Going back up to 30 days". Less than that, so that none is gone while the list is read. */
const EVENTS_KEPT_MS = 29 * 24 * 3_600_000;

interface Page {
  created: { gte: number };
  limit: number;
  starting_after?: string;
}

export interface StripeList<Entry> {
  read: (page: Page, options: { timeout: number }) => Promise<{ data: { id: string }[]; has_more: boolean }>;
  /** What an object says, nothing when it is none of ours. `undefined`: it may be ours, and cannot be read. */
  entriesOf: (object: unknown) => readonly Entry[] | undefined;
  /** Events are forgotten; all else is kept for good. */
  ofEvents?: true;
}

/** A cursor is the place of the list, and the last object of its page before: `1 re_1`. */
export function stripeLists<Entry>(deps: VendorDeps, lists: readonly StripeList<Entry>[]): List<Entry> {
  return async ({ sinceMs, cursor = "0", timeoutMs }) => {
    const [place = "", after] = cursor.split(" ");
    const at = Number(place);
    const list = lists[at];
    if (!list || (list.ofEvents && sinceMs < deps.clock() - EVENTS_KEPT_MS)) return unknown("request-refused");
    const timeout = Math.floor(timeLeft(deps, timeoutMs)());
    if (timeout < 1) return unknown("no-time-left");
    const page = { created: { gte: Math.floor(sinceMs / 1000) }, limit: PAGE };
    try {
      const answer = await list.read(
        { ...page, ...(after === undefined ? {} : { starting_after: after }) },
        { timeout },
      );
      const { has_more: more } = answer;
      // Spread, because whatever is not a list must not read as an empty one.
      const objects = [...answer.data];
      const entries: Entry[] = [];
      for (const object of objects) {
        const read = list.entriesOf(object);
        if (read === undefined) return unknown("response-invalid");
        entries.push(...read);
      }
      const last = objects.at(-1)?.id;
      if (typeof more !== "boolean" || (more && typeof last !== "string")) return unknown("response-invalid");
      const next = more ? `${at} ${last}` : at + 1 < lists.length ? `${at + 1}` : undefined;
      return { outcome: "listed", entries, ...(next === undefined ? {} : { cursor: next }) };
    } catch (error) {
      return unknown(doubtOf(error));
    }
  };
}
