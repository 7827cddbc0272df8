import "../support/silent.ts";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Cast } from "../../prove/cast.ts";
import { EngineClient } from "../../prove/engine-client.ts";
import type { FaultPlan } from "../../prove/faults.ts";
import type { Mutation } from "../../prove/mutation.ts";
import { play } from "../../prove/play.ts";

let client: EngineClient;
beforeAll(() => {
  client = new EngineClient(String(process.env.TENDER_TEST_DYNAMODB));
});
afterAll(() => client.close());

const NO_FAULTS: FaultPlan = { probability: 0, max: 0 };

async function foundIn(story: (cast: Cast) => Promise<void>, faults = NO_FAULTS, mutation?: Mutation) {
  const scenario = { name: "test", why: "", plan: () => ({ faults }), story };
  const { violations } = await play(client, { scenario, seed: 1, mutation });
  return violations.map(({ invariant, detail }) => `${invariant}: ${detail}`);
}

test("a caller who is never answered is a violation", async () => {
  const faults: FaultPlan = { probability: 1, max: 1000, at: ["answer"] };
  const found = await foundIn(async (cast) => {
    cast.world.simulation.faults.begin();
    await cast.plan();
  }, faults);
  expect(found).toContain("I19: was never answered, though merchant came 40 times");
});

test("people who stumble when nothing is under way any more are no good end", async () => {
  const found = await foundIn(async ({ world }) => {
    await world.quiet();
    throw new Error("stumbled");
  });
  expect(found).toEqual([expect.stringContaining("stumbled")]);
});

test("a webhook that is acknowledged and not kept is a violation", async () => {
  const story = async (cast: Cast) => void (await cast.pay(cast.merchant, { orderNo: "order-1", method: "good" }));
  expect(await foundIn(story)).toEqual([]);
  const found = await foundIn(story, NO_FAULTS, { kind: "write", name: "inbox.receive" });
  expect(found).toContain("I15: was acknowledged, and has no row");
});
