import { absent } from "../../foundation/store/expression.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put } from "../../foundation/store/write.ts";
import { withdrawalNoKey } from "./keys.ts";

/** Who has a merchant's number: a withdrawal, or nobody ever, because it was cancelled before it was tried. Kept for good. */
export interface WithdrawalNumber {
  tenantId: string;
  withdrawalNo: string;
  /** Absent: a tombstone. */
  withdrawalId?: string;
  reason?: string;
  at: number;
  /** Its place among those of other merchants: the withdrawal's, or one of its own. */
  stateSk: string;
}

function itemOf(number: WithdrawalNumber) {
  return { ...withdrawalNoKey(number.tenantId, number.withdrawalNo), ...number };
}

export function takeWithdrawalNo(number: WithdrawalNumber & { withdrawalId: string }): Write {
  return put("withdrawal-no.take", itemOf(number), { isFree: absent("pk") });
}

/** Cancelled before it came: whoever tries it later is refused. */
export function buryWithdrawalNo(number: WithdrawalNumber & { withdrawalId?: never }): Write {
  return put("withdrawal-no.bury", itemOf(number), { isFree: absent("pk") });
}

export async function readWithdrawalNo(
  tables: Tables,
  tenantId: string,
  withdrawalNo: string,
): Promise<WithdrawalNumber | undefined> {
  return (await tables.get("main", withdrawalNoKey(tenantId, withdrawalNo))) as WithdrawalNumber | undefined;
}
