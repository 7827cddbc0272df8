import { absent, anyOf, atLeast, atMost, Plus } from "../../foundation/store/expression.ts";
import type { Write } from "../../foundation/store/table.ts";
import { update } from "../../foundation/store/write.ts";
import type { Withdrawal } from "../domain/withdrawal.ts";
import { dayKey } from "./keys.ts";

type Counted = Pick<Withdrawal, "tenantId" | "amount" | "day">;

/** Counts a withdrawal against its day, limit or not: one that is set at noon knows the morning. `dailyLimit`: at least the amount. */
export function countDay({ tenantId, amount, day }: Counted, dailyLimit: number | undefined): Write {
  return update("withdrawal-day.count", dayKey(tenantId, amount.currency, day), {
    set: { tenantId, currency: amount.currency, day, used: new Plus(amount.amount) },
    only:
      dailyLimit === undefined ? {} : { hasRoom: anyOf(absent("used"), atMost("used", dailyLimit - amount.amount)) },
  });
}

/** It was not paid out: the day that it was counted against has room for others. */
export function uncountDay({ tenantId, amount, day }: Counted): Write {
  return update("withdrawal-day.uncount", dayKey(tenantId, amount.currency, day), {
    set: { used: new Plus(-amount.amount) },
    only: { isCounted: atLeast("used", amount.amount) },
  });
}
