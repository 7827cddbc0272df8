import * as z from "zod/mini";
import { money } from "../fields/money.ts";

export const time = z
  .string()
  .check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    z.meta({ description: "ISO 8601, UTC", format: "date-time", examples: ["2027-01-31T12:00:00.000Z"] }),
  );

/** What adds up over time. */
export const sum = z
  .extend(money, { amount: z.int().check(z.gte(0)) })
  .check(z.meta({ description: "Like Money; `amount` may be 0" }));

/** Of a filtered list, the rows of a page may all be others'. */
const nextCursor = z.nullable(z.string()).check(
  z.meta({
    description: "null on the last page. A page may have fewer items than its `limit`, or none, and not be the last",
  }),
);

export function listOf<Item extends z.ZodMiniType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor });
}

export const timelineEntry = z.strictObject({
  at: time,
  attempt: z.nullable(z.int()),
  event: z.string(),
  by: z.enum(["caller", "worker", "operator"]),
  /** Of none, and of rows from before it was kept, null. */
  keyId: z.nullable(z.string()).check(z.meta({ description: "The API key of the caller or operator, by its id" })),
  detail: z.nullable(z.string()),
});
/** What stands in the story of a redemption: one line of it. */
export type TimelineEntry = z.infer<typeof timelineEntry>;
