/** A statement over the wire of our signed calls: what took effect since a moment, in pages, newest first. */

import * as z from "zod/mini";
import type { List } from "../domain/listing.ts";
import { isAmount } from "../domain/money.ts";
import type { SignedPost } from "./signed-post.ts";

export const STATED_MONEY = z.object({ amount: z.number().check(z.refine(isAmount)), currency: z.string() });

/** `item`: how an entry looks on the wire. An answer with one that cannot be read is none: what it leaves out would be lost. */
export function statementsOf<Item extends z.ZodMiniType, Entry>(
  post: SignedPost,
  item: Item,
  entryOf: (item: z.output<Item>) => Entry,
): List<Entry> {
  const page = z.object({
    items: z.array(item),
    nextCursor: z.nullable(z.string().check(z.minLength(1), z.maxLength(1024))),
  });
  return async ({ sinceMs, cursor, timeoutMs }) => {
    const content = { since: new Date(sinceMs).toISOString(), cursor };
    const answer = await post("/statements", "statement", content, timeoutMs);
    if ("unknown" in answer) return { outcome: "unknown", reason: answer.unknown };
    const { success, data } = page.safeParse(answer.json);
    if (!success) return { outcome: "unknown", reason: "response-invalid" };
    const { items, nextCursor } = data;
    const entries = (items as z.output<Item>[]).map(entryOf);
    return { outcome: "listed", entries, ...(nextCursor === null ? {} : { cursor: nextCursor }) };
  };
}
