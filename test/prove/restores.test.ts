import "../support/silent.ts";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Cast } from "../../prove/cast.ts";
import { EngineClient } from "../../prove/engine-client.ts";
import { play } from "../../prove/play.ts";
import type { RestoreHow } from "../../prove/restore.ts";
import { payments } from "../../prove/scenarios/payments.ts";
import { cards, restores, restoring } from "../../prove/scenarios/restores.ts";
import type { Scenario } from "../../prove/scenarios/scenario.ts";
import { withdrawals } from "../../prove/scenarios/withdrawals.ts";
import { IS_EXHAUSTIVE } from "../support/exhaustive.ts";

/** Each sets the tables back once, at a moment and after a loss of its own. */
const SEEDS = Array.from({ length: IS_EXHAUSTIVE ? 50 : 8 }, (_, index) => index + 1);

let client: EngineClient;
beforeAll(() => {
  client = new EngineClient(String(process.env.TENDER_TEST_DYNAMODB));
});
afterAll(() => client.close());

test(`over ${SEEDS.length} seeds a restore loses and doubles nothing, and every difference is found`, async () => {
  for (const seed of SEEDS) {
    const { violations, trace } = await play(client, { scenario: restores, seed });
    expect([seed, violations]).toEqual([seed, []]);
    expect(trace.filter(({ what }) => what === "doors open")).toHaveLength(1);
  }
});

/** Some of them lose an account, or a send that the exchange has no key for. */
const PLANTED_SEEDS_MAX = 200;

/** What the first world says that shows it. */
async function damageOf(how: RestoreHow, story: Scenario["story"], damage: RegExp): Promise<string> {
  const planted = { ...restores, story: (cast: Cast) => restoring(cast, { ...how, story }) };
  for (let seed = 1; seed <= PLANTED_SEEDS_MAX; seed++) {
    const { violations } = await play(client, { scenario: planted, seed });
    const found = violations.find(({ detail }) => damage.test(detail));
    if (found) return found.detail;
  }
  return "none";
}

test("without the marker, by which what was never sent is asked for first, a card takes effect and is called failed, or takes effect twice", async () => {
  const damage = /FAILED and took effect|took effect 2 times/;
  expect(await damageOf({ withoutMarker: true }, cards, damage)).toMatch(damage);
});

const STRAYED: readonly [what: string, story: Scenario["story"], strayed: RegExp][] = [
  ["card that was redeemed", cards, /took effect, and no redemption asked for it/],
  ["charge", payments.story, /took effect, and no payment asked for it/],
  ["payout", withdrawals.story, /took effect, and no withdrawal asked for it/],
];

test.each(IS_EXHAUSTIVE ? STRAYED : STRAYED.slice(0, 1))(
  "without the reconciliation a %s is nobody's",
  async (_what, story, strayed) => {
    expect(await damageOf({ withoutReconciliation: true }, story, strayed)).toMatch(strayed);
  },
);
