import { describe, expect, test } from "@jest/globals";
import { KILLS, kills, stories } from "../../../tools/chaos/plan.ts";
import { Random } from "../../../tools/chaos/random.ts";
import { KINDS } from "../../../tools/harness/cards.ts";
import { METHODS } from "../../../tools/harness/payments.ts";

const firstOf = <T>(rows: Iterable<T>, count: number) => Iterator.from(rows).take(count).toArray();
/** Twenty minutes of them. */
const MANY = 2400;

describe("the plan of a seed", () => {
  test("is the same each time", () => {
    expect(firstOf(stories("a"), MANY)).toEqual(firstOf(stories("a"), MANY));
    expect(firstOf(kills("a"), MANY)).toEqual(firstOf(kills("a"), MANY));
  });

  test("is another one for another seed", () => {
    expect(firstOf(stories("a"), 20)).not.toEqual(firstOf(stories("b"), 20));
    expect(firstOf(kills("a"), 20)).not.toEqual(firstOf(kills("b"), 20));
  });

  test.each(["a", "b", "c"])("begins with one kill of each kind (%s)", (seed) => {
    const first = firstOf(kills(seed), KILLS.length).map(({ what }) => what);
    expect(first.sort()).toEqual([...KILLS].sort());
  });

  test("knows every kind of story, of card and of payment", () => {
    const told = firstOf(stories("a"), MANY).map(({ what }) => what);
    const cards = told.flatMap((story) => (story.kind === "card" ? [story.card] : []));
    const batched = told.flatMap((story) => (story.kind === "batch" ? story.cards : []));
    const methods = told.flatMap((story) => (story.kind === "payment" ? [story.method] : []));
    expect(new Set(told.map(({ kind }) => kind)).size).toBe(11);
    for (const seen of [cards, batched]) expect(new Set(seen)).toEqual(new Set(KINDS));
    expect(new Set(methods)).toEqual(new Set(METHODS));
  });

  test("leaves no payment waiting for a customer who never comes", () => {
    const told = firstOf(stories("a"), MANY).map(({ what }) => what);
    const waiting = told.filter((story) => story.kind === "payment" && story.method === "pm_action");
    expect(waiting.every((story) => story.kind === "payment" && story.twist !== "wait")).toBe(true);
  });
});

describe("seeded chance", () => {
  test("stays within its bounds, and reaches both", () => {
    const random = new Random("a");
    const seen = Array.from({ length: 1000 }, () => random.between(2, 4));
    expect([...new Set(seen)].sort()).toEqual([2, 3, 4]);
  });

  test("chooses as often as the weights say, and never what has none", () => {
    const random = new Random("a");
    const seen = Array.from({ length: 4000 }, () => random.weighted({ often: 3, seldom: 1, never: 0 }));
    const often = seen.filter((name) => name === "often").length;
    expect(often).toBeGreaterThan(2800);
    expect(often).toBeLessThan(3200);
    expect(seen).not.toContain("never");
  });

  test("a fork does not depend on what was drawn before", () => {
    const [fresh, used] = [new Random("a"), new Random("a")];
    used.next();
    expect(used.fork("x").next()).toBe(fresh.fork("x").next());
    expect(fresh.fork("x").next()).not.toBe(fresh.fork("y").next());
  });
});
