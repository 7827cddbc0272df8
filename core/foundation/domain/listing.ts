/** What a vendor has done since a moment, as it tells itself, in pages. */
export type Listed<Entry> =
  | { outcome: "listed"; entries: readonly Entry[]; cursor?: string }
  /** `request-refused`: it keeps no list, or not for us, or none that goes back so far. */
  | { outcome: "unknown"; reason: string };

export interface ListCall {
  /** Milliseconds since 1970. Nothing that took effect from then on is left out. */
  sinceMs: number;
  /** Of the page before. */
  cursor?: string | undefined;
  timeoutMs: number;
}

/** A port's operation, where the vendor has one. */
export type List<Entry> = (call: ListCall) => Promise<Listed<Entry>>;

/** The vendor does not answer: whoever lists comes again. */
export class NotListed extends Error {
  override readonly name = "NotListed";
}

/** This vendor says that it keeps no list, or that it does not know the account: coming again does not help. */
export class NoList extends Error {
  override readonly name = "NoList";
}

/** Of 50 entries at least that is more than half a million: a list that has not ended by then does not end. */
const PAGES_MAX = 10_000;
/** One lost answer among thousands of pages must not have them all read again. */
const TRIES_MAX = 3;
const IN_VAIN: readonly string[] = ["request-refused", "channel-unusable"];

/** All of it, or an error: whoever has read it to its end knows that nothing is left out. */
export async function* entriesOf<Entry>(list: List<Entry>, call: Omit<ListCall, "cursor">): AsyncGenerator<Entry> {
  let cursor: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const page = await pageOf(list, { ...call, cursor });
    yield* page.entries;
    if (page.cursor === undefined) return;
    cursor = page.cursor;
  }
  throw new NotListed(`no end after ${PAGES_MAX} pages`);
}

async function pageOf<Entry>(list: List<Entry>, call: ListCall) {
  for (let tries = 1; ; tries++) {
    const page = await list(call);
    if (page.outcome === "listed") return page;
    if (IN_VAIN.includes(page.reason)) throw new NoList(page.reason);
    if (tries === TRIES_MAX) throw new NotListed(page.reason);
  }
}
