import { cancels } from "./cancels.ts";
import { payments } from "./payments.ts";
import { redemptions } from "./redemptions.ts";
import { refunds } from "./refunds.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED, withShortLeases } from "./world-plan.ts";

export const shortLeases: Scenario = {
  name: "short-leases",
  why: "adversarial limits: leases end under live workers, so that fences alone keep them apart",
  plan: (choices) => ({ versions: [withShortLeases(DEPLOYED)], copies: choices.chance(0.3) ? 2 : 1 }),
  story: (cast) => cast.choices.pick([redemptions, payments, cancels, refunds]).story(cast),
};
