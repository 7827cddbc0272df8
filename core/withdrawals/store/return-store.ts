import { absent } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put } from "../../foundation/store/write.ts";
import type { PayoutProviderName } from "../domain/payout-provider.ts";
import { returnKey } from "./keys.ts";

/** Money that came back after it had been paid out. */
export interface PayoutReturn {
  tenantId: string;
  returnId: string;
  withdrawalId: string;
  provider: PayoutProviderName;
  /** The provider's number of this return. */
  reference: string;
  /** Minor units of the withdrawal's currency. */
  amount: number;
  at: number;
}

/** Its id is made from provider and number: however often it is told, it is on record once. */
export function recordReturn(row: PayoutReturn): Write {
  return put("return.record", { ...returnKey(row.tenantId, row.returnId), ...row }, { isFirst: absent("pk") });
}

export async function readReturn(
  tables: Tables,
  ref: Pick<PayoutReturn, "tenantId" | "returnId">,
): Promise<PayoutReturn | undefined> {
  return (await tables.get("main", returnKey(ref.tenantId, ref.returnId))) as PayoutReturn | undefined;
}
