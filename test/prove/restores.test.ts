import "../support/silent.ts";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Cast } from "../../prove/cast.ts";
import { EngineClient } from "../../prove/engine-client.ts";
import { play } from "../../prove/play.ts";
import type { RestoreHow } from "../../prove/restore.ts";
import { restores, restoring } from "../../prove/scenarios/restores.ts";
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

const planted = (how: RestoreHow) => ({ ...restores, story: (cast: Cast) => restoring(cast, how) });

const DAMAGE = [
  { seed: 113, damage: /took effect 2 times/ },
  { seed: 32, damage: /its customer has paid/ },
];

test.each(DAMAGE)(
  "without the marker, by which what was never sent is asked for first, world $seed does damage",
  async ({ seed, damage }) => {
    const { violations } = await play(client, { scenario: planted({ withoutMarker: true }), seed });
    expect(violations.map(({ detail }) => detail).join("\n")).toMatch(damage);
  },
);

test("without the reconciliation money that has moved is nobody's, and answers of a lost history are given again", async () => {
  const { violations } = await play(client, { scenario: planted({ withoutReconciliation: true }), seed: 50 });
  expect(violations.map(({ detail }) => detail).join("\n")).toMatch(/took effect, and no \w+ asked for it/);
});
