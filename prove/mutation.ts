import type { Limits } from "../core/domain/limits.ts";

/**
 * A protection that is taken away: clauses of writes' conditions (`redemption.claim.epochAsSeen`), a whole write of a
 * transaction, as when an intent or a tombstone were forgotten (`redemption.send`), or a settle window (`exchange`).
 */
export type Mutation =
  | { kind: "clauses"; names: readonly string[] }
  | { kind: "write"; name: string }
  | { kind: "settle"; name: "exchange" | "channel" };

export function mutated(limits: Limits, mutation: Mutation | undefined): Limits {
  if (mutation?.kind !== "settle") return limits;
  return mutation.name === "exchange" ? { ...limits, settleMs: 1 } : { ...limits, channelSettleMs: 1 };
}

export function titleOf(mutation: Mutation): string {
  return mutation.kind === "clauses" ? mutation.names.join(" and ") : `${mutation.kind} ${mutation.name}`;
}

/** `<write>.<clause>`, and a write's own name has a dot too. */
export function writeOf(clause: string): string {
  return clause.slice(0, clause.lastIndexOf("."));
}

/** The calls at which the damage is done, as the trace names them. */
export function focusOf(mutation: Mutation | undefined): ReadonlySet<string> {
  if (!mutation) return new Set();
  if (mutation.kind === "settle") return new Set(mutation.name === "exchange" ? ["redeem"] : ["charge", "refund"]);
  return new Set(mutation.kind === "write" ? [mutation.name] : mutation.names.map(writeOf));
}
