import "../support/silent.ts";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { EngineClient } from "../../prove/engine-client.ts";
import { play } from "../../prove/play.ts";
import { lastRelease, PLACES, type Released, readBy } from "../../prove/released.ts";
import { lastReleaseShifts, whileShifting } from "../../prove/scenarios/last-release.ts";
import { redemptions } from "../../prove/scenarios/redemptions.ts";
import type { Scenario } from "../../prove/scenarios/scenario.ts";
import { LATE } from "../../prove/scenarios/world-plan.ts";

let client: EngineClient;
beforeAll(() => {
  client = new EngineClient(String(process.env.TENDER_TEST_DYNAMODB));
});
afterAll(() => client.close());

/** As if the state had come with this release. */
function without(aggregate: string, state: string): Released {
  const { aggregates } = lastRelease();
  const { states = [] } = aggregates[aggregate] ?? {};
  expect(states).toContain(state);
  return { aggregates: { ...aggregates, [aggregate]: { states: states.filter((each) => each !== state) } } };
}

const HOUR_MS = 3_600_000;
/** Answers get lost, and an hour long a new instance may be one of the last release. */
const shifting = (released: Released): Scenario => ({
  ...lastReleaseShifts,
  plan: (choices) => ({ ...lastReleaseShifts.plan?.(choices), released, faults: LATE }),
  story: (cast) => whileShifting(cast, HOUR_MS, redemptions.story),
});
const SEEDS = [1, 2, 3, 4, 5, 6];

async function leftAloneIn(scenario: Scenario): Promise<number> {
  let count = 0;
  for (const seed of SEEDS) {
    const { violations, leftAlone } = await play(client, { scenario, seed });
    expect(violations).toEqual([]);
    count += leftAlone.length;
  }
  return count;
}

test("instances of the last release leave rows in a new state alone, and those of this one end them", async () => {
  expect(await leftAloneIn(shifting(without("Redemption", "UNKNOWN")))).toBeGreaterThan(0);
});

test("while nothing is new, nothing is left alone", async () => {
  expect(await leftAloneIn(shifting(lastRelease()))).toBe(0);
});

test("of each aggregate that the last release knows it is known where its state stands", () => {
  const known = PLACES.map(({ aggregate }) => aggregate);
  expect(known.toSorted()).toEqual(Object.keys(lastRelease().aggregates).toSorted());
});

test("an account has two states, of which each may be a later one", () => {
  const row = { pk: "ACC#acme#1", sk: "HEAD", status: "WAITING", loginStatus: "INACTIVE" };
  expect(readBy(without("Account's login", "INACTIVE"))(row)).toEqual({
    ...row,
    loginStatus: "INACTIVE of a later release",
  });
  expect(readBy(without("Account", "WAITING"))(row)).toEqual({ ...row, status: "WAITING of a later release" });
  expect(readBy(lastRelease())(row)).toEqual(row);
});

test("a state that came later has a foreign name in answers and in refusals, and all else is read as it is", () => {
  const read = readBy(without("Redemption", "UNKNOWN"));
  const row = { pk: "RDM#acme#1", sk: "HEAD", state: "UNKNOWN", sends: 2 };
  const known = { ...row, state: "SENDING" };
  expect(read({ Items: [row, known], Count: 2 })).toEqual({
    Items: [{ ...row, state: "UNKNOWN of a later release" }, known],
    Count: 2,
  });
  expect(read({ Responses: { main: [{ ...row, pk: "PAY#acme#1" }] } })).toEqual({
    Responses: { main: [{ ...row, pk: "PAY#acme#1" }] },
  });
  const Item = { pk: { S: "RDM#acme#1" }, sk: { S: "HEAD" }, state: { S: "UNKNOWN" } };
  const refusal = Object.assign(new Error("no"), { name: "ConditionalCheckFailedException", Item });
  expect(read(refusal)).toMatchObject({ message: "no", Item: { ...Item, state: { S: "UNKNOWN of a later release" } } });
});
