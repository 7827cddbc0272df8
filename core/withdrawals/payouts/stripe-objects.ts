/** Stripe's transfers, as far as they are read. */

import * as z from "zod/mini";

export const TRANSFER = z.object({
  object: z.literal("transfer"),
  id: z.string().check(z.regex(/^tr_\w{1,120}$/)),
  amount: z.int().check(z.gte(1)),
  currency: z.string().check(z.regex(/^[a-z]{3}$/)),
  metadata: z.record(z.string(), z.string()),
  transfer_group: z.nullable(z.string()),
});
export type Transfer = z.infer<typeof TRANSFER>;

const MARKED = z.object({
  metadata: z.object({ withdrawalId: z.string().check(z.minLength(1)) }),
  transfer_group: z.string(),
});

/** Ours say twice whose they are; what people made by hand does not. */
export function isOurs(object: unknown): boolean {
  const { data } = MARKED.safeParse(object);
  return data !== undefined && data.metadata.withdrawalId === data.transfer_group;
}
