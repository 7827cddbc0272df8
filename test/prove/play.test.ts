import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { EngineClient } from "../../prove/engine-client.ts";
import { type Played, play } from "../../prove/play.ts";
import { SCENARIOS } from "../../prove/scenarios/all.ts";

let client: EngineClient;

beforeAll(() => {
  client = new EngineClient(String(process.env.TENDER_TEST_DYNAMODB));
});
afterAll(() => client.close());

/** What a world did, to the last step. */
function storyOf({ trace, decisions, violations }: Played) {
  return { trace, decisions, violations };
}

describe.each(SCENARIOS.map((scenario) => ({ name: scenario.name, scenario })))("a world of $name", ({ scenario }) => {
  test("keeps every invariant, under the same faults each time that its seed is played", async () => {
    const first = await play(client, { scenario, seed: 7 });
    // Whatever another world leaves behind in this process must not be seen by the next.
    await play(client, { scenario, seed: 8 });
    const again = await play(client, { scenario, seed: 7 });
    expect(first.violations).toEqual([]);
    expect(storyOf(again)).toEqual(storyOf(first));
    expect(first.trace.length).toBeGreaterThan(20);
  });

  test("is played again from its decisions alone", async () => {
    const first = await play(client, { scenario, seed: 9 });
    const repeated = await play(client, { scenario, seed: 9, script: first.decisions });
    expect(storyOf(repeated)).toEqual(storyOf(first));
  });
});
