import type { Scenario } from "./scenario.ts";
import { AT_VENDORS } from "./world-plan.ts";

export const exchanges: Scenario = {
  name: "exchanges",
  why: "exchanges that answer late, never or twice, and that know no keys",
  plan: () => ({ faults: AT_VENDORS }),
  async story(cast) {
    const { world, merchant, choices } = cast;
    const planId = await cast.plan();
    for (let count = choices.below(2); count >= 0; count--) await cast.account();
    const kinds = ["good", "no-keys", "no-keys-twice", "used-elsewhere", "fails-once", "invalid", "silent"] as const;
    const codes = Array.from({ length: 1 + choices.below(2) }, () => cast.card(kinds));
    world.simulation.faults.begin();
    await Promise.all(
      codes.map(async (code, index) => {
        await world.sleep(choices.below(3) * 40, `clerk ${index + 1}`);
        const batchId = `batch-${index + 1}`;
        await merchant.insist("POST /v1/redemptions", { body: { code, planId, batchId } });
        if (!choices.chance(0.4)) return;
        // What was refused may be tried again, whatever its first try is still doing at the exchange, and five times in all.
        const waitMs = choices.pick([1_000, 1_300_000, 9_000_000]);
        for (let more = choices.pick([1, 1, 5]); more > 0; more--) {
          await world.sleep(waitMs, `clerk ${index + 1}`);
          await merchant.insist("POST /v1/redemptions", { body: { code, planId, batchId } });
        }
      }),
    );
  },
};
