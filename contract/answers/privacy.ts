import * as z from "zod/mini";
import { FORGETTABLE, type Forgettable, KEPT_REASONS } from "../../core/foundation/domain/forgetting.ts";

const count = z.int().check(z.gte(0));

const forgotten = z.strictObject({
  merchantId: z.string(),
  emptied: z
    .strictObject(Object.fromEntries(FORGETTABLE.map((kind) => [kind, count])) as Record<Forgettable, typeof count>)
    .check(z.meta({ description: "How many of each this request has emptied: what was empty before is not counted" })),
  kept: z
    .array(
      z.strictObject({
        id: z.string(),
        why: z.enum(KEPT_REASONS).check(
          z.meta({
            description:
              "`under-way`: it has not ended, or a withdrawal goes there; `active`: a subscription that runs; `in-use`: a destination that was not deleted; `ended-lately`: one that was deleted within the hour; `changing`: it was written meanwhile",
          }),
        ),
      }),
    )
    .check(z.meta({ description: "What still names the person, up to 100 of it" })),
  keptCount: count,
  isComplete: z.boolean().check(z.meta({ description: "false: there are more rows; send it again under another key" })),
});
export type ForgottenView = z.infer<typeof forgotten>;

export const PRIVACY_ANSWERS = { Forgotten: forgotten };
