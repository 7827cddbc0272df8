import "../support/silent.ts";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { EngineClient } from "../../prove/engine-client.ts";
import { type Played, play } from "../../prove/play.ts";
import { SCENARIOS } from "../../prove/scenarios/all.ts";

const SEED = 7;
const seen = new Map<string, Played>();
let client: EngineClient;

beforeAll(() => {
  client = new EngineClient(String(process.env.TENDER_TEST_DYNAMODB));
});
afterAll(() => client.close());

/** What a world did, to the last step. */
function storyOf({ trace, decisions, violations }: Played) {
  return { trace, decisions, violations };
}

test.each(SCENARIOS.map((scenario) => ({ name: scenario.name, scenario })))(
  "a world of $name keeps every invariant",
  async ({ scenario }) => {
    const first = await play(client, { scenario, seed: SEED });
    expect(first.violations).toEqual([]);
    expect(first.judgements).toBe(2);
    expect(first.trace.length).toBeGreaterThan(20);
    seen.set(scenario.name, first);
  },
);

test("a world is the same from its decisions alone, whichever worlds were played in its process before", async () => {
  for (const scenario of SCENARIOS.toReversed()) {
    const first = seen.get(scenario.name);
    const again = await play(client, { scenario, seed: SEED, script: first?.decisions });
    expect(storyOf(again)).toEqual(first && storyOf(first));
  }
});
