import { expect, test } from "@jest/globals";
import { type Hunt, hunt } from "../../prove/hunt.ts";
import type { Mutation } from "../../prove/mutation.ts";
import type { Pool } from "../../prove/pool.ts";
import { SoundWorlds } from "../../prove/sound-worlds.ts";

const CLAUSE = { kind: "clauses", names: ["refund.send.epochIsMine"] } as const satisfies Mutation;
const WHERE: Hunt = {
  known: undefined,
  scenarios: ["refunds", "cancels"],
  from: 1,
  seeds: 6,
  onWorld: () => {},
};

interface Order {
  scenario: string;
  seed: number;
  mutation?: Mutation;
}

/** Worlds by rule: what each violates, and which conditions it did not fulfil together. */
function poolOf(
  violates: (order: Order) => string | undefined,
  unfulfilled: (order: Order) => string[] = () => [CLAUSE.names[0]],
  batched: readonly string[] = [],
) {
  const played: string[] = [];
  const play = async (order: Order) => {
    const names = order.mutation?.kind === "clauses" ? order.mutation.names.length : 1;
    played.push(`${order.scenario} ${order.seed} without ${names}`);
    const by = violates(order);
    const violations = by === undefined ? [] : [{ invariant: by, subject: "", detail: "" }];
    return { violations, unfulfilled: new Set(unfulfilled(order)), batched: new Set(batched) };
  };
  return { sound: new SoundWorlds({ size: 2, play } as unknown as Pool), played };
}
const without = (order: Order) => (order.mutation?.kind === "clauses" ? order.mutation.names : []);

test("the known world is asked first, and its control is sound", async () => {
  const { sound, played } = poolOf((order) => (without(order).length > 0 ? "I10" : undefined));
  const known = { scenario: "cancels", seed: 9, by: "I4" };
  expect((await hunt(sound, CLAUSE, { ...WHERE, known })).killer).toEqual({ scenario: "cancels", seed: 9, by: "I10" });
  expect(played).toEqual(["cancels 9 without 1", "cancels 9 without 0"]);
});

test("seeds are tried in the scenarios in turns, as many at once as there are workers, and the first that shows it counts", async () => {
  const { sound } = poolOf((order) => (order.seed >= 2 && without(order).length > 0 ? "I10" : undefined));
  const told: number[] = [];
  const found = await hunt(sound, CLAUSE, { ...WHERE, onWorld: (worlds) => told.push(worlds) });
  expect(found.killer).toEqual({ scenario: "refunds", seed: 2, by: "I10" });
  expect(found.worlds.map(({ scenario, seed }) => `${scenario} ${seed}`)).toEqual(["refunds 1", "cancels 1"]);
  expect(told).toEqual([0, 2]);
});

test("what no world misses alone is looked at together with what refused beside it", async () => {
  const beside = "refund.send.stateAllows";
  const { sound } = poolOf(
    (order) => (without(order).includes(CLAUSE.names[0]) && without(order).includes(beside) ? "I10" : undefined),
    (order) => (order.seed === 3 ? [`${CLAUSE.names[0]} & ${beside}`] : []),
  );
  const { killer, worlds } = await hunt(sound, CLAUSE, WHERE);
  expect(killer).toEqual({ scenario: "refunds", seed: 3, by: "I10", with: [beside] });
  expect(worlds).toHaveLength(6);
});

test("what neither worlds nor covers show has no killer, and says in how many it was looked for", async () => {
  const { sound } = poolOf(() => undefined);
  expect(await hunt(sound, CLAUSE, WHERE)).toMatchObject({ killer: undefined, worlds: { length: 6 } });
});

test("where a condition always held it is not taken away, and one sound world tells so of all conditions of its write", async () => {
  const other = { kind: "clauses", names: ["refund.send.sendsLeft"] } as const satisfies Mutation;
  const { sound, played } = poolOf(
    (order) => (without(order).length > 0 ? "I10" : undefined),
    (order) => (order.seed === 2 ? ["refund.send.stateAllows & refund.send.sendsLeft"] : []),
  );
  const where = { ...WHERE, scenarios: ["refunds"], seeds: 2 };
  expect(await hunt(sound, CLAUSE, where)).toMatchObject({ killer: undefined, worlds: { length: 2 } });
  expect((await hunt(sound, other, where)).killer).toEqual({ scenario: "refunds", seed: 2, by: "I10" });
  expect(played).toEqual(["refunds 1 without 0", "refunds 2 without 0", "refunds 2 without 1"]);
});

test("a hunted world that is unsound with everything in its place is told of, though the condition always held there", async () => {
  const isUnsound = (order: Order) => (order.seed === 2 ? "I4" : undefined);
  const { sound } = poolOf(isUnsound, () => []);
  const play = sound.pool.play;
  // Kept for good, a world needs its decisions; here it stops before that.
  sound.pool.play = async (order) => {
    if ("shrinks" in order) throw new Error(`kept: ${order.scenario} ${order.seed}`);
    return play(order);
  };
  await expect(hunt(sound, CLAUSE, { ...WHERE, scenarios: ["refunds"], seeds: 2 })).rejects.toThrow("kept: refunds 2");
});

test("what goes in batches is taken apart with its condition: its worlds are played though that always held", async () => {
  const violates = (order: Order) => (order.seed === 2 && without(order).length > 0 ? "I10" : undefined);
  const { sound } = poolOf(violates, () => [], ["refund.send"]);
  const { killer } = await hunt(sound, CLAUSE, { ...WHERE, scenarios: ["refunds"], seeds: 2 });
  expect(killer).toEqual({ scenario: "refunds", seed: 2, by: "I10" });
});
