/** What a vendor has done since a moment, as it tells itself, in pages. */
export type Listed<Entry> =
  | { outcome: "listed"; entries: readonly Entry[]; cursor?: string }
  /** `request-refused`: it keeps no list, or not for us. */
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

/** This vendor says that it keeps no list. */
export class NoList extends Error {
  override readonly name = "NoList";
}

export async function* entriesOf<Entry>(list: List<Entry>, call: Omit<ListCall, "cursor">): AsyncGenerator<Entry> {
  let cursor: string | undefined;
  do {
    const page = await list({ ...call, cursor });
    if (page.outcome === "unknown" && page.reason === "request-refused") throw new NoList(page.reason);
    if (page.outcome === "unknown") throw new NotListed(page.reason);
    yield* page.entries;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
