/** A list: `for await` goes through all of it, page by page as it gets there. Nothing is asked before. */
export class Pages {
  #ask;
  #query;

  /**
   * @param {(query: Record<string, unknown>) => Promise<unknown>} ask
   * @param {Record<string, unknown>} query
   */
  constructor(ask, query) {
    this.#ask = ask;
    this.#query = query;
  }

  /** One page: the first, or the one at the query's cursor. */
  page() {
    return this.#ask(this.#query);
  }

  async *[Symbol.asyncIterator]() {
    /** @type {string | null | undefined} */
    let cursor;
    do {
      const query = cursor === undefined ? this.#query : { ...this.#query, cursor };
      const page = /** @type {{ items: unknown[], nextCursor?: string | null }} */ (await this.#ask(query));
      yield* page.items;
      // The same place again would be the same page for ever.
      if (page.nextCursor === query.cursor) return;
      cursor = page.nextCursor;
    } while (typeof cursor === "string");
  }
}
