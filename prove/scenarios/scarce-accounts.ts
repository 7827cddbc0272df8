import { changed } from "../limits.ts";
import { CARD_AMOUNT } from "../model/exchange.ts";
import type { Scenario } from "./scenario.ts";
import { DEPLOYED } from "./world-plan.ts";

const MINUTE_MS = 60_000;
/** Who finds no account waits long, and not for long: the same path with fewer turns on it. */
const IMPATIENT = changed(DEPLOYED, { yield: { backoffMs: MINUTE_MS }, exchange: { ageMaxMs: 25 * MINUTE_MS } });

export const scarceAccounts: Scenario = {
  name: "scarce-accounts",
  why: "cards that wait for accounts, accounts that are full, cards that wait in vain",
  plan: () => ({ versions: [IMPATIENT] }),
  async story(cast) {
    const { world, merchant, choices } = cast;
    const planId = await cast.plan(choices.pick([1_000_000, CARD_AMOUNT, 2 * CARD_AMOUNT]));
    const accounts = choices.below(3);
    for (let count = 0; count < accounts; count++) await cast.account();
    world.simulation.faults.begin();

    const cards = Array.from({ length: 2 + choices.below(4) }, () =>
      cast.card(["good", "good", "invalid", "fails-once"]),
    );
    const stories = cards.map(async (code, index) => {
      await world.sleep(choices.below(3) * 40, `clerk ${index + 1}`);
      await merchant.insist("POST /v1/redemptions", { body: { code, planId } });
    });
    const supply = async () => {
      await world.sleep(choices.pick([100, 2 * MINUTE_MS, 20 * MINUTE_MS]), "merchant");
      await cast.account();
    };
    await Promise.all([...stories, ...(choices.chance(0.7) ? [supply()] : [])]);
  },
};
