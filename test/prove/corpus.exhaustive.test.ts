import "../support/silent.ts";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readCorpus } from "../../prove/corpus.ts";
import { EngineClient } from "../../prove/engine-client.ts";
import { play } from "../../prove/play.ts";
import { SCENARIOS } from "../../prove/scenarios/all.ts";

let client: EngineClient;
beforeAll(() => {
  client = new EngineClient(process.env.TENDER_TEST_DYNAMODB ?? "");
});
afterAll(() => client.close());

test("no world that once violated something does so again", async () => {
  for (const { name, entry } of readCorpus()) {
    const scenario = SCENARIOS.find((each) => each.name === entry.scenario);
    if (!scenario) throw new Error(`${name} is of a kind of world that no longer exists`);
    const { seed, decisions: script, hunted: mutation } = entry;
    const { violations } = await play(client, { scenario, seed, script, mutation });
    expect([name, violations]).toEqual([name, []]);
  }
});
