import type { Deps } from "../../foundation/services/deps.ts";
import type { Write } from "../../foundation/store/table.ts";
import { statusOf } from "../domain/merchant.ts";
import { checkMerchant, readMerchant } from "../store/merchant-store.ts";

/** `asSeen`: beside what follows from it, so that no close comes in between. */
export async function seeMerchant(
  { tables }: Pick<Deps, "tables">,
  tenantId: string,
): Promise<{ isClosed: boolean; asSeen: Write }> {
  const merchant = await readMerchant(tables, tenantId);
  const isClosed = merchant !== undefined && statusOf(merchant) === "CLOSED";
  return { isClosed, asSeen: checkMerchant(tenantId, merchant) };
}
