import type { Cast } from "../cast.ts";
import { cancels } from "./cancels.ts";
import { payments } from "./payments.ts";
import { redemptions } from "./redemptions.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED, planFrom } from "./world-plan.ts";

const SECOND_MS = 1_000;
/** Each lease is over while its holder is at work. Only the settle windows stay what they are: no fence protects a provider. */
const SHORT = {
  ...DEPLOYED,
  leaseMs: 5 * SECOND_MS,
  batchLeaseMs: 2 * SECOND_MS,
  sagaLeaseMs: 5 * SECOND_MS,
  sweepGraceMs: SECOND_MS,
};

export const shortLeases: Scenario = {
  name: "short-leases",
  why: "adversarial limits: leases end under live workers, so that fences alone keep them apart",
  plan: (choices) => planFrom(choices, { versions: [SHORT] }),
  story: (cast: Cast) => cast.world.choices.pick([redemptions, payments, cancels]).story(cast),
};
