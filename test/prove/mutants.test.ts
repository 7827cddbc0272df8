import "../support/silent.ts";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { EngineClient } from "../../prove/engine-client.ts";
import { readKillers } from "../../prove/killers.ts";
import { type Played, play } from "../../prove/play.ts";
import { SCENARIOS } from "../../prove/scenarios/all.ts";
import { shrink } from "../../prove/shrink.ts";

/** A merchant's request that is accepted twice: seen in nearly every world. */
const ACCEPTED_TWICE = { kind: "clauses", names: ["redemption.accept.isNew"] } as const;
/** The first halves of its decisions are gone by then. */
const ENOUGH_TRIES = 20;
let client: EngineClient;
beforeAll(() => {
  client = new EngineClient(process.env.TENDER_TEST_DYNAMODB ?? "");
});
afterAll(() => client.close());

const [scenario] = SCENARIOS;
let played: Played;
beforeAll(async () => {
  for (let seed = 1; ; seed++) {
    played = await play(client, { scenario, seed, mutation: ACCEPTED_TWICE });
    if (played.violations.length > 0) return;
  }
});

test("a condition that is taken away is seen, and its world is sound with it", async () => {
  expect(await play(client, { scenario, seed: played.seed })).toMatchObject({ violations: [] });
});

test("what was found is found again from its decisions alone, with fewer of them", async () => {
  const { seed } = played;
  const world = { scenario, seed, mutation: ACCEPTED_TWICE };
  const shrunk = await shrink(client, world, played, ENOUGH_TRIES);
  const again = await play(client, { ...world, script: shrunk.decisions });
  expect(again.violations[0]?.invariant).toBe(played.violations[0]?.invariant);
  const made = (decisions: readonly number[]) => decisions.filter((decision) => decision !== 0).length;
  expect(made(shrunk.decisions)).toBeLessThan(made(played.decisions));
});

test("what covers for each other is sound alone and unsound together", async () => {
  const [found] = Object.entries(readKillers()).filter(([, killer]) => killer.with);
  if (!found) throw new Error("no condition is covered by another");
  const [clause, { scenario: name, seed, with: cover = [] }] = found;
  const scenario = SCENARIOS.find((each) => each.name === name) ?? SCENARIOS[0];
  const violationsWithout = async (names: readonly string[]) =>
    (await play(client, { scenario, seed, mutation: { kind: "clauses", names, focus: clause } })).violations.length;
  expect(await violationsWithout([clause])).toBe(0);
  expect(await violationsWithout(cover)).toBe(0);
  expect(await violationsWithout([clause, ...cover])).toBeGreaterThan(0);
});
