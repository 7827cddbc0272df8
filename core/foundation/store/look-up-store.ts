import { CONTRACT } from "../domain/limits.ts";
import { absent, anyOf, atMost } from "./expression.ts";
import { lookUpKey } from "./keys.ts";
import type { Write } from "./table.ts";
import { put } from "./write.ts";

/** When a vendor was last asked about one thing by an operator. `expiresAt` in seconds, as DynamoDB's TTL wants it. */
export interface LookUpTurn {
  askedAt: number;
  expiresAt: number;
}

/** Whoever comes a while after the last has the next turn, of all processes one. A row that is gone kept nobody waiting. */
export function takeLookUpTurn(ref: { tenantId: string; subjectId: string }, nowMs: number): Write {
  const turn: LookUpTurn = { askedAt: nowMs, expiresAt: Math.ceil((nowMs + CONTRACT.lookUpsApartMs) / 1000) };
  const isNext = anyOf(absent("pk"), atMost("askedAt", nowMs - CONTRACT.lookUpsApartMs));
  return put("look-up.take-turn", { ...lookUpKey(ref), ...turn }, { isNext }, "transient");
}
