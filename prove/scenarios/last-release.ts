import type { Cast } from "../cast.ts";
import { changed } from "../limits.ts";
import { lastRelease } from "../released.ts";
import { batches } from "./batches.ts";
import { cancels } from "./cancels.ts";
import { notifications } from "./notifications.ts";
import { payments } from "./payments.ts";
import { redemptions } from "./redemptions.ts";
import { refunds } from "./refunds.ts";
import type { Scenario } from "./scenario.ts";
import { withdrawals } from "./withdrawals.ts";
import { DEPLOYED } from "./world-plan.ts";

const MINUTE_MS = 60_000;
/** From the first instance of this release to the last one of the release before. */
const SHIFTS_MS = [0, 100, 1_000, MINUTE_MS, 10 * MINUTE_MS, 60 * MINUTE_MS] as const;

/** The same numbers: what differs are the states. */
const BEFORE = changed(DEPLOYED, {});

export const lastReleaseShifts: Scenario = {
  name: "last-release",
  why: "a deploy in the middle: instances of the last release know its states alone, and go after a while",
  plan: () => ({ versions: [DEPLOYED, BEFORE], released: lastRelease() }),
  async story(cast) {
    const { choices } = cast;
    const shiftMs = choices.pick(SHIFTS_MS);
    const { story } = choices.pick([redemptions, payments, batches, cancels, refunds, withdrawals, notifications]);
    await whileShifting(cast, shiftMs, story);
  },
};

/** `shiftMs`: after so long there are no instances of the last release any more. */
export async function whileShifting(cast: Cast, shiftMs: number, story: Scenario["story"]): Promise<void> {
  const { world } = cast;
  world.act(async () => {
    await world.sleep(shiftMs, "deployment");
    world.functions.finishDeployment();
  });
  await story(cast);
}
