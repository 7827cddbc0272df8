import { LIMITS } from "../../core/domain/limits.ts";
import type { Cast } from "../cast.ts";
import type { Scenario } from "./scenario.ts";

const HOUR_MS = 3_600_000;
/** As deployed, but that whoever stays silent is given up after two hours: the same path with fewer lookups on it. */
const LIMITS_HERE = { ...LIMITS.production, redemptionAgeMaxMs: 2 * HOUR_MS, channelDoubtMaxMs: 2 * HOUR_MS };
/** The protocol's bound on how far clocks differ. */
const SKEW_MAX_MS = 30_000;

/** Several merchants' servers hand in the same cards, under the same keys and others. */
async function submitting(cast: Cast): Promise<void> {
  const { world, merchant } = cast;
  const { choices } = world;
  const planId = await cast.plan(choices.pick([1_000_000, 1_500]));
  const accounts = 1 + choices.below(3);
  for (let count = 0; count < accounts; count++) await cast.account();
  world.simulation.faults.begin();

  const codes = Array.from({ length: 1 + choices.below(3) }, () => cast.card());
  const clerks = 2 + choices.below(3);
  const keys = ["key-1", "key-2", "key-3"] as const;
  await Promise.all(
    Array.from({ length: clerks }, async (_, clerk) => {
      await world.sleep(choices.below(3) * 40, `clerk ${clerk + 1}`);
      const code = codes[choices.below(codes.length)] ?? "";
      const batchId = choices.pick(["batch-1", "batch-2"]);
      const key = `${choices.pick(keys)}-${choices.chance(0.2) ? "shared" : codes.indexOf(code)}`;
      await merchant.insist("POST /v1/redemptions", { key, body: { code, planId, batchId } });
    }),
  );
}

export const redemptions: Scenario = {
  name: "redemptions",
  why: "the same cards by many clerks, under the same keys and others, over vendors of every kind",
  plan: () => ({ versions: [LIMITS_HERE], skewMaxMs: SKEW_MAX_MS, faults: { probability: 0.06, max: 8 } }),
  story: submitting,
};
