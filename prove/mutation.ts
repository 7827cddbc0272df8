import type { Limits } from "../core/domain/limits.ts";

/**
 * One protection that is taken away: a clause of a write's condition (`redemption.claim.epoch`), a whole write of a
 * transaction, as when an intent or a tombstone were forgotten (`redemption.send`), or a settle window (`settle:exchange`).
 */
export type Mutation =
  | { kind: "clause"; name: string }
  | { kind: "write"; name: string }
  | { kind: "settle"; name: "exchange" | "channel" };

export function mutated(limits: Limits, mutation: Mutation | undefined): Limits {
  if (mutation?.kind !== "settle") return limits;
  return mutation.name === "exchange" ? { ...limits, settleMs: 1 } : { ...limits, channelSettleMs: 1 };
}

export function titleOf({ kind, name }: Mutation): string {
  return kind === "clause" ? name : `${kind} ${name}`;
}

/** The call at which the damage is done, as the trace names it. */
export function focusOf({ kind, name }: Mutation): string {
  if (kind === "settle") return name === "exchange" ? "redeem" : "charge";
  return kind === "clause" ? name.slice(0, name.lastIndexOf(".")) : name;
}
