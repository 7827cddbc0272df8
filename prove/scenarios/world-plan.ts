import { LIMITS, type Limits } from "../../core/foundation/domain/limits.ts";
import type { Choices } from "../choices.ts";
import type { FaultPlan } from "../faults.ts";
import { changed } from "../limits.ts";
import type { WorldPlan } from "../world.ts";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** As deployed, but that whoever stays silent is given up after an hour or two: the same path with fewer lookups on it. */
export const DEPLOYED = changed(LIMITS.production, {
  exchange: { ageMaxMs: 2 * HOUR_MS },
  charge: { ageMaxMs: HOUR_MS },
  refund: { ageMaxMs: 2 * HOUR_MS },
  withdrawal: { ageMaxMs: 2 * HOUR_MS, lifetimeMs: 3 * HOUR_MS, approvalMs: 3 * HOUR_MS },
  notification: { ageMaxMs: 2 * HOUR_MS, lifetimeMs: 3 * HOUR_MS },
  delivery: { waitsMs: [0, 5, 300, 1_800, 7_200].map((seconds) => seconds * SECOND_MS), failingMaxMs: 3 * HOUR_MS },
});
/** Each lease is over while its holder is at work. Only the settle windows stay what they are: no fence protects a provider. */
export function withShortLeases(limits: Limits): Limits {
  const leaseMs = 5 * SECOND_MS;
  return changed(limits, {
    exchange: { leaseMs },
    refund: { leaseMs },
    withdrawal: { leaseMs },
    notification: { leaseMs },
    saga: { leaseMs },
    batchLeaseMs: 2 * SECOND_MS,
    sweepGraceMs: SECOND_MS,
  });
}

/** The calls themselves are what goes wrong, again and again. */
export const AT_VENDORS: FaultPlan = { probability: 0.6, max: 7, at: ["provider"] };
/** Nothing is as it is answered: what was not found may still take effect. */
export const LATE: FaultPlan = { probability: 0.8, max: 3, at: ["provider"], only: ["late", "request-lost"] };
/** The protocol's bound on how far clocks differ. */
const SKEW_MAX_MS = 30_000;

/** Where a world is hurt. Some eight faults in a story of a hundred calls damage it in several places, and still it ends. */
const FAULT_PLANS: readonly [FaultPlan, ...FaultPlan[]] = [
  { probability: 0.06, max: 8 },
  { probability: 0.15, max: 12 },
  AT_VENDORS,
  LATE,
  { probability: 0.3, max: 6, at: ["machine", "execution", "message", "record"] },
  { probability: 0.12, max: 8, only: ["freeze", "delay", "crash-before", "crash-after", "lost-pointer"] },
];

export function planFrom(choices: Choices, plan: Partial<WorldPlan> = {}): WorldPlan {
  return { versions: [DEPLOYED], skewMaxMs: SKEW_MAX_MS, faults: choices.pick(FAULT_PLANS), ...plan };
}
