import type { Cast } from "../cast.ts";
import type { Choices } from "../choices.ts";
import type { WorldPlan } from "../world.ts";

/** A kind of world. Its seed decides the rest. */
export interface Scenario {
  name: string;
  /** What it is there to break. */
  why: string;
  /** Limits and faults, where they are not the usual ones. */
  plan?(choices: Choices): Partial<WorldPlan>;
  /** What people do. Resolves when they have nothing more in mind. */
  story(cast: Cast): Promise<void>;
}
