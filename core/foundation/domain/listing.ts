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

/** One lost answer among thousands of pages must not have them all read again. */
const TRIES_MAX = 3;
const IN_VAIN: readonly string[] = ["request-refused", "channel-unusable"];

/** All of it, or an error: whoever has read it to its end knows that nothing is left out. */
export async function* entriesOf<Entry>(list: List<Entry>, call: Omit<ListCall, "cursor">): AsyncGenerator<Entry> {
  let cursor: string | undefined;
  do {
    const { entries, cursor: next } = await pageOf(list, { ...call, cursor });
    yield* entries;
    if (next !== undefined && next === cursor) throw new NotListed("the list goes on where it was");
    cursor = next;
  } while (cursor !== undefined);
}

async function pageOf<Entry>(list: List<Entry>, call: ListCall) {
  for (let tries = 1; ; tries++) {
    const page = await list(call);
    if (page.outcome === "listed") return page;
    // A key that was good for the page before is being renewed, and the next run has the new one.
    const isRenewed = call.cursor !== undefined && page.reason === "channel-unusable";
    if (IN_VAIN.includes(page.reason) && !isRenewed) throw new NoList(page.reason);
    if (tries === TRIES_MAX) throw new NotListed(page.reason);
  }
}
