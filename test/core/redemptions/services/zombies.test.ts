import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { IS_EXHAUSTIVE } from "../../../support/exhaustive.ts";
import type { Behaviour } from "../../../support/scripted-exchange.ts";
import { World } from "../../../support/world.ts";
import { everything, redemptionRow, submit, work } from "./submitting.ts";

/** Some twenty worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);
let world: World;
afterEach(() => world.drop());

/** One code, one account, and a worker that freezes at one of its steps until somebody else has ended its work. */
async function freeze(behaviour: Behaviour, step: number, when: "before" | "after") {
  // One or two lookups a settle window instead of four: the same paths in fewer steps.
  const limits = { exchange: { backoffMs: 8_000, backoffMaxMs: 8_000 } };
  world = await World.create({ behaviour: () => behaviour, limits });
  const planId = await world.plan();
  await world.account();
  await submit(world, { planId });
  const hold = world.holdAt(step, when);
  const worker = work(world);
  const frozen = await Promise.race([hold.reached.then(() => true), worker.then(() => false)]);
  return { hold, worker, frozen };
}

type End = [Behaviour, state: string, effects: number];
const NASTIEST: End = ["reply-lost", "SUCCEEDED", 1];
const ENDS: End[] = [NASTIEST, ["ok", "SUCCEEDED", 1], ["declined", "FAILED", 0], ["never", "NEEDS_REVIEW", 0]];

describe.each(IS_EXHAUSTIVE ? ENDS : [NASTIEST])("an exchange that answers %s", (behaviour, state, effects) => {
  test.each(["before", "after"] as const)(
    "a worker that wakes up %s any of its steps, when another has taken over and ended its work, writes nothing",
    async (when) => {
      for (let step = 0; ; step++) {
        const { hold, worker, frozen } = await freeze(behaviour, step, when);
        if (!frozen) return;
        world.nowMs += world.deps.limits.exchange.leaseMs + 1;
        await world.settle();
        expect((await redemptionRow(world)).state).toBe(state);
        const ended = await everything(world);
        hold.letGo();
        await worker;
        expect(await everything(world)).toEqual(ended);
        expect(world.exchange.effects).toHaveLength(effects);
        expect(new Set(world.exchange.calls).size).toBe(1);
        await world.drop();
      }
    },
  );
});

test("a worker that wakes up while its successor is still waiting for an answer leaves row and account to it", async () => {
  const { hold, worker } = await freeze("reply-lost", 3, "after");
  world.nowMs += world.deps.limits.exchange.leaseMs + 1;
  const successor = world.holdAt(1, "before");
  const second = work(world);
  await successor.reached;
  const taken = await everything(world);
  hold.letGo();
  await worker;
  expect(await everything(world)).toEqual(taken);
  successor.letGo();
  await second;
  expect((await redemptionRow(world)).state).toBe("SUCCEEDED");
});

test("a worker that lost its claim before it had an account takes none", async () => {
  const { hold, worker } = await freeze("ok", 1, "before");
  world.nowMs += world.deps.limits.exchange.leaseMs + 1;
  await world.settle();
  await world.account();
  const ended = await everything(world);
  hold.letGo();
  await worker;
  expect(await everything(world)).toEqual(ended);
});

test("a worker that wakes up right before its intent, while its successor is about to write its own, sends nothing", async () => {
  const { hold, worker } = await freeze("ok", 2, "before");
  world.nowMs += world.deps.limits.exchange.leaseMs + 1;
  const successor = world.holdAt(2, "before");
  const second = work(world);
  await successor.reached;
  const taken = await everything(world);
  hold.letGo();
  await worker;
  expect(await everything(world)).toEqual(taken);
  expect(world.exchange.calls).toEqual([]);
  successor.letGo();
  await second;
  expect((await redemptionRow(world)).state).toBe("SUCCEEDED");
  expect(world.exchange.calls).toHaveLength(1);
});
