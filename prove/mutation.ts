import type { Limits } from "../core/domain/limits.ts";
import type { Choices } from "./choices.ts";
import type { FaultPlan } from "./faults.ts";
import { withShortLeases } from "./scenarios/world-plan.ts";
import type { WorldPlan } from "./world.ts";

/**
 * A protection that is taken away: clauses of writes' conditions (`redemption.claim.epochAsSeen`), a whole write of a
 * transaction, as when an intent or a tombstone were forgotten (`redemption.send`), or a settle window (`exchange`).
 */
export type Mutation =
  | {
      kind: "clauses";
      names: readonly string[];
      /** Where the faults gather, whatever else is taken away with it: the world stays the same up to there. */
      focus?: string;
    }
  | { kind: "write"; name: string }
  | { kind: "settle"; name: "exchange" | "channel" };

/**
 * A scenario's plan, bent so that what is hunted for can be met: many small faults, at the weak spot above all, and every other
 * time leases that end under their holders, so that others come early.
 */
export function hunting(plan: WorldPlan, mutation: Mutation | undefined, choices: Choices): WorldPlan {
  if (!mutation) return plan;
  const map = (change: (limits: Limits) => Limits) => plan.versions.map(change) as unknown as WorldPlan["versions"];
  if (mutation.kind === "settle") {
    const window = mutation.name === "exchange" ? { settleMs: 1 } : { channelSettleMs: 1 };
    const faults: FaultPlan = { probability: 0.7, max: 4, at: ["provider"], only: ["late", "request-lost"] };
    return { ...plan, versions: map((limits) => ({ ...limits, ...window })), faults };
  }
  const versions = choices.chance(0.5) ? map(withShortLeases) : plan.versions;
  return { ...plan, versions, faults: { probability: 0.04, max: 10 } };
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
  if (mutation.kind === "settle")
    return new Set(
      mutation.name === "exchange" ? ["redeem", "redemption.send"] : ["charge", "step.send", "refund.send"],
    );
  if (mutation.kind === "write") return new Set([mutation.name]);
  return new Set(mutation.focus === undefined ? mutation.names.map(writeOf) : [writeOf(mutation.focus)]);
}
