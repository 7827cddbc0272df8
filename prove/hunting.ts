import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Choices } from "./choices.ts";
import type { FaultPlan } from "./faults.ts";
import { changed } from "./limits.ts";
import type { Mutation } from "./mutation.ts";
import { withShortLeases } from "./scenarios/world-plan.ts";
import type { WorldPlan } from "./world.ts";

/**
 * A scenario's plan, bent so that what is hunted for can be met: many small faults, at the weak spot above all, and every other
 * time leases that end under their holders, so that others come early.
 */
export function hunting(plan: WorldPlan, mutation: Mutation | undefined, choices: Choices): WorldPlan {
  if (!mutation) return plan;
  const map = (change: (limits: Limits) => Limits) => plan.versions.map(change) as unknown as WorldPlan["versions"];
  if (mutation.kind === "settle") {
    const window = { settleMs: 1 };
    const open = mutation.name === "exchange" ? { exchange: window } : { charge: window, refund: window };
    const faults: FaultPlan = { probability: 0.7, max: 4, at: ["provider"], only: ["late", "request-lost"] };
    return { ...plan, versions: map((limits) => changed(limits, open)), faults };
  }
  const versions = choices.chance(0.5) ? map(withShortLeases) : plan.versions;
  // Every other time two workers have the same message in their hands.
  const copies = choices.chance(0.5) ? 2 : 1;
  return { ...plan, versions, copies, faults: { probability: 0.04, max: 10 } };
}
