/** Stripe's transfers, as far as they are read. */

import * as z from "zod";

export const TRANSFER = z.object({
  object: z.literal("transfer"),
  id: z.string().regex(/^tr_\w{1,120}$/),
  amount: z.int().min(1),
  currency: z.string().regex(/^[a-z]{3}$/),
  metadata: z.record(z.string(), z.string()),
  transfer_group: z.string().nullable(),
});
export type Transfer = z.infer<typeof TRANSFER>;

const MARKED = z.object({ metadata: z.object({ withdrawalId: z.string().min(1) }), transfer_group: z.string() });

/** Ours say twice whose they are; what people made by hand does not. */
export function isOurs(object: unknown): boolean {
  const { data } = MARKED.safeParse(object);
  return data !== undefined && data.metadata.withdrawalId === data.transfer_group;
}
