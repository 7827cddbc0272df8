import { redemptions } from "./redemptions.ts";
import type { Scenario } from "./scenario.ts";

/** A seed's world is of the kind that stands at `seed mod length`, unless one is asked for. */
export const SCENARIOS: readonly [Scenario, ...Scenario[]] = [redemptions];
